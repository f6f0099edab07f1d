"""The tables of ``metrics:``, read; what of them could not be is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.output import complain

if TYPE_CHECKING:
    from cx_audit.config import Config
    from cx_audit.impact import Table

__all__ = ["read_tables"]


def read_tables(config: Config, base: Path) -> list[Table]:
    """Each table of the configuration, whose paths start from ``base``; broken cells are counted on stderr.

    Raises:
        SourceError: one can't be read; ConfigError: its columns say too little.
    """
    from cx_audit.impact import find_layout, read_rows
    from cx_audit.sources.metrics import read_metrics

    tables = []
    for told in config.metrics:
        cells = read_metrics(base / told.path, told.path)
        table = read_rows(told.path, cells.rows, find_layout(cells.columns, told.path, told.columns), told.months)
        if table.broken:
            more = f" and {len(table.broken) - 1:,} more" if len(table.broken) > 1 else ""
            complain(f"metrics left out: {table.broken[0]}{more}")
        tables.append(table)
    return tables
