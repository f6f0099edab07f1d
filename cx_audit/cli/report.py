"""``cx-audit report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.audit import FailOn
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.files import read_report
from cx_audit.cli.telling import (
    CompareOption,
    FormatOption,
    OutputOption,
    SkipsOption,
    SummaryOption,
    TopOption,
    telling,
)
from cx_audit.report import Format

__all__ = ["report_command"]


def report_command(
    saved: Annotated[Path, typer.Argument(metavar="REPORT.json", help="What `audit -o json:REPORT.json` wrote.")],
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
    compare: CompareOption = None,
    step_summary: SummaryOption = False,
    fail_on: Annotated[
        FailOn, typer.Option(case_sensitive=False, help="What junit, github and markdown show as failing.")
    ] = FailOn.LOW,
    top: TopOption = 20,
    show_skips: SkipsOption = False,
) -> int:
    """Tell a saved report again, in any format.

    Reads no answers and needs no model. Exits with 0 once it is told, whatever it says.

    Example: cx-audit report report.json -o sarif:cx-audit.sarif -o csv:findings.csv
    """
    how = telling(format, output, compare, step_summary, top=top, show_skips=show_skips)
    how.tell(read_report(saved), fail_on.value)
    return ExitCode.CLEAN
