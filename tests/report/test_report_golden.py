"""Whole reports, byte for byte: a change that nobody meant shows in the diff of tests/golden/."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_samples import make_report

from cx_audit.report import Format, render

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
NAMES = {
    Format.TABLE: "txt",
    Format.JSON: "json",
    Format.CSV: "csv",
    Format.CSV_FINDINGS: "findings.csv",
    Format.HTML: "html",
    Format.JUNIT: "junit.xml",
    Format.SARIF: "sarif",
    Format.GITHUB: "github.txt",
    Format.GITLAB: "gitlab.json",
    Format.MARKDOWN: "md",
}


def test_every_text_has_a_golden_file() -> None:
    """Bytes of the binary formats change with each version of pyarrow: their own tests compare what they hold."""
    assert set(NAMES) == {format for format in Format if not format.binary}


@pytest.mark.parametrize("format", NAMES)
def test_a_report_is_told_byte_for_byte_as_before(format: Format, update_golden: bool) -> None:
    told = render(make_report(), format, width=80, show_skips=True)
    assert isinstance(told, str)
    golden = GOLDEN / f"report.{NAMES[format]}"
    if update_golden:
        golden.write_bytes(told.encode())
    assert golden.read_bytes() == told.encode(), (
        "look at what changed; UPDATE_GOLDEN=1 pytest tests/report writes it anew"
    )
