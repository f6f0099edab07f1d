"""``cx-audit audit`` and ``cx-audit demo``."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import as_file
from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.asked import Asked, QuietOption, VerboseOption, asks
from cx_audit.cli.exits import exit_code
from cx_audit.cli.progress import progress
from cx_audit.cli.remember import only_new, recall
from cx_audit.cli.run import Request, examine, read_config
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
from cx_audit.resources import packaged

__all__ = ["BaselineOption", "FailOn", "audit_command", "demo_command"]


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NEVER = "never"


BaselineOption = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="The baseline; default `baseline:`, or cx-audit-baseline.jsonl if there is one."),
]
NewOnlyOption = Annotated[
    bool, typer.Option("--new-only", help="Tell only what neither the baseline nor a suppression knows.")
]
RecordOption = Annotated[bool, typer.Option("--record", help="Add this run to the history; see `cx-audit history`.")]


@asks
def audit_command(
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(case_sensitive=False, help="Exit with 1 for contradictions from this severity on; default low."),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    compare: CompareOption = None,
    step_summary: SummaryOption = False,
    baseline: BaselineOption = None,
    new_only: NewOnlyOption = False,
    record: RecordOption = False,
    top: TopOption = 20,
    show_skips: SkipsOption = False,
    *,
    asked: Asked,
) -> int:
    """Find every question where the channels disagree.

    Reads exports of bots and help desks, web pages, documents and tables; `cx-audit sources` shows what it makes of
    yours. Nothing leaves this machine.

    Example: cx-audit audit exports/ -o html:report.html
    """
    how = telling(format, output, compare, step_summary, top=top, show_skips=show_skips, whole=not new_only)
    settings, base = read_config(asked.config, asked.named)
    memory = recall(baseline, settings, base, record=record)
    report = memory.settle(examine(asked.request(), settings, base, asked.bar()))
    least = fail_on.value if fail_on else settings.fail_on
    how.tell(only_new(report) if new_only else report, least, memory.past())
    memory.record(report)
    return exit_code(report, least, exit_zero=exit_zero)


def demo_command(
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
    top: TopOption = 20,
    show_skips: SkipsOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> int:
    """Audit the sample company that comes with cx-audit.

    Tidewheel Coffee is made up: five channels, five languages, and contradictions planted among near misses. Always
    exits with 0.

    Example: cx-audit demo -o html:demo.html
    """
    how = telling(format, output, top=top, show_skips=show_skips)
    with as_file(packaged("samples")) as folder:
        config, base = read_config(folder / "cx-audit.yml", ())
        report = examine(Request(paths=(folder,), verbose=verbose), config, base, progress(quiet=quiet))
    how.tell(report, config.fail_on)
    return 0
