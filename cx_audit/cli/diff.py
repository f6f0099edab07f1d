"""``cx-audit diff``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.diff_words import as_json, as_markdown, as_text
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.files import read_whole_report
from cx_audit.cli.output import show

__all__ = ["diff_command"]


class DiffFormat(StrEnum):
    """How the changes are told."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


_TOLD = {DiffFormat.TEXT: as_text, DiffFormat.JSON: as_json, DiffFormat.MARKDOWN: as_markdown}


def diff_command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A saved JSON report.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one.")],
    format: Annotated[
        DiffFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = DiffFormat.TEXT,
) -> int:
    """Tell what is new, fixed and still there in a later report.

    Both are JSON reports that were saved.

    Always exits with 0: a baseline is what fails a run for what is new.

    Example: cx-audit diff main.json branch.json -f markdown
    """
    from cx_audit.ledger import changes

    show(_TOLD[format](changes(read_whole_report(old), read_whole_report(new))))
    return ExitCode.CLEAN
