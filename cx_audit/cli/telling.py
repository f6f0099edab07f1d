"""How a report is told: the options that all commands with a report share, checked before the work, obeyed after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.output import (
    Target,
    append_summary,
    check_printable,
    parse_targets,
    print_report,
    step_summary,
    write_report,
)
from cx_audit.errors import SourceError, UnsafeInput, UsageError
from cx_audit.model import Report
from cx_audit.report import Format

__all__ = [
    "CompareOption",
    "FormatOption",
    "OutputOption",
    "SkipsOption",
    "SummaryOption",
    "Telling",
    "TopOption",
    "read_report",
    "telling",
]

# Ten thousand questions take a tenth of it; to check a report takes several times its size in memory.
_MOST_BYTES = 500_000_000

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

    def tell(self, report: Report, fail_on: str) -> None:
        """Write every file, then print; ``fail_on`` is what the formats for CI show as a failure.

        Raises:
            UsageError: a file can't be written.
            CxAuditError: a format can't hold the report, or stdout fails.
        """
        for target in self.targets:
            write_report(report, target, fail_on=fail_on, before=self.before)
        if self.summary is not None:
            append_summary(report, self.summary, fail_on=fail_on, before=self.before)
        print_report(report, self.format, top=self.top, show_skips=self.show_skips, fail_on=fail_on, before=self.before)


def telling(
    format: Format,
    output: list[str] | None,
    *,
    compare: Path | None = None,
    summary: bool = False,
    top: int = 20,
    show_skips: bool = False,
) -> Telling:
    """Check all that was asked for, before the work begins that is to be told.

    Raises:
        UsageError: a target that can't be, binary data for a terminal, ``compare`` without Markdown to show it in.
        SourceError: ``compare`` is no report.
    """
    targets = tuple(parse_targets(output))
    check_printable(format)
    where = step_summary(summary)
    markdown = where is not None or Format.MARKDOWN in (format, *(target.format for target in targets))
    if compare is not None and not markdown:
        raise UsageError("--compare is told in Markdown only", remedy="add -o markdown:PATH, or leave it out")
    before = read_report(compare) if compare is not None else None
    return Telling(format, targets, where, before, top, show_skips)


def read_report(path: Path) -> Report:
    """A report that ``--format json`` or ``-o json:PATH`` wrote.

    Raises:
        SourceError: it can't be read, or is no report of this schema version.
        UnsafeInput: it is larger than any report should be.
    """
    from cx_audit.report import json

    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise UnsafeInput(f"is larger than {_MOST_BYTES // 1_000_000} MB", path=path, remedy="is it a report?")
        return json.load(data.decode("utf-8-sig"), path=path)
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8", path=path, remedy="name a report that -o json:PATH wrote") from error
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror}", path=path, remedy="name a saved JSON report") from error
