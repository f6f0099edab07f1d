"""The formats a report can be told in, and the one function that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from cx_audit.model import Report

if TYPE_CHECKING:
    from cx_audit.ledger import Row

__all__ = ["RENDERERS", "Format", "Options", "Renderer", "render"]


class Format(StrEnum):
    """How a report is told."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    CSV_FINDINGS = "csv-findings"
    HTML = "html"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"

    @property
    def binary(self) -> bool:
        """Whether it is told in bytes, not in text."""
        return self in (Format.XLSX, Format.PARQUET)


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader's screen can do and wants to see; a format heeds what concerns it.

    ``top`` is how many findings the table tells in full (0: all); ``show_skips`` adds what was not examined.
    ``fail_on`` is what the formats for CI show as a failure: "high", "medium", "low" or "never". ``before`` is an
    earlier report, for Markdown to tell what is new and what is gone since. ``history`` are the runs recorded before,
    oldest first, for the trend in HTML.
    """

    width: int = 100
    color: bool = False
    top: int = 20
    show_skips: bool = False
    fail_on: str = "low"
    before: Report | None = None
    history: Sequence[Row] = ()


class Renderer(Protocol):
    """What each format's function looks like."""

    def __call__(self, report: Report, options: Options) -> str | bytes:
        """The whole report, as text or, in a binary format, as bytes."""
        ...


def render(
    report: Report,
    format: Format,
    *,
    width: int = 100,
    color: bool = False,
    top: int = 20,
    show_skips: bool = False,
    fail_on: str = "low",
    before: Report | None = None,
    history: Sequence[Row] = (),
) -> str | bytes:
    """``report`` in ``format``: bytes if the format is ``binary``, else text; the options are those of ``Options``.

    The same report and options give the same text, on any machine, and the same bytes wherever the libraries behind
    a binary format are the same. The text holds no half characters, so it can be written as UTF-8.

    Raises:
        CxAuditError: the format can't hold so many rows.
    """
    options = Options(width, color, top, show_skips, fail_on, before, history)
    return RENDERERS[format](report, options)


# Each format is imported when it is asked for: rich, Jinja2 and pandas take longer to load than a small report to tell.
def _table(report: Report, options: Options) -> str:
    from cx_audit.report import table

    return table.render(
        report, width=options.width, color=options.color, top=options.top, show_skips=options.show_skips
    )


def _json(report: Report, options: Options) -> str:
    from cx_audit.report import json

    return json.render(report)


def _csv(report: Report, options: Options) -> str:
    from cx_audit.report import csv

    return csv.render(report)


def _csv_findings(report: Report, options: Options) -> str:
    from cx_audit.report import csv

    return csv.render_findings(report)


def _html(report: Report, options: Options) -> str:
    from cx_audit.report import html

    return html.render(report, history=options.history)


def _xlsx(report: Report, options: Options) -> bytes:
    from cx_audit.report import xlsx

    return xlsx.render(report)


def _parquet(report: Report, options: Options) -> bytes:
    from cx_audit.report import parquet

    return parquet.render(report)


def _junit(report: Report, options: Options) -> str:
    from cx_audit.report import junit

    return junit.render(report, fail_on=options.fail_on)


def _sarif(report: Report, options: Options) -> str:
    from cx_audit.report import sarif

    return sarif.render(report)


def _github(report: Report, options: Options) -> str:
    from cx_audit.report import github

    return github.render(report, fail_on=options.fail_on)


def _gitlab(report: Report, options: Options) -> str:
    from cx_audit.report import gitlab

    return gitlab.render(report)


def _markdown(report: Report, options: Options) -> str:
    from cx_audit.report import markdown

    return markdown.render(report, fail_on=options.fail_on, before=options.before)


RENDERERS: Mapping[Format, Renderer] = MappingProxyType(
    {
        Format.TABLE: _table,
        Format.JSON: _json,
        Format.CSV: _csv,
        Format.CSV_FINDINGS: _csv_findings,
        Format.HTML: _html,
        Format.XLSX: _xlsx,
        Format.PARQUET: _parquet,
        Format.JUNIT: _junit,
        Format.SARIF: _sarif,
        Format.GITHUB: _github,
        Format.GITLAB: _gitlab,
        Format.MARKDOWN: _markdown,
    }
)
"""The function behind each format."""
