"""Tables of the ``rules`` commands."""

from __future__ import annotations

import io
from collections.abc import Sequence

__all__ = ["counted", "table"]

# Wider than any path: rich would cut what a script wants whole.
_UNBOUNDED = 100_000
_NUMBERS = frozenset({"words", "entries", "roles", "examples"})


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 role", "2,000 roles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their columns, as wide as the terminal; what is in them can't steer it."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cx_audit.cli.output import terminal_width
    from cx_audit.report.safe import isolate, one_line

    told = Table(box=None, pad_edge=False)
    for name in columns:
        told.add_column(name, justify="right" if name in _NUMBERS else "left", overflow="fold")
    for row in rows:
        told.add_row(*(Text(isolate(one_line(cell))) for cell in row))
    file = io.StringIO()
    Console(file=file, width=terminal_width() or _UNBOUNDED, color_system=None, _environ={}).print(told)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())
