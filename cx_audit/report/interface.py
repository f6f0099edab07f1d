"""The formats a report can be told in, and the one function that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from cx_audit.model import Report

__all__ = ["RENDERERS", "Format", "Options", "Renderer", "render"]


class Format(StrEnum):
    """How a report is told; one module of this package each."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    XLSX = "xlsx"
    PARQUET = "parquet"

    @property
    def binary(self) -> bool:
        """Whether it is told in bytes, not in text."""
        return self in (Format.XLSX, Format.PARQUET)


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader's screen can do and wants to see; a format heeds what concerns it.

    ``top`` is how many findings the table tells in full (0: all); ``show_skips`` adds what was not examined.
    """

    width: int = 100
    color: bool = False
    top: int = 20
    show_skips: bool = False


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
) -> str | bytes:
    """``report`` in ``format``: bytes if the format is ``binary``, else text; the options are those of ``Options``.

    The same report and options give the same text, on any machine, and the same bytes wherever the libraries behind
    a binary format are the same. The text holds no half characters, so it can be written as UTF-8.

    Raises:
        CxAuditError: the format can't hold so many rows.
    """
    return RENDERERS[format](report, Options(width=width, color=color, top=top, show_skips=show_skips))


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


def _html(report: Report, options: Options) -> str:
    from cx_audit.report import html

    return html.render(report)


def _xlsx(report: Report, options: Options) -> bytes:
    from cx_audit.report import xlsx

    return xlsx.render(report)


def _parquet(report: Report, options: Options) -> bytes:
    from cx_audit.report import parquet

    return parquet.render(report)


RENDERERS: Mapping[Format, Renderer] = MappingProxyType(
    {
        Format.TABLE: _table,
        Format.JSON: _json,
        Format.CSV: _csv,
        Format.HTML: _html,
        Format.XLSX: _xlsx,
        Format.PARQUET: _parquet,
    }
)
"""The function behind each format."""
