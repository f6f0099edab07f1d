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

    def __call__(self, report: Report, options: Options) -> str:
        """The whole report as text."""
        ...


def render(
    report: Report,
    format: Format,
    *,
    width: int = 100,
    color: bool = False,
    top: int = 20,
    show_skips: bool = False,
) -> str:
    """``report`` as text in ``format``; the same report and options give the same text, on any machine.

    The text holds no half characters, so it can be written as UTF-8. The options are those of ``Options``.
    """
    return RENDERERS[format](report, Options(width=width, color=color, top=top, show_skips=show_skips))


# Each format is imported when it is asked for: rich and Jinja2 take longer to load than a small report to tell.
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


RENDERERS: Mapping[Format, Renderer] = MappingProxyType(
    {Format.TABLE: _table, Format.JSON: _json, Format.CSV: _csv, Format.HTML: _html}
)
"""The function behind each format."""
