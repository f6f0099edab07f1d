"""A report as tables, for spreadsheets and notebooks: the same rows in the same order in every format that has rows.

The columns of each table stand as they are in a documented order; later versions may add some at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cx_audit.model import Answer, Finding, Position, Question, Report
from cx_audit.report.html_words import pairs
from cx_audit.report.impact import COLUMNS as IMPACT
from cx_audit.report.impact import impact_cells
from cx_audit.report.overview import coverage, coverage_line, worst_first
from cx_audit.report.stands import stand_of
from cx_audit.report.who import place_of
from cx_audit.report.who_is_told import matrix_rows

__all__ = ["FINDINGS", "POSITIONS", "QUESTIONS", "SEGMENTS", "SKIPPED", "SUMMARY", "Cell", "Table"]

Cell = str | int | float

_FINDING = ("finding_id", "kind", "severity", "role", "fact_kind", "question_id", "question", "stage")


@dataclass(frozen=True, slots=True)
class Table:
    """A name, its columns, those that hold numbers, and what makes its rows.

    The rows hold a cell for each column, numbers where a column holds them, else texts as others wrote them: not yet
    safe to show anywhere. What is not known is "".
    """

    name: str
    columns: tuple[str, ...]
    numbers: Mapping[str, type[int] | type[float]]
    rows_of: Callable[[Report], Iterator[tuple[Cell, ...]]]


def _positions(report: Report) -> Iterator[tuple[Cell, ...]]:
    answers = {answer.id: answer for answer in report.answers}
    for finding, question in _findings_told(report):
        own = _own(finding, question)
        last = (finding.confidence, finding.status.value, finding.message, *_policy(finding))
        for number, position in enumerate(finding.positions, start=1):
            yield (*own, number, *_said(position, answers), *last, stand_of(finding, position))
        if not finding.positions:
            yield (*own, 0, *_said(Position("", "", ()), answers), *last, "")


def _findings(report: Report) -> Iterator[tuple[Cell, ...]]:
    answers = {answer.id: answer for answer in report.answers}
    for finding, question in _findings_told(report):
        said_by = [answers[quote.answer_id] for position in finding.positions for quote in position.quotes]
        yield (
            *_own(finding, question),
            len(finding.positions),
            _joined(position.display or position.value for position in finding.positions),
            len(said_by),
            *_voices(said_by),
            _joined(dict.fromkeys(place_of(answer.place) for answer in said_by)),
            finding.confidence,
            finding.status.value,
            finding.message,
            _joined(finding.reasons),
            *_policy(finding),
            _listed(finding.policy.get("backed")),
            _listed(finding.policy.get("departs")),
            *impact_cells(finding),
        )


def _questions(report: Report) -> Iterator[tuple[Cell, ...]]:
    count = Counter(finding.question_id for finding in report.findings)
    worst: dict[str, Finding] = {}
    for finding in worst_first(report.findings):
        worst.setdefault(finding.question_id, finding)
    for question in report.questions:
        first = worst.get(question.id)
        yield (
            question.id,
            question.title,
            question.stage or "",
            _joined(question.channels),
            _joined(question.locales),
            len(question.answer_ids),
            count[question.id],
            first.kind.value if first else "",
            first.severity.value if first else "",
            question.confidence,
        )


def _segments(report: Report) -> Iterator[tuple[Cell, ...]]:
    for row in matrix_rows(report):
        for cell in row.cells:
            told = (cell.segment, cell.told, _joined(cell.values), _joined(cell.answers))
            yield (row.question_id, row.title, row.dimension, *told)


def _skipped(report: Report) -> Iterator[tuple[Cell, ...]]:
    for skip in report.skipped:
        yield (skip.source, skip.reason, skip.count, skip.detail or "", skip.answer_id or "")


def _summary(report: Report) -> Iterator[tuple[Cell, ...]]:
    summary = report.summary
    yield "result", "", coverage_line(report, hint="")
    yield "answers", "", summary.answers
    yield "questions", "", summary.questions
    yield "questions", "compared", summary.compared
    yield "questions", "not compared", summary.not_compared
    for kind in sorted(summary.findings):
        yield "findings", kind, summary.findings[kind]
    for row in coverage(report):
        yield "questions answered", row.channel, row.answered
    yield "tool", "cx-audit", report.tool_version
    for name, words in pairs(report.settings):
        yield "setting", name, words


def _findings_told(report: Report) -> Iterator[tuple[Finding, Question]]:
    questions = {question.id: question for question in report.questions}
    for finding in worst_first(report.findings):
        yield finding, questions[finding.question_id]


def _own(finding: Finding, question: Question) -> tuple[str, ...]:
    """The cells of ``_FINDING``."""
    return (
        finding.id,
        finding.kind.value,
        finding.severity.value,
        finding.role or "",
        finding.fact_kind or "",
        finding.question_id,
        question.title,
        question.stage or "",
    )


def _said(position: Position, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    said_by = [answers[quote.answer_id] for quote in position.quotes]
    return (
        position.value,
        position.display,
        *_voices(said_by),
        _joined(answer.id for answer in said_by),
        _joined(quote.quote for quote in position.quotes),
        _joined(place_of(answer.place) for answer in said_by),
    )


def _voices(said_by: Iterable[Answer]) -> tuple[str, str, str]:
    """Channels, agents and locales, each told once."""
    told = tuple(said_by)
    return (
        _joined(sorted({answer.channel for answer in told})),
        _joined(sorted({answer.agent for answer in told if answer.agent})),
        _joined(sorted({answer.locale for answer in told if answer.locale})),
    )


def _policy(finding: Finding) -> tuple[str, str]:
    """What the policy, or an authority, says of it, and where."""
    return str(finding.policy.get("says", "")), str(finding.policy.get("source", ""))


def _listed(names: object) -> str:
    return _joined(map(str, names)) if isinstance(names, list | tuple) else ""


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(parts)


POSITIONS = Table(
    "positions",
    (
        *_FINDING,
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
    ),
    {"position": int, "confidence": float},
    _positions,
)
"""One row per position of each finding; ``position`` is 0 where a finding has none.

``policy`` is what the policy, or an authority, says, and ``policy_stand`` whether it backs the position or not.
"""

FINDINGS = Table(
    "findings",
    (
        *_FINDING,
        "positions",
        "displays",
        "answers",
        "channels",
        "agents",
        "locales",
        "sources",
        "confidence",
        "status",
        "message",
        "reasons",
        "policy",
        "policy_source",
        "policy_backed",
        "policy_departs",
        *IMPACT,
    ),
    {"positions": int, "answers": int, "confidence": float, **dict.fromkeys(IMPACT, float)},
    _findings,
)
"""One row per finding; the last columns say what its question costs, and are empty where no metrics tell."""

QUESTIONS = Table(
    "questions",
    (
        "question_id",
        "question",
        "stage",
        "channels",
        "locales",
        "answers",
        "findings",
        "worst_kind",
        "worst_severity",
        "confidence",
    ),
    {"answers": int, "findings": int, "confidence": float},
    _questions,
)
"""One row per question, those without a finding too; ``confidence`` is how sure the grouping is."""

SEGMENTS = Table(
    "segments", ("question_id", "question", "dimension", "segment", "told", "display", "answer_ids"), {}, _segments
)
"""One row per question and segment, where segments are declared; ``told`` is own, general or nothing."""

SKIPPED = Table("skipped", ("source", "reason", "count", "detail", "answer_id"), {"count": int}, _skipped)
"""What was not examined, and why."""

SUMMARY = Table("summary", ("part", "name", "value"), {}, _summary)
"""What was looked at and with which settings; ``value`` is a count or words."""
