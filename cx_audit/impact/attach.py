"""Each finding with what it touches, and the findings ranked by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cx_audit.impact.figures import figures
from cx_audit.impact.match import Embed, Match, match_rows
from cx_audit.impact.rows import Table
from cx_audit.impact.tally import Tally
from cx_audit.model import Finding, FindingKind, Report, Severity

__all__ = ["attach_impact", "weight"]

_WEIGHTS = {Severity.HIGH: 3, Severity.MEDIUM: 2, Severity.LOW: 1, Severity.INFO: 0}
_KINDS = list(FindingKind)
_SEVERITIES = list(Severity)
_OFTEN = ("contacts", "contacts_a_month", "uses")
_SHOWN = 20
_MOST_UNMATCHED = 1000
_DIGITS = 2


def weight(severity: Severity, sums: Tally | None, per_month: float | None) -> float | None:
    """What a finding is ranked by: contacts (a month, where that is known; else macro uses) times 3, 2, 1 or 0.

    None where no table says how often the question comes up.
    """
    if sums is None or not (sums.contact_rows or sums.use_rows):
        return None
    often = per_month if per_month is not None else sums.contacts if sums.contact_rows else sums.uses
    return round(often * _WEIGHTS[severity], _DIGITS)


def _sums(tables: Sequence[Table], matches: Sequence[Match]) -> tuple[dict[str, Tally], dict[str, float | None], Tally]:
    """The sums of each question, its contacts in a month, and the sums of all rows."""
    own: dict[str, Tally] = defaultdict(Tally)
    monthly: dict[str, float | None] = {}
    everything = Tally()
    months = {table.path: table.months for table in tables}
    for match in matches:
        everything.add(match.row.tally)
        home = match.question_id
        if home is None:
            continue
        own[home].add(match.row.tally)
        if match.row.tally.contact_rows:
            covered = months[match.row.table]
            before = monthly.get(home, 0.0)
            monthly[home] = before + match.row.tally.contacts / covered if covered and before is not None else None
    return own, monthly, everything


def _shown(match: Match) -> dict[str, Any]:
    row = match.row
    return {"table": row.table, "line": row.line, "said": row.label, "how": match.how, "score": match.score}


def _unanswered(matches: Sequence[Match]) -> list[dict[str, Any]]:
    """What customers ask and no question took, each name once, that of most contacts first."""
    found: dict[str, dict[str, Any]] = {}
    for match in matches:
        if match.question_id is None:
            row = match.row
            told = found.setdefault(row.label, _shown(match) | {"contacts": 0.0, "uses": 0.0, "rows": 0})
            told |= {
                "contacts": told["contacts"] + row.tally.contacts,
                "uses": told["uses"] + row.tally.uses,
                "rows": told["rows"] + 1,
            }
    return sorted(found.values(), key=lambda t: (-t["contacts"], -t["uses"], -t["rows"], t["said"]))


def _told(tables: Sequence[Table], matches: Sequence[Match]) -> dict[str, Any]:
    """What was read of the tables, and what of them no question took."""
    lost = _unanswered(matches)
    by_table = defaultdict(list)
    for match in matches:
        by_table[match.row.table].append(match.question_id is not None)
    return {
        "tables": [
            {
                "path": table.path,
                "rows": len(table.rows),
                "matched": sum(by_table[table.path]),
                "months": table.months,
                "broken": list(table.broken[:_SHOWN]),
                "broken_cells": len(table.broken),
            }
            for table in tables
        ],
        "unmatched": lost[:_MOST_UNMATCHED],
        "unmatched_rows": sum(row["rows"] for row in lost),
    }


def _counted(known: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """How often each question was asked, those without a finding too."""
    return {
        question_id: {name: told[name] for name in _OFTEN if name in told}
        for question_id, told in sorted(known.items())
    }


def _ranked(findings: Sequence[Finding], weights: Mapping[str, float | None]) -> list[Finding]:
    """Kinds stay apart; within one, those that touch most come first, then those of which nothing is known."""

    def place(finding: Finding) -> tuple[int, int, float, int, float, str]:
        known = weights[finding.id]
        return (
            _KINDS.index(finding.kind),
            int(known is None),
            -(known or 0.0),
            _SEVERITIES.index(finding.severity),
            -finding.confidence,
            finding.id,
        )

    return sorted(findings, key=place)


def attach_impact(report: Report, tables: Sequence[Table], embed: Embed | None = None) -> Report:
    """The report with each finding's ``impact``, ranked by it; what of the tables was not matched is in ``metrics``.

    Args:
        report: of an audit.
        tables: the metrics; none leave the report as it is.
        embed: vectors of questions, for rows that no name or wording matches.
    """
    if not tables:
        return report
    rows = [row for table in tables for row in table.rows]
    matches = match_rows(rows, report.answers, report.questions, embed)
    own, monthly, everything = _sums(tables, matches)
    taken: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.question_id is not None:
            taken[match.question_id].append(match)
    known: dict[str, dict[str, Any]] = {}
    for question_id, sums in own.items():
        told = figures(sums, everything.less(sums), monthly.get(question_id))
        shown = [_shown(match) for match in taken[question_id][:_SHOWN]]
        known[question_id] = told | {"matched": shown, "matched_rows": len(taken[question_id])}
    weights = {f.id: weight(f.severity, own.get(f.question_id), monthly.get(f.question_id)) for f in report.findings}
    ranked = _ranked(report.findings, weights)
    findings = []
    for rank, finding in enumerate(ranked, 1):
        of_question = known.get(finding.question_id)
        place = {"rank": rank, "weight": weights[finding.id]} if weights[finding.id] is not None else {}
        findings.append(replace(finding, impact=of_question | place) if of_question else finding)
    return replace(report, findings=tuple(findings), metrics=_told(tables, matches) | {"questions": _counted(known)})
