"""Every format can be asked for, costs its import only then, and depends on nothing but the report."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from report_samples import ESCAPE, make_report

from cx_audit.model import Report
from cx_audit.report import Format, render
from cx_audit.report.interface import RENDERERS

EMPTY = make_report((), answers=(), questions=(), skipped=(), settings={})
TEXTS = [format for format in Format if not format.binary]


def test_every_format_has_a_renderer_and_every_renderer_a_format() -> None:
    assert set(RENDERERS) == set(Format)


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("report", [make_report(), EMPTY], ids=["sample", "empty"])
def test_every_format_tells_any_report_twice_the_same(format: Format, report: Report) -> None:
    told = render(report, format)
    assert told == render(report, format)
    assert isinstance(told, bytes) == format.binary
    if isinstance(told, str):
        assert told.endswith("\n")
        told.encode()


@pytest.mark.parametrize("format", TEXTS)
def test_no_text_lets_a_control_code_through(format: Format) -> None:
    told = render(make_report(), format, show_skips=True)
    assert isinstance(told, str)
    told = told.removeprefix("\ufeff")
    assert not re.findall(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", told)
    assert ESCAPE not in told


@pytest.mark.parametrize("format", Format)
def test_the_environment_changes_nothing(format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain, colored = render(make_report(), format), render(make_report(), format, color=True)
    for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "LANG": "C"}.items():
        monkeypatch.setenv(name, value)
    assert render(make_report(), format) == plain
    assert render(make_report(), format, color=True) == colored


def test_what_a_format_needs_is_imported_when_it_is_asked_for() -> None:
    code = (
        "import sys, cx_audit.report; "
        "heavy = {'rich', 'jinja2', 'pydantic', 'rapidfuzz', 'babel', 'pandas', 'openpyxl', 'pyarrow'}; "
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
