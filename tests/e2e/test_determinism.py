"""The same answers give the same bytes: run after run, cold or warm, in any order of files and rows."""

from __future__ import annotations

import csv
import io
import random
import shutil
from collections.abc import Callable
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import pytest
from command import FirstDemo, Run, cx_audit, vectors_in

from cx_audit.embed.paths import CACHE_DIR_VARIABLE
from cx_audit.kept import KEPT
from cx_audit.report import Format
from cx_audit.resources import packaged

pytestmark = pytest.mark.model

CHANNELS = ("agents", "chatbot", "faq", "knowledge", "macros")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, first_demo: FirstDemo) -> Path:
    """A copy of the samples, whose vectors are in the cache."""
    folder = tmp_path_factory.mktemp("company")
    with as_file(packaged("samples")) as samples:
        for channel in CHANNELS:
            shutil.copytree(samples / channel, folder / channel)
    return folder


@pytest.fixture
def anew(shared_cache: Path) -> Callable[[], None]:
    """Forgets whole results, which would be told again without any work."""
    return lambda: shutil.rmtree(shared_cache / KEPT, ignore_errors=True)


def test_a_warm_run_gives_the_bytes_of_a_cold_one(tmp_path: Path) -> None:
    """In a cache of its own, so that no test before it has made the vectors."""
    cache = tmp_path / "cache"

    def demo(seed: str) -> Run:
        return cx_audit(
            "demo", "-f", "json", cwd=tmp_path, env={CACHE_DIR_VARIABLE: str(cache), "PYTHONHASHSEED": seed}
        )

    cold = demo("0")
    embedded = vectors_in(cache)
    assert embedded > len(cold.report["answers"])
    assert demo("5").out == cold.out
    shutil.rmtree(cache / KEPT)
    assert demo("1").out == cold.out
    assert vectors_in(cache) == embedded


@pytest.fixture(scope="module")
def audited(company: Path) -> Run:
    return cx_audit("audit", *CHANNELS, "-f", "json", cwd=company, env={"PYTHONHASHSEED": "2"})


def test_the_order_of_files_and_the_seed_of_hashes_change_nothing(
    company: Path, audited: Run, anew: Callable[[], None]
) -> None:
    anew()
    again = cx_audit("audit", *CHANNELS[::-1], "-f", "json", cwd=company, env={"PYTHONHASHSEED": "3"})
    assert again.out == audited.out
    assert again.code == audited.code == 1


def test_the_order_of_rows_changes_places_alone(company: Path, audited: Run) -> None:
    table = company / "agents" / "replies.csv"
    original = table.read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(original, newline=""))
    random.Random(7).shuffle(rows)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    try:
        after = cx_audit("audit", *CHANNELS, "-f", "json", cwd=company)
    finally:
        table.write_text(original, encoding="utf-8")
    lines = [
        [a["source"]["line"] for a in run.report["answers"] if a["channel"] == "agent"] for run in (audited, after)
    ]
    assert lines[0] != lines[1]
    assert _without_lines(audited.report) == _without_lines(after.report)


def test_every_format_has_the_same_bytes_whatever_the_order_and_the_seed(
    company: Path, tmp_path: Path, anew: Callable[[], None]
) -> None:
    told = []
    for turn, channels in enumerate((CHANNELS, CHANNELS[::-1])):
        anew()
        folder = tmp_path / str(turn)
        folder.mkdir()
        outputs = [word for format in Format for word in ("-o", f"{format}:{folder / format}")]
        run = cx_audit("audit", *channels, "-q", *outputs, cwd=company, env={"PYTHONHASHSEED": str(turn)})
        assert run.code == 1, run.err
        told.append({format: (folder / format).read_bytes() for format in Format})
    assert [format for format in Format if told[0][format] != told[1][format]] == []
    assert all(told[0].values())


def _without_lines(report: dict[str, Any]) -> dict[str, Any]:
    answers = [{**answer, "source": {**answer["source"], "line": None}} for answer in report["answers"]]
    return {**report, "answers": answers}
