"""Where reports go, and in what shape."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from cli_kit import BY_INTENT, ROWS, Cli, Outcome, write_csv

from cx_audit.report import Format

COLOR = re.compile(r"\x1b\[")


class Terminal(io.TextIOWrapper):
    """A stdout that says it is a terminal."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding="utf-8")

    def isatty(self) -> bool:
        return True

    def read_back(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode("utf-8")


def test_several_reports_in_one_run(audit: Callable[..., Outcome]) -> None:
    outcome = audit("-f", "json", "-o", "html:r.html", "-o", "json:r.json", "-o", "r.csv", "-o", "table:r.txt")
    assert outcome.err == ""
    assert Path("r.json").read_text(encoding="utf-8") == outcome.out
    assert "<html" in Path("r.html").read_text(encoding="utf-8")
    assert pd.read_csv("r.csv")["position"].tolist() == [1, 2]
    assert Path("r.txt").read_text(encoding="utf-8").splitlines()[-1].startswith("1 contradiction")
    assert sorted(path.name for path in Path().glob("*r.*")) == ["r.csv", "r.html", "r.json", "r.txt"]


@pytest.mark.parametrize("format", Format)
def test_stdout_holds_the_payload_alone(audit: Callable[..., Outcome], format: Format) -> None:
    outcome = audit("-f", format.value, "-o", f"{format.value}:copy")
    assert outcome.err == ""
    assert outcome.raw.rstrip(b"\n") == Path("copy").read_bytes().rstrip(b"\n")


def test_a_report_can_be_written_over_and_keeps_its_mode(audit: Callable[..., Outcome]) -> None:
    old = Path("r.json")
    old.write_text("old", encoding="utf-8")
    old.chmod(0o600)
    audit("-o", "r.json")
    assert json.loads(old.read_text(encoding="utf-8"))["schema_version"] == "1"
    assert stat.S_IMODE(old.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_a_new_report_has_the_mode_that_the_user_gives_new_files(audit: Callable[..., Outcome]) -> None:
    before = os.umask(0o027)
    try:
        audit("-o", "r.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("r.json").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(audit: Callable[..., Outcome]) -> None:
    Path("there").mkdir()
    Path("r.json").symlink_to("there/r.json")
    audit("-o", "r.json")
    assert Path("r.json").is_symlink()
    assert Path("there/r.json").is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_stays_a_pipe(audit: Callable[..., Outcome]) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        audit("-o", "csv:pipe")
        assert os.read(reader, 1 << 16).decode("utf-8-sig").startswith('"finding_id"')
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def test_a_report_that_can_not_be_written_leaves_nothing_behind(
    audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cx_audit.cli.output.os.replace", full)
    before = sorted(Path().iterdir())
    outcome = audit("-o", "r.json", "--no-cache")
    assert outcome.code == 2
    assert outcome.err == "cx-audit: r.json: can't be written: No space left on device (name another file with -o)\n"
    assert {path.name for path in set(Path().iterdir()) - set(before)} <= {".cache"}


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        (["x.doc"], "-o x.doc: say FORMAT:PATH with one of table, json, csv, csv-findings, html"),
        (["json:"], "-o json:: say FORMAT:PATH"),
        (["pdf:x"], "-o pdf:x: say FORMAT:PATH"),
        (["json:none/x"], "-o json:none/x: there is no folder none (make it first)"),
        (["json:."], "-o json:.: . is a folder (name a file in it)"),
        (["json:x", "html:x"], "-o html:x: x is named twice"),
    ],
)
def test_a_bad_target_is_told_before_any_work(cli: Cli, targets: list[str], told: str) -> None:
    options = [part for target in targets for part in ("-o", target)]
    outcome = cli("audit", "not-even-there", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"cx-audit: {told}")
    assert outcome.err.count("\n") == 1


def test_no_color_in_a_pipe(audit: Callable[..., Outcome]) -> None:
    assert not COLOR.search(audit().out)


def test_force_color_colors_a_pipe(audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    plain = audit().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = audit().out
    assert COLOR.search(colored)
    assert re.sub(r"\x1b\[[\d;]*m", "", colored).split() == plain.replace("«", "").replace("»", "").split()


@pytest.mark.parametrize("forced", [True, False])
def test_no_color_wins(audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, forced: bool) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    if forced:
        monkeypatch.setenv("FORCE_COLOR", "1")
    assert not COLOR.search(audit().out)


def test_a_terminal_gets_color_and_its_own_width(
    audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "60")
    audit()
    shown = terminal.read_back()
    assert COLOR.search(shown)
    lines = re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines()
    assert max(map(len, lines[:-1])) <= 60


@pytest.mark.parametrize("format", [format for format in Format if format.binary])
def test_a_terminal_is_spared_binary_data(cli: Cli, monkeypatch: pytest.MonkeyPatch, format: Format) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    outcome = cli("audit", "not-even-there", "-f", format.value)
    assert (outcome.code, terminal.read_back()) == (2, "")
    assert f"use -o {format}:report.{format}" in outcome.err


def test_what_is_piped_is_utf_8_whatever_the_locale(
    audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(Path("answers.csv"), [row | {"answer": f"{row['answer']} Ừ, نعم 🎉"} for row in ROWS])
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    audit("-f", "json")
    assert "Ừ, نعم 🎉" in raw.getvalue().decode("utf-8")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_stream_is_no_crash(
    audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    monkeypatch.setattr(sys, stream, None)
    assert audit("-o", "r.json").code == 1
    assert Path("r.json").is_file()
    assert audit("--fail-on", "nonsense").code == 2


def test_the_csv_opens_in_pandas_and_holds_no_formulas(cli: Cli) -> None:
    evil = "=HYPERLINK(1)"
    rows = [row | {"id": f"{evil}{row['id']}", "agent": f"@{row['id']}"} for row in ROWS[:2]]
    write_csv(Path("evil.csv"), rows)
    outcome = cli("audit", "evil.csv", *BY_INTENT, "-f", "csv", "-o", "r.csv")
    table = pd.read_csv("r.csv", dtype=str, keep_default_na=False)
    assert len(table) == 2
    assert outcome.code == 1
    cells = [cell for column in table for cell in table[column]]
    assert any(evil in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_top_and_show_skips_change_the_table(cli: Cli) -> None:
    other = [row | {"id": f"{row['id']}x", "intent": "other"} for row in ROWS[:2]]
    write_csv(Path("two.csv"), [*ROWS, *other, ROWS[0] | {"id": "empty", "answer": "🎉"}])
    arguments = ("audit", "two.csv", *BY_INTENT)
    everything, short = cli(*arguments).out, cli(*arguments, "--top", "1").out
    assert everything.count("A  up to 14 days") == 2
    assert short.count("A  up to 14 days") == 1
    assert "And 1 contradiction more" in short
    assert "no words" not in everything
    assert "two.csv: no words: empty" in cli(*arguments, "--show-skips").out
