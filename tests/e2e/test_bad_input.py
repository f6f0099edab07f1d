"""What goes wrong at the user's end: one line that says what, where and what to do, and the right exit code."""

from __future__ import annotations

import json
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Run, cx_audit

HEADER = "id,channel,question,answer,intent\n"
PAIR = (
    "b,chatbot,How long do I have to return something?,You can return your order within 14 days.,returns\n"
    "f,faq,How long do I have to return something?,You can return your order within 30 days.,returns\n"
)
ASCII_ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def _text(name: str, text: str) -> Callable[[Path], None]:
    return lambda folder: _write(folder / name, text.encode("utf-8"))


def _bytes(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda folder: _write(folder / name, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _zip(name: str, members: dict[str, bytes]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in members.items():
                archive.writestr(zipfile.ZipInfo(member, ASCII_ZIP_TIME), data, zipfile.ZIP_DEFLATED)

    return make


def _folder(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).mkdir()


def _many_aliases() -> str:
    """The "billion laughs": ten lists of nine times the list before."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "version: '3.1'\nresponses:\n  utter_x:\n  - text: hello\n" + "\n".join(lines) + "\n"


def _only_line(run: Run, code: int) -> str:
    """That a command failed as it should; what it said."""
    assert run.out == b""
    assert "Traceback" not in run.err
    assert run.err.count("\n") == 1, run.err
    assert run.err.endswith("\n")
    assert run.code == code, run.err
    prefix, _, message = run.err.strip().partition("cx-audit: ")
    assert prefix == ""
    assert "internal error" not in message
    return message


CASES: dict[str, tuple[Callable[[Path], None], list[str], int, list[str]]] = {
    "missing path": (
        _folder("x"),
        ["nowhere/faq.csv"],
        2,
        ["nowhere/faq.csv", "no such file or folder", "check the path"],
    ),
    "empty folder": (_folder("empty"), ["empty"], 3, ["empty: ", "the folder is empty", "--format-of"]),
    "folder of other things": (
        _bytes("things/photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256))),
        ["things"],
        3,
        ["things: ", "nothing recognises photo.jpg", "--format-of"],
    ),
    "unknown format": (_text("notes.txt", "hello\n"), ["notes.txt"], 2, ["notes.txt: ", "--format-of notes.txt="]),
    "empty file": (_bytes("a.csv", b""), ["a.csv"], 2, ["a.csv"]),
    "header alone": (_text("a.csv", HEADER), ["a.csv"], 3, ["no answers", "cx-audit sources"]),
    "not text": (_bytes("a.csv", bytes(range(256)) * 64), ["a.csv"], 2, ["a.csv"]),
    "half a json": (
        _text("a.json", json.dumps([{"channel": "faq", "question": "Q?", "answer": "A."}] * 3)[:-40]),
        ["a.json"],
        2,
        ["a.json"],
    ),
    "deep json": (_text("a.json", "[" * 100_000), ["a.json"], 2, ["a.json"]),
    "huge line": (
        _text("a.csv", HEADER + "x,faq,Q?," + "a" * 10_500_000 + "\n"),
        ["a.csv"],
        2,
        ["a.csv:", "characters"],
    ),
    "quote never closed": (
        _text("a.csv", HEADER + 'x,faq,Q?,"' + "a line\n" * 1_500_000),
        ["a.csv"],
        2,
        ["a.csv:2: ", "a quote that is never closed"],
    ),
    "zip bomb": (_zip("a.zip", {"faq/a.csv": b"\0" * (64 << 20)}), ["a.zip"], 2, ["a.zip: ", "unpacks to 64 MB"]),
    "zip that leaves its folder": (
        _zip("a.zip", {"../../evil.csv": HEADER.encode() + PAIR.encode()}),
        ["a.zip"],
        2,
        ["a.zip: ", "leaves the zip", "../../evil.csv"],
    ),
    "broken zip": (
        _bytes("a.zip", b"PK\x03\x04" + b"\0" * 200),
        ["a.zip"],
        2,
        ["a.zip: ", "broken zip", "export or save it again"],
    ),
    "no answer column": (
        _text("a.csv", "channel,question\nfaq,Q?\n"),
        ["a.csv", "--format-of", "a.csv=table"],
        2,
        ["a.csv:1: ", "no column answer", "'channel', 'question'", "rename the columns"],
    ),
    "no channel": (
        _text("a.csv", "question,answer\nQ?,A.\n"),
        ["a.csv"],
        2,
        ["a.csv:1: ", "no column channel", "--channel-of"],
    ),
    "yaml bomb": (_text("domain.yml", _many_aliases()), ["domain.yml"], 2, ["domain.yml"]),
    "only emoji": (
        _text("a.csv", HEADER + "x,faq,Q?,🎉🎉\n"),
        ["a.csv"],
        3,
        ["no answers to examine", "cx-audit sources"],
    ),
    "bad -o": (_text("a.csv", HEADER + PAIR), ["a.csv", "-o", "report.pdf"], 2, ["-o report.pdf", "html:report.html"]),
    "-o into a missing folder": (
        _text("a.csv", HEADER + PAIR),
        ["a.csv", "-o", "html:out/r.html", "-o", "json:r.json"],
        2,
        ["out/r.html", "no folder out", "make it first"],
    ),
    "unknown option": (
        _text("a.csv", HEADER + PAIR),
        ["a.csv", "--formt", "json"],
        2,
        ["--formt", "cx-audit audit --help"],
    ),
    "bad --format-of": (
        _text("a.csv", HEADER + PAIR),
        ["a.csv", "--format-of", "a.csv=excel"],
        2,
        ["'excel'", "table", "zendesk-macros"],
    ),
    "--format-of without a name": (
        _text("a.csv", PAIR),
        ["a.csv", "--format-of", "a.csv"],
        2,
        ["--format-of a.csv", "PATH=NAME"],
    ),
    "missing configuration": (_text("a.csv", PAIR), ["a.csv", "-c", "none.yml"], 2, ["none.yml: ", "can't be read"]),
    "wrong configuration": (
        _text("cx-audit.yml", "fail_on: often\ncolour: red\nsources:\n  - chanel: faq\n"),
        [],
        2,
        ["cx-audit.yml", "line 1: fail_on", "line 2: colour", "line 4: sources.0.chanel", "docs/configuration.md"],
    ),
    "no model": (
        _text("a.csv", HEADER + PAIR),
        ["a.csv", "--model", "./none"],
        2,
        ["no model folder ./none", "built-in"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_on_one_line(case: str, tmp_path: Path) -> None:
    prepare, arguments, code, told = CASES[case]
    prepare(tmp_path)
    before = _files(tmp_path)
    start = time.monotonic()
    run = cx_audit("audit", *arguments, cwd=tmp_path, env={"HF_HUB_OFFLINE": "1"})
    message = _only_line(run, code)
    assert time.monotonic() - start < 20
    assert [part for part in told if part not in message] == [], message
    assert _files(tmp_path) == before


def _files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in folder.rglob("*")}


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_a_file_whose_reading_fails(tmp_path: Path) -> None:
    message = _only_line(cx_audit("audit", "/proc/self/mem", cwd=tmp_path), 2)
    assert "/proc/self/mem: can't be read: " in message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="NOT TESTED: root may read every file")
def test_a_file_that_one_may_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + PAIR, encoding="utf-8")
    path.chmod(0)
    assert "a.csv: can't be read: Permission denied" in _only_line(cx_audit("audit", "a.csv", cwd=tmp_path), 2)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="NOT TESTED: root may write everywhere")
def test_a_folder_that_one_may_not_write_to(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER + PAIR, encoding="utf-8")
    (tmp_path / "shut").mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    run = cx_audit("audit", "a.csv", "-o", "json:shut/r.json", cwd=tmp_path)
    assert "shut/r.json: can't be written: Permission denied" in _only_line(run, 2)


@pytest.mark.model
def test_what_can_be_read_is_audited_and_the_rest_is_counted(tmp_path: Path) -> None:
    """Duplicate ids, an endless answer, one of emoji, one empty: none of them stops the audit."""
    long = "You can return your order within 30 days. " + "We care about every single order. " * 3_000
    rows = [
        PAIR,
        "f,macro,How long do I have to return something?,You can return your order within 60 days.,returns\n",
        "f,faq,How long do I have to return something?,You can return your order within 30 days.,returns\n",
        f"long,knowledge,How long do I have to return something?,{long},returns\n",
        "party,faq,Is it your birthday?,🎉🎉,party\n",
        "void,faq,What is nothing?,,void\n",
    ]
    assert len(long) > 100_000
    (tmp_path / "a.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    run = cx_audit("audit", "a.csv", "--group-by", "intent", "-f", "json", "-o", "table:t.txt", cwd=tmp_path)
    assert run.err == ""
    assert run.code == 1
    report = run.report
    ids = {answer["id"] for answer in report["answers"]}
    assert len(ids) == 4
    assert {"b", "long"} < ids
    reasons = {(skip["reason"], skip["count"], skip.get("answer_id")) for skip in report["skipped"]}
    assert reasons >= {("no words", 1, "party"), ("empty answer", 1, None), ("duplicate answer", 1, None)}
    assert "duplicate id" in {reason for reason, _, _ in reasons}
    (finding,) = (finding for finding in report["findings"] if finding["kind"] == "contradiction")
    assert {quote["id"] for position in finding["positions"] for quote in position["answers"]} == ids
    assert max(map(len, (tmp_path / "t.txt").read_text(encoding="utf-8").splitlines()[:-1])) <= 100
