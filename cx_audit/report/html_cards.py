"""A finding as the page shows it: its positions side by side, their words marked, and the full answers behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from cx_audit.model import Answer, Finding, Question, Status
from cx_audit.report.html_words import LABELS, NO_WORDING, STATUSES, language_name, letter, pairs, plain_name, spoken
from cx_audit.report.impact import impact_parts
from cx_audit.report.marks import Marked, excerpt, marked_quotes
from cx_audit.report.overview import percent
from cx_audit.report.safe import block, language_tag, one_line, strip_controls, web_link
from cx_audit.report.stands import stand_words
from cx_audit.report.who import place_of
from cx_audit.text.clean import clean

__all__ = ["Card", "Cards", "FullAnswer", "Side", "Voice"]

_DAY = re.compile(r"^(\d{4}-\d\d-\d\d)[T ].*")
_QUOTE = 320
_FULL_ANSWER = 4_000
_MOST_QUOTES = 4
_MOST_FULL = 24
_POLICY = ("says", "source", "because", "backed", "departs")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it: the channel, the rep, the language, and where it stands."""

    channel: str
    agent: str
    audience: str
    language: str
    lang: str | None
    place: str
    record: str
    link: str | None
    updated: str


@dataclass(frozen=True, slots=True)
class Side:
    """One position of a card: the value, whether the policy backs it, who says it, with their words, and who else."""

    letter: str
    display: str
    stand: str
    channels: str
    said: tuple[tuple[Voice, Markup], ...]
    more: str


@dataclass(frozen=True, slots=True)
class FullAnswer:
    """An answer in full, without its markup, the quoted words set apart and what differs in them marked.

    ``quoted`` says that it stands on the card with its words already, and so its place too.
    """

    letter: str
    voice: Voice
    question: str
    text: Markup
    quoted: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it; ``channels`` and ``languages`` are the names that it is found by."""

    anchor: str
    kind: str
    label: str
    severity: str
    status: str
    status_label: str
    title: str
    message: str
    role: str
    stage: str
    sure: str
    sides: tuple[Side, ...]
    full: tuple[FullAnswer, ...]
    untold: int
    reasons: tuple[str, ...]
    impact: tuple[tuple[str, str], ...]
    policy: tuple[tuple[str, str], ...]
    channels: frozenset[str]
    languages: frozenset[str]


class Cards:
    """Makes the cards of a report; what an answer shows is worked out once, in however many findings it stands."""

    def __init__(self, answers: Iterable[Answer], questions: Iterable[Question]) -> None:
        self._answers = {answer.id: answer for answer in answers}
        self._questions = {question.id: question for question in questions}
        self._texts: dict[str, str] = {}
        self._voices: dict[str, Voice] = {}

    def card(self, finding: Finding, anchor: str) -> Card:
        """The card of ``finding``, called ``anchor`` within the page."""
        question = self._questions[finding.question_id]
        quotes = marked_quotes(finding)
        said_by = [self._answers[quote.answer_id] for position in finding.positions for quote in position.quotes]
        return Card(
            anchor=anchor,
            kind=finding.kind.value,
            label=LABELS[finding.kind],
            severity=finding.severity.value,
            status=finding.status.value,
            status_label="" if finding.status is Status.NEW else STATUSES[finding.status],
            title=one_line(question.title) or NO_WORDING,
            message=one_line(finding.message),
            role=plain_name(finding.role),
            stage=plain_name(question.stage),
            sure=f"{percent(finding.confidence)} sure" if finding.confidence < 1 else "",
            sides=tuple(self._side(finding, i, quotes[i]) for i in range(len(finding.positions))),
            full=tuple(self._full(finding, quotes)),
            untold=max(0, len(said_by) - _MOST_FULL),
            reasons=tuple(one_line(reason) for reason in finding.reasons),
            impact=impact_parts(finding),
            policy=_policy(finding.policy),
            channels=frozenset(answer.channel for answer in said_by),
            languages=frozenset(spoken(answer.locale) for answer in said_by) - {""},
        )

    def _side(self, finding: Finding, number: int, quotes: Sequence[Marked]) -> Side:
        position = finding.positions[number]
        voices = [self._voice(quote.answer_id) for quote in position.quotes]
        rest = Counter(voice.channel for voice in voices[_MOST_QUOTES:])
        each = ", ".join(f"{channel} {number:,}" for channel, number in sorted(rest.items()))
        return Side(
            letter=letter(number),
            display=one_line(position.display or position.value),
            stand=stand_words(finding, position),
            channels=", ".join(sorted({voice.channel for voice in voices})),
            said=tuple(
                (voice, _with_marks(excerpt(quote, _QUOTE)))
                for voice, quote in zip(voices[:_MOST_QUOTES], quotes, strict=False)
            ),
            more=f"and {rest.total():,} more: {each}" if rest else "",
        )

    def _full(self, finding: Finding, marked: Sequence[Sequence[Marked]]) -> Iterable[FullAnswer]:
        told = (
            (number, quote, words, place < _MOST_QUOTES)
            for number, position in enumerate(finding.positions)
            for place, (quote, words) in enumerate(zip(position.quotes, marked[number], strict=True))
        )
        for _, (number, quote, words, quoted) in zip(range(_MOST_FULL), told, strict=False):
            answer = self._answers[quote.answer_id]
            if answer.id not in self._texts:
                self._texts[answer.id] = clean(strip_controls(answer.text), answer.markup).text
            text = _around(self._texts[answer.id], quote.quote, words)
            yield FullAnswer(letter(number), self._voice(answer.id), one_line(answer.question), text, quoted)

    def _voice(self, answer_id: str) -> Voice:
        if answer_id not in self._voices:
            self._voices[answer_id] = _voice(self._answers[answer_id])
        return self._voices[answer_id]


def _policy(policy: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What it says first, then whatever else is known but for the ids of answers, which stand by their positions."""
    first = [(name, policy[name]) for name in _POLICY if name in policy]
    rest = {name: value for name, value in policy.items() if name not in (*_POLICY, "answers")}
    return (*(pair for name, value in first for pair in pairs({name: value})), *pairs(rest))


def _voice(answer: Answer) -> Voice:
    place, record = one_line(place_of(answer.place)), one_line(answer.place.record or "")
    return Voice(
        channel=one_line(answer.channel),
        agent=one_line(answer.agent or ""),
        audience=one_line(answer.audience or ""),
        language=language_name(answer.locale) if answer.locale else "",
        lang=language_tag(answer.locale),
        place=place,
        record="" if record == place else record,
        link=web_link(answer.place.url),
        updated=_DAY.sub(r"\1", one_line(answer.updated or "")),
    )


def _with_marks(marked: Marked) -> Markup:
    parts: list[str] = []
    for piece in marked.pieces():
        words = escape(piece.text)
        parts += ("<mark>", words, "</mark>") if piece.marked else (words,)
    return Markup("".join(parts))  # noqa: S704 - each part escaped, or our own mark


def _around(text: str, quote: str, marked: Marked) -> Markup:
    """``text`` with ``quote`` set apart, marked where it is told whole; cut around it where all is too long to show."""
    at = text.find(quote) if quote else -1
    start, end = (at, at + min(len(quote), _FULL_ANSWER)) if at >= 0 else (0, 0)
    room = max(0, _FULL_ANSWER - (end - start)) // 2
    spare = max(0, end + room - len(text))
    left, right = max(0, start - room - spare), min(len(text), end + room + max(0, room - start))
    before = ("… " if left else "") + _paragraphs(text[left:start])
    after = _paragraphs(text[end:right]) + (" …" if right < len(text) else "")
    if end == start:
        return escape(before + after)
    words = block(text[start:end])
    told = _with_marks(marked) if words == marked.text else escape(words)
    return Markup("".join((escape(before), "<b>", told, "</b>", escape(after))))  # noqa: S704 - escaped


def _paragraphs(text: str) -> str:
    """``text`` made harmless, the white space at its ends kept."""
    inner = block(text)
    if not inner:
        return " " if text else ""
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    return f"{_gap(lead)}{inner}{_gap(tail)}"


def _gap(space: str) -> str:
    return "\n" * min(2, space.count("\n")) or (" " if space else "")
