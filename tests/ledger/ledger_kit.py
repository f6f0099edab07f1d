"""Reports on paper: who says what to which question, and nothing else that could make a finding known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cx_audit.ledger import Entry, create
from cx_audit.model import (
    Answer,
    Finding,
    FindingKind,
    Place,
    Position,
    Question,
    Quote,
    Report,
    Severity,
    Summary,
)

TODAY = date(2026, 3, 4)
RETURNS = "How long do I have to return something?"


@dataclass(frozen=True)
class Said:
    """One answer and the value it says."""

    value: str
    channel: str
    question: str = RETURNS
    locale: str = "en"
    agent: str | None = None
    words: str = "You have {value}."


@dataclass(frozen=True)
class Dispute:
    """One finding."""

    said: tuple[Said, ...]
    kind: FindingKind = FindingKind.CONTRADICTION
    severity: Severity = Severity.HIGH
    role: str | None = "return_window"
    title: str = RETURNS


def dispute(*said: Said, **more: object) -> Dispute:
    return replace(Dispute(said), **more)  # type: ignore[arg-type]


# The FAQ says 30 days, the chatbot 14.
FAQ, BOT = Said("day:30", "faq"), Said("day:14", "chatbot", "return window")
WINDOW = dispute(FAQ, BOT)
# Another matter altogether.
FEE = dispute(
    Said("money:EUR:5", "macro", "Fees::Return"), Said("money:EUR:0", "faq", "What does it cost?"), role="return_fee"
)


def make_report(*disputes: Dispute, row: int = 1, folder: str = "exports") -> Report:
    """A report of these findings, in this order; ids are the numbers of rows, from ``row`` on."""
    answers: list[Answer] = []
    questions: list[Question] = []
    findings: list[Finding] = []
    for one in disputes:
        own = [_answer(said, row + len(answers) + number, folder) for number, said in enumerate(one.said)]
        answers += own
        question_id = f"q-{own[0].id}"
        questions.append(
            Question(question_id, one.title, tuple(a.id for a in own), tuple(sorted({a.channel for a in own})), ())
        )
        positions = _positions(one.said, own)
        content = repr((one.kind, [(p.value, [q.answer_id for q in p.quotes]) for p in positions]))
        findings.append(
            Finding(
                id=f"f-{hashlib.sha256(content.encode()).hexdigest()[:12]}",
                kind=one.kind,
                severity=one.severity,
                question_id=question_id,
                message="; ".join(f"{said.channel}: {said.value}" for said in one.said),
                positions=positions,
                role=one.role,
            )
        )
    summary = Summary(len(answers), len(questions), len(questions), 0, _counts(findings), {})
    return Report("0", {}, summary, tuple(answers), tuple(questions), tuple(findings), ())


def entries(*disputes: Dispute, day: date = TODAY) -> tuple[Entry, ...]:
    """A baseline of these findings."""
    return create(make_report(*disputes), day)


def _answer(said: Said, row: int, folder: str) -> Answer:
    text = said.words.format(value=said.value)
    place = Place(path=f"{folder}/{said.channel}.csv", line=row)
    return Answer(str(row), said.channel, said.question, text, locale=said.locale, agent=said.agent, place=place)


def _positions(said: Sequence[Said], answers: Sequence[Answer]) -> tuple[Position, ...]:
    values = dict.fromkeys(one.value for one in said)
    return tuple(
        Position(
            value,
            value,
            tuple(
                Quote(answer.id, answer.text, 0, len(answer.text))
                for one, answer in zip(said, answers, strict=True)
                if one.value == value
            ),
        )
        for value in values
    )


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.kind.value] = counts.get(finding.kind.value, 0) + 1
    return counts
