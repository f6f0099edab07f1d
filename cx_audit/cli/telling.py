"""How a report is told: the options that all commands with a report share, checked before the work, obeyed after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_audit.cli.files import read_whole_report
from cx_audit.cli.output import (
    Target,
    append_summary,
    check_printable,
    parse_targets,
    print_report,
    step_summary,
    write_report,
)
from cx_audit.errors import UsageError
from cx_audit.model import Report
from cx_audit.report import Format

if TYPE_CHECKING:
    from cx_audit.ledger import Row

__all__ = [
    "CompareOption",
    "FormatOption",
    "OutputOption",
    "SkipsOption",
    "SummaryOption",
    "Telling",
    "TopOption",
    "telling",
]

FormatOption = Annotated[Format, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")]
OutputOption = Annotated[
    list[str] | None,
    typer.Option("--output", "-o", metavar="FORMAT:PATH", help="Write a report to a file as well; repeatable."),
]
CompareOption = Annotated[
    Path | None,
    typer.Option(metavar="OLD.json", help="In Markdown, tell what is new, fixed and still there since this report."),
]
SummaryOption = Annotated[
    bool, typer.Option("--step-summary", help="In GitHub Actions: add the Markdown to the summary of the job.")
]
TopOption = Annotated[
    int, typer.Option(min=0, metavar="N", help="How many findings the table tells in full; 0 for all.")
]
SkipsOption = Annotated[bool, typer.Option("--show-skips", help="Also list what was not examined, and why.")]


@dataclass(frozen=True, slots=True)
class Telling:
    """What to print, which files to write, and what to compare with."""

    format: Format
    targets: tuple[Target, ...]
    summary: Path | None
    before: Report | None
    top: int
    show_skips: bool

    def tell(self, report: Report, fail_on: str, history: Sequence[Row] = ()) -> None:
        """Write every file, then print; ``fail_on`` is what the formats for CI show as a failure.

        ``history`` are the runs recorded before this one, for the trend.

        Raises:
            UsageError: a file can't be written.
            CxAuditError: a format can't hold the report, or stdout fails.
        """
        for target in self.targets:
            write_report(report, target, fail_on=fail_on, before=self.before, history=history)
        if self.summary is not None:
            append_summary(report, self.summary, fail_on=fail_on, before=self.before)
        print_report(
            report,
            self.format,
            top=self.top,
            show_skips=self.show_skips,
            fail_on=fail_on,
            before=self.before,
            history=history,
        )


def telling(
    format: Format,
    output: list[str] | None,
    compare: Path | None = None,
    summary: bool = False,
    *,
    top: int = 20,
    show_skips: bool = False,
    whole: bool = True,
) -> Telling:
    """Check all that was asked for, before the work begins that is to be told.

    ``whole`` says that what will be told holds all findings, the known ones too.

    Raises:
        UsageError: a target that can't be, binary data for a terminal; ``compare`` without Markdown to show it in, or
            for a part of the findings.
        SourceError: ``compare`` is no report, or holds a part of the findings only.
    """
    targets = tuple(parse_targets(output))
    check_printable(format)
    where = step_summary(summary)
    markdown = where is not None or Format.MARKDOWN in (format, *(target.format for target in targets))
    if compare is not None and not markdown:
        raise UsageError("--compare is told in Markdown only", remedy="add -o markdown:PATH, or leave it out")
    if compare is not None and not whole:
        raise UsageError("--compare with --new-only: what is known would seem fixed", remedy="leave out one of them")
    before = read_whole_report(compare) if compare is not None else None
    return Telling(format, targets, where, before, top, show_skips)
