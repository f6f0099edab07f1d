"""``cx-audit history``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_audit.cli.asked import ConfigOption
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import show
from cx_audit.cli.remember import history_path
from cx_audit.cli.run import read_config

if TYPE_CHECKING:
    from cx_audit.ledger import Row

__all__ = ["history_command"]

_COLUMNS = ("date", "questions", "compared", "high", "medium", "low", "known", "new", "fixed")


class HistoryFormat(StrEnum):
    """How the history is told."""

    TABLE = "table"
    JSON = "json"


def history_command(
    history: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The history; default `history:`, or cx-audit-history.sqlite3."),
    ] = None,
    format: Annotated[
        HistoryFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = HistoryFormat.TABLE,
    config: ConfigOption = None,
) -> int:
    """Show the recorded runs, one a line, the oldest first.

    Contradictions by severity; how many of them the baseline knows; new and fixed since the run before.

    Example: cx-audit history
    """
    from cx_audit.ledger import rows

    settings, base = read_config(config, ())
    found = rows(history_path(history, settings, base))
    if format is HistoryFormat.JSON:
        show(json.dumps([asdict(row) for row in found], indent=2))
    else:
        show(_table(found))
    return ExitCode.CLEAN


def _table(found: Sequence[Row]) -> str:
    told = [
        (r.at[:10], r.questions, r.compared, r.high, r.medium, r.low + r.info, r.known, r.new, r.fixed) for r in found
    ]
    cells = [["-" if cell is None else str(cell) for cell in row] for row in told]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *cells, strict=True)]
    lines = (_COLUMNS, *cells)
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in lines)
