"""A CI job over some weeks: what fails it, what doesn't, and what it leaves in the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import Run, cx_audit

pytestmark = pytest.mark.model

SAYS = {"faq": "You can return your order within 30 days.", "chatbot": "You can return your order within 14 days."}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    for channel, answer in SAYS.items():
        _says(folder, channel, answer)
    return folder


def _says(folder: Path, channel: str, answer: str, name: str = "answers") -> None:
    for old in folder.glob(f"{channel}-*.jsonl"):
        old.unlink()
    row = {"channel": channel, "question": "How long do I have to return something?", "answer": answer}
    (folder / f"{channel}-{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")


def _run(*arguments: str, folder: Path, day: str = "1772582400") -> Run:
    return cx_audit(*arguments, cwd=folder.parent, env={"SOURCE_DATE_EPOCH": day})


def test_the_job_passes_with_the_baseline_and_fails_when_a_value_moves(exports: Path) -> None:
    baseline = exports.parent / "cx-audit-baseline.jsonl"
    assert _run("audit", "exports", folder=exports).code == 1
    created = _run("baseline", "create", "exports", folder=exports)
    assert (created.code, created.err) == (0, "")
    first = baseline.read_bytes()
    _says(exports, "faq", "Send it back to us within 30 days of delivery, and we take it.", name="renamed")
    later = _run("audit", "exports", "-f", "json", "--record", folder=exports, day="1775174400")
    assert (later.code, [f["status"] for f in later.report["findings"]]) == (0, ["baseline"])
    assert re.search(r"1 known finding \(1 \w+; the oldest 30 days old\); 0 new, 0 resolved", later.err)
    assert baseline.read_bytes() == first
    _says(exports, "faq", "Send it back to us within 45 days of delivery, and we take it.")
    moved = _run("audit", "exports", "-f", "json", "--new-only", folder=exports)
    assert (moved.code, [f["status"] for f in moved.report["findings"]]) == (1, ["new"])
    _says(exports, "faq", "You can return your order within 14 days.")
    mended = _run("baseline", "update", "exports", folder=exports)
    assert mended.code == 0
    assert re.search(rb"resolved and dropped: [A-Z]+ contradiction, 0 days old: ", mended.out)
    assert baseline.read_bytes() == b'{"cx_audit_baseline": 1}\n'


def test_a_broken_baseline_is_one_line(exports: Path) -> None:
    (exports.parent / "cx-audit-baseline.jsonl").write_text("<<<<<<< HEAD\n")
    told = _run("audit", "exports", folder=exports)
    assert (told.code, told.out) == (2, b"")
    assert told.err == (
        "cx-audit: cx-audit-baseline.jsonl:1: holds a git merge that is not settled (delete the lines with <<<<<<<, "
        "======= and >>>>>>>; the entries of both sides may stay)\n"
    )
