"""What holds for every format, over all fixture folders: a format is tested here by having a folder under ``data/``.

Golden: ``expected/FOLDER.json`` holds every answer and skip that the folder gives. To write them anew, then read the
diff: ``UPDATE_GOLDEN=1 .venv/bin/python -m pytest -q tests/sources``.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hostile_kit import FILES, FIXTURES, check, damaged, install, outcome, said_formats
from sources_kit import DATA, Results, World, folder_as_members, zipped

from cx_audit.model import Answer, Skipped
from cx_audit.sources import SOURCES

EXPECTED = Path(__file__).parent / "expected"
MOST = 100
"""How many damaged versions of a fixture are read, shared out among its files."""


def _told(world: World, results: Results, name: str) -> dict[str, Any]:
    """The results without what has nothing to say."""

    def full(record: Answer | Skipped) -> dict[str, Any]:
        values = {one.name: getattr(record, one.name) for one in fields(record)}
        held = {name: value for name, value in values.items() if value not in (None, "", (), {})}
        if isinstance(record, Answer):
            held["place"] = {name: value for name, value in asdict(record.place).items() if value is not None}
        return held

    return {
        "formats": world.formats(name),
        "answers": [full(answer) for answer in results.answers],
        "skipped": [full(skipped) for skipped in results.skipped],
    }


@pytest.mark.parametrize("fixture", FIXTURES)
def test_golden(world: World, fixture: str) -> None:
    install(world, fixture, fixture)
    told = json.dumps(_told(world, world.read(fixture), fixture), ensure_ascii=False, indent=1, default=dict) + "\n"
    expected = EXPECTED / f"{fixture}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")


def test_every_golden_file_has_its_fixture() -> None:
    assert sorted(path.stem for path in EXPECTED.iterdir()) == FIXTURES


def test_every_format_but_the_plain_ones_has_a_fixture(world: World) -> None:
    named = set()
    for fixture in FIXTURES:
        install(world, fixture, fixture)
        named |= set(world.formats(fixture).values())
    assert named >= set(SOURCES) - {"table", "html-faq", "markdown-faq"}


@pytest.mark.parametrize("fixture", FIXTURES)
def test_reading_twice_and_from_elsewhere_gives_the_same_ids(world: World, fixture: str) -> None:
    install(world, fixture, "first")
    install(world, fixture, "second/place")
    first = world.read("first")
    assert world.read("first") == first
    assert world.read("second/place").ids == first.ids


@pytest.mark.parametrize("prefix", ["", "Larkspur/"])
@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_zip_gives_the_same_answers_and_counts_once_beside_its_folder(
    world: World, fixture: str, prefix: str
) -> None:
    folder = install(world, fixture, "all/export")
    alone = world.read("all/export")
    (world.root / "all/export.zip").write_bytes(zipped(folder_as_members(folder, prefix)))
    assert world.read("all/export.zip").ids == alone.ids
    for both in (world.read("all"), world.read("all/export", "all/export.zip")):
        assert both.answers == alone.answers
        assert [one.source for one in both.skipped if one.reason == "copy of a folder"] == ["all/export.zip"]
        assert len(both.skipped) == len(alone.skipped) + 1


@pytest.mark.parametrize("file", FILES)
def test_damaged_files_are_told_and_never_crash(world: World, file: str) -> None:
    """Values of the wrong type, dropped keys, cuts, deep nesting, huge text: SourceError or Skipped, nothing else."""
    fixture, inner = file.split("/", 1)
    folder = install(world, fixture)
    formats = said_formats(world.find("in"))
    for content in damaged(DATA / file, _share(fixture)):
        (folder / inner).write_bytes(content)
        result, found = outcome(world, "in")
        check(result, "in")
        if found != formats:  # it went unrecognised: the reader must bear it all the same
            check(outcome(world, "in", formats=formats)[0], "in")


def _share(fixture: str) -> int:
    return max(MOST // sum(file.startswith(f"{fixture}/") for file in FILES), 8)


@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_named_alone(world: World, file: str) -> None:
    name = Path(file).name
    for content in damaged(DATA / file, 10):
        (world.root / name).write_bytes(content)
        check(outcome(world, name)[0], name)


@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_missing_file_is_borne(world: World, fixture: str) -> None:
    for missing in sorted(path for path in (DATA / fixture).rglob("*") if path.is_file()):
        folder = install(world, fixture)
        (folder / missing.relative_to(DATA / fixture)).unlink()
        check(outcome(world, "in")[0], "in")
        shutil.rmtree(folder)
