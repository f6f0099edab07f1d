"""The report as one self-contained page: no network, no fonts to fetch; it reads and prints without scripts.

The content policy in the page admits only this page's own style and script, by their hashes; every word that came
from outside is escaped by the template.

A page with many cards keeps their inner parts in ``noscript``: a browser that runs no scripts shows them as they
are, one that does takes them for text, so that thousands open at once, and lays them out when it has the time.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cx_audit.model import Report, Severity
from cx_audit.report.agreement import by_language, by_stage, coverage_by_stage, pairs_of_channels
from cx_audit.report.html_trend import trend_of
from cx_audit.report.html_view import View
from cx_audit.report.html_words import pairs, plain_name, spoken
from cx_audit.report.overview import agreed, coverage, coverage_line, percent
from cx_audit.report.safe import one_line
from cx_audit.report.who_is_told import matrix_rows

if TYPE_CHECKING:
    from cx_audit.ledger import Row

__all__ = ["render"]

_MANY = 200
_MOST_ROWS = 10
_MOST_SEGMENT_ROWS = 500
_SHADES = 5


def render(report: Report, *, history: Sequence[Row] = ()) -> str:
    """``report`` as an HTML page, in UTF-8 when written; ``history`` are the runs recorded before it, oldest first."""
    env = _environment()
    style, script = _source(env, "report.css"), _source(env, "report.js")
    view = View(report)
    parts = env.get_template(
        "report.html.j2"
    ).generate(
        report=report,
        view=view,
        many=len(view.cards) > _MANY,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        content_policy=_content_policy(style, script),
        headline=_headline(report),
        coverage_line=coverage_line(report, hint=""),
        agreed=agreed(report),
        coverage=coverage(report),
        overview=_overview(report),
        most_rows=_MOST_ROWS,
        trend=trend_of(report, history),
        severities=tuple(severity.value for severity in Severity),
        settings=pairs(report.settings),
        segments=[row for row in matrix_rows(report) if row.differs][:_MOST_SEGMENT_ROWS],
    )
    return "".join(parts)


def _overview(report: Report) -> dict[str, object]:
    """The tables of the overview, with names for people; those of others harmless."""
    return {
        "pairs": [((one_line(pair.first), one_line(pair.second)), pair.tally) for pair in pairs_of_channels(report)],
        "stages": [(plain_name(stage) or "No known stage", tally) for stage, tally in by_stage(report)],
        "languages": [(spoken(one) or "Not known", tally) for one, tally in by_language(report)],
        "heat": coverage_by_stage(report),
    }


def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("cx_audit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(line=one_line, percent=percent, plain_name=plain_name, shade=_shade)
    env.filters["count"] = lambda number: f"{number:,}"
    return env


def _shade(answered: int, questions: int) -> int:
    """How dark a cell of the heat map is: 0 for nothing, 1 to 5 for more and more of all."""
    return -(-_SHADES * answered // questions) if questions else 0


def _source(env: Environment, name: str) -> str:
    assert env.loader is not None
    return env.loader.get_source(env, name)[0].strip()


def _content_policy(style: str, script: str) -> str:
    """Nothing may load, and only this very style and script may act."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _headline(report: Report) -> str:
    fine, compared = agreed(report)
    if not compared:
        return "No question could be compared"
    questions = f"{compared:,} compared question{'' if compared == 1 else 's'}"
    if fine == compared:
        return f"No contradictions in {questions}"
    return f"Customers are told different things on {compared - fine:,} of {questions}"
