"""The report as one self-contained page: no network, no fonts to fetch; it reads and prints without scripts.

The content policy in the page admits only this page's own style and script, by their hashes; every word that came
from outside is escaped by the template.
"""

from __future__ import annotations

import base64
import hashlib

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cx_audit.model import Report, Severity
from cx_audit.report.html_view import View, pairs
from cx_audit.report.overview import agreed, agreement, coverage, coverage_line, percent
from cx_audit.report.safe import one_line

__all__ = ["render"]

_MOST_ROWS = 5_000
_MOST_PAIRS = 8


def render(report: Report) -> str:
    """``report`` as an HTML page, in UTF-8 when written."""
    env = Environment(
        loader=PackageLoader("cx_audit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(line=one_line, percent=percent)
    style, script = _source(env, "report.css"), _source(env, "report.js")
    template = env.get_template("report.html.j2")
    return template.render(
        report=report,
        view=View(report),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        content_policy=_content_policy(style, script),
        headline=_headline(report),
        coverage_line=coverage_line(report, hint=""),
        agreed=agreed(report),
        coverage=coverage(report),
        agreement=agreement(report)[:_MOST_PAIRS],
        severities=tuple(severity.value for severity in Severity),
        settings=pairs(report.settings),
        most_rows=_MOST_ROWS,
    )


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
