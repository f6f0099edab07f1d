"""The report as a tidy CSV: one row per position of each finding, for a spreadsheet or a notebook.

Columns, in this order, which stays as it is:

==================  ==========================================================================
finding_id          the finding; its rows stand together, the worst finding first
kind, severity      as in the JSON report
role, fact_kind     what the value is about ("return_window"), and what kind of value it is
question_id         the question
question, stage     its wording and its place in the customer's journey
position            1, 2, ... within the finding; 0 where a finding has no positions
value, display      the value said, canonical and for people
channels, agents    who says it, joined by " | "
locales             in which languages, joined by " | "
answer_ids          the answers that say it, joined by " | "
quotes              their words, joined by " | ", in the order of answer_ids
sources             where those stand, as path:line (or address, or record), in the same order
confidence, status  as in the JSON report
message             the finding in one sentence
policy              what the policy, or an authority, says of it
policy_source       where: "policy.yml:12", or "authority"
policy_stand        whether this position is "backed" by it, or "departs" from it
==================  ==========================================================================

UTF-8 with a byte order mark, so that Excel reads it right; "\\r\\n" line ends (RFC 4180). A cell that a
spreadsheet would take for a formula begins with an apostrophe; control codes are left out; a cell holds at most
what Excel's can (32,767 characters).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from cx_audit.model import Answer, Finding, Position, Question, Report
from cx_audit.report.overview import worst_first
from cx_audit.report.safe import cell
from cx_audit.report.stands import stand_of
from cx_audit.report.who import place_of

__all__ = ["COLUMNS", "render", "rows"]

COLUMNS = (
    "finding_id",
    "kind",
    "severity",
    "role",
    "fact_kind",
    "question_id",
    "question",
    "stage",
    "position",
    "value",
    "display",
    "channels",
    "agents",
    "locales",
    "answer_ids",
    "quotes",
    "sources",
    "confidence",
    "status",
    "message",
    "policy",
    "policy_source",
    "policy_stand",
)


def render(report: Report) -> str:
    """``report`` as CSV text, byte order mark first; a report without findings gives the header alone."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(map(cell, row) for row in rows(report))
    return f"\ufeff{out.getvalue()}"


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """The texts of each row in the order of ``COLUMNS``, as others wrote them: not yet safe to show anywhere."""
    answers = {answer.id: answer for answer in report.answers}
    questions = {question.id: question for question in report.questions}
    for finding in worst_first(report.findings):
        for row in _rows(finding, questions[finding.question_id], answers):
            yield tuple(row.get(column, "") for column in COLUMNS)


def _rows(finding: Finding, question: Question, answers: dict[str, Answer]) -> Iterator[dict[str, str]]:
    for number, position in enumerate(finding.positions or (None,), start=1 if finding.positions else 0):
        yield {
            "finding_id": finding.id,
            "kind": finding.kind.value,
            "severity": finding.severity.value,
            "role": finding.role or "",
            "fact_kind": finding.fact_kind or "",
            "question_id": finding.question_id,
            "question": question.title,
            "stage": question.stage or "",
            "position": str(number),
            "confidence": f"{finding.confidence:.6g}",
            "status": finding.status.value,
            "message": finding.message,
            "policy": str(finding.policy.get("says", "")),
            "policy_source": str(finding.policy.get("source", "")),
            "policy_stand": stand_of(finding, position) if position else "",
            **(_said(position, answers) if position else {}),
        }


def _said(position: Position, answers: dict[str, Answer]) -> dict[str, str]:
    said_by = [answers[quote.answer_id] for quote in position.quotes]
    return {
        "value": position.value,
        "display": position.display,
        "channels": _joined(sorted({answer.channel for answer in said_by})),
        "agents": _joined(sorted({answer.agent for answer in said_by if answer.agent})),
        "locales": _joined(sorted({answer.locale for answer in said_by if answer.locale})),
        "answer_ids": _joined(answer.id for answer in said_by),
        "quotes": _joined(quote.quote for quote in position.quotes),
        "sources": _joined(place_of(answer.place) for answer in said_by),
    }


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(parts)
