"""Binary reports reach files and pipes unchanged, and never a terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from report_samples import make_report

from cx_audit.cli.output import check_printable, parse_targets, print_report, write_report
from cx_audit.errors import UsageError
from cx_audit.report import Format, render

BINARY = [format for format in Format if format.binary]


class Stdout(io.TextIOWrapper):
    """A stdout that keeps what it got, and is a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        self.got = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.got, encoding="ascii", newline="\r\n")

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("format", BINARY)
@pytest.mark.parametrize("target", ["report.{}", "REPORT.{}", "{}:report", "{}:report.bin"])
def test_a_file_holds_the_bytes(format: Format, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (parsed,) = parse_targets([target.format(format)])
    write_report(make_report(), parsed)
    assert parsed.path.read_bytes() == render(make_report(), format)
    assert [path.name for path in tmp_path.iterdir()] == [parsed.path.name]


@pytest.mark.parametrize("format", BINARY)
def test_a_pipe_gets_the_bytes(format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Stdout(terminal=False)
    monkeypatch.setattr(sys, "stdout", pipe)
    print_report(make_report(), format, top=0, show_skips=False)
    assert pipe.got.getvalue() == render(make_report(), format)


@pytest.mark.parametrize("format", BINARY)
def test_a_terminal_gets_none(format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Stdout(terminal=True)
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(UsageError) as error:
        print_report(make_report(), format, top=0, show_skips=False)
    assert str(error.value) == f"-f {format} prints binary data: use -o {format}:report.{format}"
    assert terminal.got.getvalue() == b""


@pytest.mark.parametrize("format", Format)
def test_only_a_terminal_and_only_binary_formats_are_refused(format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    for stdout in (None, Stdout(terminal=False)):
        monkeypatch.setattr(sys, "stdout", stdout)
        check_printable(format)
    if not format.binary:
        monkeypatch.setattr(sys, "stdout", Stdout(terminal=True))
        check_printable(format)
