"""A report of any size, made from a number alone: what the time and the memory of the formats are measured on.

The same size gives the same report. It is made up of few words, but has the shape of a real one: two to six answers
a question in five channels and six languages, quotes of one sentence within answers of several, every kind of
finding. Its findings are not what an audit of its answers would say.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from cx_audit.model import (
    Answer,
    Finding,
    FindingKind,
    Markup,
    Place,
    Position,
    Question,
    Quote,
    Report,
    Severity,
    Skipped,
    Status,
    Summary,
)

__all__ = ["large_report"]

_CHANNELS = ("agent", "chatbot", "faq", "knowledge", "macro")
_STAGES = ("account_data", "billing", "delivery", "order", "payment", "return", "warranty_repair", None)
_ROLES = ("return_window", "refund_time", "delivery_time", "warranty_period", "cancellation_fee", None)
_SAYS = {
    "en": ("You have {} days from delivery to send it back.", "Our team checks every parcel as soon as it arrives."),
    "nl": ("Je hebt {} dagen na ontvangst om het terug te sturen.", "Ons team bekijkt elk pakket zodra het er is."),
    "es": ("Tienes {} días desde la entrega para devolverlo.", "Nuestro equipo revisa cada paquete en cuanto llega."),
    "ar": ("لديك {} يومًا من تاريخ الاستلام لإرجاع المنتج.", "يفحص فريقنا كل طرد فور وصوله إلى المستودع."),
    "ja": ("お届けから{}日以内に返品してください。", "届いた荷物はすべて担当者が確認します。"),
    "pl": ("Masz {} dni od dostawy na odesłanie.", "Nasz zespół sprawdza każdą paczkę zaraz po jej otrzymaniu."),
}
_LANGUAGES = tuple(_SAYS)
_DAYS = (7, 10, 14, 21, 28, 30, 45, 60)
_THINGS = ("a lamp", "shoes", "a gift card", "an e-bike", "a mattress", "coffee", "a jacket", "a phone")
_KINDS = (
    *[FindingKind.CONTRADICTION] * 6,
    *[FindingKind.UNVERIFIED] * 4,
    *[FindingKind.OMISSION] * 6,
    *[FindingKind.SCOPED] * 2,
    FindingKind.POLICY,
    FindingKind.GAP,
)


def large_report(questions: int, findings: int) -> Report:
    """A report of ``questions`` questions, on the first ``findings`` of which there is a finding each.

    Raises:
        ValueError: more findings than questions.
    """
    if findings > questions:
        raise ValueError(f"{findings} findings in {questions} questions")
    chance = random.Random(questions)
    answers: list[Answer] = []
    asked: list[Question] = []
    found: list[Finding] = []
    for number in range(questions):
        told = _answers(number, chance)
        answers += told
        asked.append(_question(number, told, chance))
        if number < findings:
            found.append(_finding(number, told, chance))
    kinds = Counter(finding.kind.value for finding in found if finding.status is not Status.SUPPRESSED)
    coverage = Counter(channel for question in asked for channel in question.channels)
    return Report(
        tool_version="0.0.0",
        settings={"languages": list(_LANGUAGES), "min_confidence": 0.35},
        summary=Summary(len(answers), questions, questions, 0, dict(kinds), dict(sorted(coverage.items()))),
        answers=tuple(sorted(answers, key=lambda answer: answer.id)),
        questions=tuple(asked),
        findings=tuple(found),
        skipped=tuple(Skipped(f"exports/{i:03}.json", "draft", 2) for i in range(100)),
    )


def _answers(number: int, chance: random.Random) -> list[Answer]:
    told = []
    for turn in range(chance.randint(2, 6)):
        channel, language = chance.choice(_CHANNELS), chance.choice(_LANGUAGES)
        says, filler = _SAYS[language]
        days = _DAYS[(number + turn) % len(_DAYS)]
        words = [filler] * chance.randint(1, 4)
        words.insert(chance.randrange(len(words) + 1), says.format(days))
        faq = channel == "faq"
        told.append(
            Answer(
                id=f"{channel}-{number:05}-{turn}",
                channel=channel,
                question=f"Can I return {_THINGS[number % len(_THINGS)]} ({number})?",
                text=" ".join(words),
                markup=Markup.PLAIN,
                locale=language,
                agent=f"Rep {number % 40}" if channel == "agent" else None,
                updated=f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
                place=Place(
                    path=f"exports/{channel}.json",
                    line=10 * number + turn,
                    url=f"https://shop.example/help/{number}" if faq else None,
                    record=None if faq else str(number),
                ),
            )
        )
    return told


def _question(number: int, told: Sequence[Answer], chance: random.Random) -> Question:
    return Question(
        id=f"q-{number:06}",
        title=told[0].question,
        answer_ids=tuple(answer.id for answer in told),
        channels=tuple(sorted({answer.channel for answer in told})),
        locales=tuple(sorted({answer.locale for answer in told if answer.locale})),
        stage=chance.choice(_STAGES),
        confidence=0.9,
    )


def _finding(number: int, told: Sequence[Answer], chance: random.Random) -> Finding:
    kind = chance.choice(_KINDS)
    middle = max(1, len(told) // 2)
    groups = () if kind is FindingKind.GAP else (told[:middle], told[middle:])
    displays = [f"{_DAYS[(number + turn) % len(_DAYS)]} days" for turn in (0, middle)]
    return Finding(
        id=f"f-{number:06}",
        kind=kind,
        severity=chance.choice(tuple(Severity)),
        question_id=f"q-{number:06}",
        message=f"Return window: {told[0].channel} says {displays[0]}; {told[-1].channel} says {displays[1]}",
        positions=tuple(
            Position(f"duration:{display}", display, tuple(_quote(answer) for answer in group))
            for display, group in zip(displays, groups, strict=False)
        ),
        role=chance.choice(_ROLES),
        fact_kind="duration",
        confidence=round(chance.uniform(0.35, 1), 3),
        status=chance.choices(tuple(Status), weights=(8, 1, 1))[0],
        reasons=("Return window counts as high (rules/roles/return.yml)",),
        policy={"source": "policy.yml", "says": displays[0]} if kind is FindingKind.POLICY else {},
    )


def _quote(answer: Answer) -> Quote:
    before, after = _SAYS[answer.locale or "en"][0].split("{}")
    start = answer.text.index(before)
    end = answer.text.index(after, start) + len(after)
    words = answer.text[start:end]
    return Quote(answer.id, words, start, end, ((len(before), len(words) - len(after)),))
