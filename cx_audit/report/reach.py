"""What customers ask and who answers it: what nobody answers, what reps alone answer, each channel's reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cx_audit.model import Answer, FindingKind, Question, Report, Status
from cx_audit.report.agreement import Heat, coverage_by_stage

__all__ = ["JOURNEY", "Asked", "Reach", "SegmentGap", "SegmentReach", "reach", "to_document"]

JOURNEY = (
    "price_discount",
    "order",
    "payment",
    "delivery",
    "pickup",
    "exchange",
    "return",
    "refund",
    "warranty_repair",
    "support_hours_contact",
    "account_data",
    "gift_card_loyalty",
    "billing",
    "plan_renewal",
)
"""The stages of a shop's or a subscription's journey, from first purchase to renewal; those of trades follow."""

_REPS = "agent"
_OTHERS = frozenset({"chatbot", "faq", "macro", "knowledge"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with how often it was asked where metrics say so.

    ``id`` is None for what no answer was found for; ``channels`` are those that answer it. ``contacts`` and ``uses``
    are those of the tables, ``monthly`` the contacts of one month.
    """

    title: str
    id: str | None = None
    stage: str | None = None
    channels: tuple[str, ...] = ()
    contacts: float | None = None
    monthly: float | None = None
    uses: float | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentReach:
    """On how many questions a segment has an answer of its own, and on how many it has none at all."""

    dimension: str
    segment: str
    own: int
    nothing: int


@dataclass(frozen=True, slots=True)
class SegmentGap:
    """A question on which some are told something and others nothing."""

    question: Asked
    message: str


@dataclass(frozen=True, slots=True)
class Reach:
    """``unknown`` says in plain words what the audited sources can't tell.

    ``unanswered`` is None where no metrics were joined, ``unanswered_rows`` counts their rows; ``only_reps`` is None
    where no reps' replies were read. ``alone`` are questions that one channel answers.
    """

    heat: Heat
    unanswered: tuple[Asked, ...] | None
    unanswered_rows: int
    only_reps: tuple[Asked, ...] | None
    alone: tuple[Asked, ...]
    segments: tuple[SegmentReach, ...]
    gaps: tuple[SegmentGap, ...]
    unknown: tuple[str, ...]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _asked(question: Question, known: Mapping[str, Any]) -> Asked:
    told = known.get(question.id)
    figures = told if isinstance(told, Mapping) else {}
    return Asked(
        title=question.title,
        id=question.id,
        stage=question.stage,
        channels=question.channels,
        contacts=_number(figures.get("contacts")),
        monthly=_number(figures.get("contacts_a_month")),
        uses=_number(figures.get("uses")),
    )


def _often(asked: Asked) -> tuple[float, float, int, str, str]:
    """The most asked first; then along the journey."""
    place = JOURNEY.index(asked.stage) if asked.stage in JOURNEY else len(JOURNEY)
    return (-(asked.contacts or 0), -(asked.uses or 0), place, asked.title, asked.id or "")


def _unanswered(report: Report) -> tuple[Asked, ...] | None:
    if not report.metrics:
        return None
    found = (
        Asked(
            title=str(row.get("said", "")),
            contacts=_number(row.get("contacts")),
            uses=_number(row.get("uses")),
            source=f"{row.get('table', '')}:{row.get('line', '')}",
        )
        for row in _mappings(report.metrics.get("unmatched"))
    )
    return tuple(sorted(found, key=_often))


def _by_rep(answer: Answer) -> bool:
    """Whether a rep said it in a conversation; a macro's author is no rep who replies."""
    return answer.channel == _REPS or (answer.agent is not None and answer.channel not in _OTHERS)


def _segments(report: Report) -> Iterable[SegmentReach]:
    for dimension in _mappings(report.segments.get("dimensions")):
        for one in _mappings(dimension.get("segments")):
            own, nothing = _number(one.get("own")), _number(one.get("nothing"))
            yield SegmentReach(str(dimension.get("name")), str(one.get("name")), int(own or 0), int(nothing or 0))


def _unknown(report: Report) -> Iterable[str]:
    if not report.metrics:
        yield (
            "what customers ask and nobody answers, and how often a question is asked: no metrics were joined "
            "(metrics: in cx-audit.yml)"
        )
    if not any(map(_by_rep, report.answers)):
        yield "which questions only reps can answer: no replies of reps were read (exports of conversations)"
    if not report.segments:
        yield "who is told nothing: no segments are declared (segments: in cx-audit.yml)"
    silent = sum(question.stage is None for question in report.questions)
    if silent:
        yield f"the stage of {silent:,} of {len(report.questions):,} questions: their words don't say it"


def reach(report: Report) -> Reach:
    """What a report says of coverage; nothing is made up where metrics, replies of reps or segments are missing."""
    counted = report.metrics.get("questions") if report.metrics else None
    known: Mapping[str, Any] = counted if isinstance(counted, Mapping) else {}
    told = {question.id: _asked(question, known) for question in report.questions}
    alone = sorted((one for one in told.values() if len(one.channels) == 1), key=_often)
    replies = {answer.id for answer in report.answers if _by_rep(answer)}
    only = {question.id for question in report.questions if replies.issuperset(question.answer_ids)}
    lost = _number(report.metrics.get("unmatched_rows")) if report.metrics else None
    gaps = [
        SegmentGap(told[finding.question_id], finding.message)
        for finding in report.findings
        if finding.kind is FindingKind.GAP and finding.status is not Status.SUPPRESSED
    ]
    heat = coverage_by_stage(report)
    rows = sorted(heat.rows, key=lambda row: (_along(row.stage), row.stage or ""))
    return Reach(
        heat=Heat(heat.channels, tuple(rows), heat.total),
        unanswered=_unanswered(report),
        unanswered_rows=int(lost or 0),
        only_reps=tuple(sorted((told[id] for id in only), key=_often)) if replies else None,
        alone=tuple(alone),
        segments=tuple(_segments(report)),
        gaps=tuple(sorted(gaps, key=lambda gap: (_often(gap.question), gap.message))),
        unknown=tuple(_unknown(report)),
    )


def _along(stage: str | None) -> int:
    if stage is None:
        return len(JOURNEY) + 1
    return JOURNEY.index(stage) if stage in JOURNEY else len(JOURNEY)


def to_document(told: Reach) -> dict[str, Any]:
    """As plain data for JSON; null where it isn't known."""
    rows = [*told.heat.rows]
    stages = [
        {
            "stage": row.stage,
            "questions": row.questions,
            "one_channel": sum(one.stage == row.stage for one in told.alone),
            "channels": [
                _share(channel, answered, row.questions)
                for channel, answered in zip(told.heat.channels, row.answered, strict=True)
            ],
        }
        for row in rows
    ]
    total = told.heat.total
    return {
        "questions": total.questions,
        "channels": [
            _share(channel, answered, total.questions)
            for channel, answered in zip(told.heat.channels, total.answered, strict=True)
        ],
        "stages": stages,
        "unanswered": None if told.unanswered is None else [_plain(one) for one in told.unanswered],
        "unanswered_rows": None if told.unanswered is None else told.unanswered_rows,
        "only_reps": None if told.only_reps is None else [_plain(one) for one in told.only_reps],
        "one_channel": [_plain(one) for one in told.alone],
        "one_channel_by_channel": dict(sorted(Counter(one.channels[0] for one in told.alone).items())),
        "segments": [
            {"dimension": s.dimension, "segment": s.segment, "own": s.own, "nothing": s.nothing} for s in told.segments
        ],
        "gaps": [{**_plain(gap.question), "message": gap.message} for gap in told.gaps],
        "unknown": list(told.unknown),
    }


def _share(channel: str, answered: int, questions: int) -> dict[str, Any]:
    return {"channel": channel, "answered": answered, "share": round(answered / questions, 4) if questions else 0.0}


def _plain(one: Asked) -> dict[str, Any]:
    return {
        "question": one.title,
        "question_id": one.id,
        "stage": one.stage,
        "channels": list(one.channels),
        "contacts": one.contacts,
        "contacts_a_month": one.monthly,
        "uses": one.uses,
        "source": one.source,
    }
