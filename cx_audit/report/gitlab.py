"""The report as GitLab's code quality report, for the widget and the diff of a merge request.

One entry per finding, at the likeliest place to mend; the description names the others. GitLab compares the reports of
both branches by fingerprint, which is the baseline's; so what a baseline knows stands in it too. What is
suppressed or rightly different by scope is left out, and so is a finding of which no file is known: GitLab needs one.
"""

from __future__ import annotations

import hashlib
from typing import Any

from cx_audit.model import Finding, FindingKind, Report, Severity, Status
from cx_audit.report.json import dump
from cx_audit.report.overview import NOUNS, worst_first
from cx_audit.report.places import Places, own_path, shortened
from cx_audit.report.safe import one_line
from cx_audit.report.sarif_rules import Rules

__all__ = ["render", "to_document"]

_TITLE, _MESSAGE, _MOST_OTHERS = 200, 1_000, 6
_SEVERITIES = {Severity.HIGH: "critical", Severity.MEDIUM: "major", Severity.LOW: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """``report`` as a JSON list."""
    return dump(to_document(report))


def to_document(report: Report) -> list[dict[str, Any]]:
    """``report`` as plain data."""
    places, rules = Places(report), Rules()
    entries = (
        _entry(finding, places, rules)
        for finding in worst_first(report.findings)
        if finding.status is not Status.SUPPRESSED and finding.kind is not FindingKind.SCOPED
    )
    return [entry for entry in entries if entry is not None]


def _entry(finding: Finding, places: Places, rules: Rules) -> dict[str, Any] | None:
    said = places.to_mend(finding)
    path = own_path(said[0].place) if said else None
    if path is None:
        return None
    others = [f"{one.who} ({one.where})" for one in said[1 : _MOST_OTHERS + 1]]
    more = len(said) - 1 - len(others)
    also = f" See also: {'; '.join(others)}{f'; and {more:,} more' if more else ''}." if others else ""
    title = shortened(places.title(finding), _TITLE)
    what = f"{NOUNS[finding.kind][0].capitalize()}: {title}: {shortened(one_line(finding.message), _MESSAGE)}."
    return {
        "description": f"{what}{also}",
        "check_name": f"cx-audit/{rules.of(finding).id}",
        "fingerprint": hashlib.sha256(places.fingerprint(finding).encode()).hexdigest()[:32],
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": one_line(path), "lines": {"begin": max(1, said[0].place.line or 1)}},
    }
