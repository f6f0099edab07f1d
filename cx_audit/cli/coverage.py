"""``cx-audit coverage``."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_audit.cli.asked import Grouping, asks
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.files import read_report
from cx_audit.cli.output import colored, show, terminal_width
from cx_audit.cli.run import examine, read_config

if TYPE_CHECKING:
    from cx_audit.model import Report

__all__ = ["coverage_command"]

_PIPE_WIDTH = 100
_HEAD = 4_000


class CoverageFormat(StrEnum):
    """How coverage is told."""

    TABLE = "table"
    JSON = "json"


ReportOrPaths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATHS]...|REPORT.json",
        help="Folders and files with answers (default `sources:` of cx-audit.yml), or a saved JSON report.",
    ),
]


@dataclass(frozen=True, slots=True)
class _Asked(Grouping):
    """A saved report, or what is to be audited first."""

    paths: ReportOrPaths = None


@asks
def coverage_command(
    format: Annotated[
        CoverageFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = CoverageFormat.TABLE,
    top: Annotated[int, typer.Option(min=0, metavar="N", help="Questions told in each part; 0 for all.")] = 20,
    *,
    asked: _Asked,
) -> int:
    """Show what customers ask and who answers it.

    What is asked and nobody answers (needs metrics), what only reps answer (needs their replies), what one channel
    alone answers, each channel's share of every stage, and who is told nothing (needs segments). A saved report is told
    in a second; paths are audited first. Exits with 0 whatever it shows.

    Example: cx-audit coverage report.json
    """
    from cx_audit.report.reach import reach, to_document
    from cx_audit.report.reach_table import render

    named = asked.named
    report = read_report(named[0]) if len(named) == 1 and _is_report(named[0]) else _audited(asked)
    told = reach(report)
    if format is CoverageFormat.JSON:
        show(json.dumps(to_document(told), ensure_ascii=False, indent=2))
    else:
        show(render(told, width=terminal_width() or _PIPE_WIDTH, color=colored(), top=top).rstrip("\n"))
    return ExitCode.CLEAN


def _audited(asked: Grouping) -> Report:
    settings, base = read_config(asked.config, asked.named)
    return examine(replace(asked.request(), outcomes=False), settings, base, asked.bar())


def _is_report(path: Path) -> bool:
    """Whether a file begins as our JSON report does; what else is wrong with it, reading it will say."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return b'"schema_version"' in head and b'"cx-audit"' in head
