"""What the page shows, worked out before the template draws it: cards, their sides, and what can be filtered on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup, escape

from cx_audit.model import Answer, Finding, FindingKind, Position, Report, Severity, Status
from cx_audit.report.marks import Marked, excerpt, marked_quotes
from cx_audit.report.overview import percent, worst_first
from cx_audit.report.safe import block, language_tag, one_line, strip_controls, web_link
from cx_audit.report.who import place_of
from cx_audit.text.clean import clean

__all__ = ["LABELS", "Card", "FullAnswer", "QuestionRow", "Side", "View", "Voice", "language_name", "pairs"]

LABELS = {
    FindingKind.CONTRADICTION: "Contradiction",
    FindingKind.POLICY: "Departs from policy",
    FindingKind.UNVERIFIED: "Unverified",
    FindingKind.OMISSION: "Omission",
    FindingKind.SCOPED: "Differs by scope",
    FindingKind.GAP: "Gap",
    FindingKind.STALE: "Stale",
}
"""What a kind is called on its card."""

_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_DAY = re.compile(r"^(\d{4}-\d\d-\d\d)[T ].*")
_QUOTE = 320
_FULL_ANSWER = 4_000
_MOST_QUOTES = 4
_MOST_FULL = 24


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it: the channel, the rep, the language, and where it stands."""

    channel: str
    agent: str
    audience: str
    language: str
    lang: str | None
    place: str
    link: str | None
    updated: str


@dataclass(frozen=True, slots=True)
class Side:
    """One position of a card: the value, some who say it with their words, and how many more do."""

    letter: str
    display: str
    said: tuple[tuple[Voice, Markup], ...]
    more: str


@dataclass(frozen=True, slots=True)
class FullAnswer:
    """An answer in full, without its markup, the quoted words set apart."""

    letter: str
    voice: Voice
    question: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it; ``channels`` and ``languages`` are places in the View's lists."""

    anchor: str
    kind: str
    label: str
    severity: str
    status: str
    title: str
    message: str
    about: tuple[str, ...]
    sides: tuple[Side, ...]
    full: tuple[FullAnswer, ...]
    untold: int
    impact: tuple[tuple[str, str], ...]
    policy: tuple[tuple[str, str], ...]
    channels: tuple[int, ...]
    languages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question and the worst that was found in it, if anything."""

    title: str
    stage: str
    channels: str
    languages: str
    findings: int
    worst: str
    first: str


class View:
    """A report prepared for the page; everything in it is plain text or escaped already."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._answers = {answer.id: answer for answer in report.answers}
        self._questions = {question.id: question for question in report.questions}
        self._texts: dict[str, str] = {}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order of their cards."""
        return worst_first(self._report.findings)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels that the reader can filter on."""
        return tuple(sorted({answer.channel for answer in self._report.answers}))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that the reader can filter on, regions aside, by their English names."""
        found = {_language(answer.locale) for answer in self._report.answers}
        return tuple(sorted(name for name in found if name))

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """A card for each finding, the worst first."""
        return tuple(self._card(finding) for finding in self.findings)

    @cached_property
    def _anchors(self) -> dict[str, str]:
        """What the cards are called within the page; an id from a file may be anything."""
        return {
            finding.id: (f"finding-{finding.id}" if _PLAIN_ID.fullmatch(finding.id) else f"finding.{number}")
            for number, finding in enumerate(self.findings, start=1)
        }

    @cached_property
    def told(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """For each kind that occurs, how many there are of each severity, those meant to be left aside."""
        counts = Counter((f.kind, f.severity) for f in self.findings if f.status is not Status.SUPPRESSED)
        rows = [(LABELS[kind], tuple(counts[kind, severity] for severity in Severity)) for kind in FindingKind]
        return tuple(row for row in rows if any(row[1]))

    @cached_property
    def kinds(self) -> tuple[tuple[str, str, int], ...]:
        """The kinds that occur, with their labels and numbers of cards."""
        counts = Counter(finding.kind for finding in self.findings)
        return tuple((kind.value, LABELS[kind], counts[kind]) for kind in FindingKind if counts[kind])

    @cached_property
    def question_rows(self) -> tuple[QuestionRow, ...]:
        """Every question, in the order of the report."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.question_id, []).append(finding)
        return tuple(
            QuestionRow(
                title=one_line(question.title),
                stage=one_line(question.stage or ""),
                channels=", ".join(one_line(channel) for channel in question.channels),
                languages=", ".join(language_name(locale) for locale in question.locales),
                findings=len(found.get(question.id, ())),
                worst=LABELS[found[question.id][0].kind] if question.id in found else "",
                first=self._anchors[found[question.id][0].id] if question.id in found else "",
            )
            for question in self._report.questions
        )

    def _card(self, finding: Finding) -> Card:
        question = self._questions[finding.question_id]
        quotes = marked_quotes(finding)
        said_by = [self._answers[quote.answer_id] for position in finding.positions for quote in position.quotes]
        sure = f"{percent(finding.confidence)} sure" if finding.confidence < 1 else ""
        role = one_line(finding.role or "").replace("_", " ")
        stage = f"stage: {one_line(question.stage.replace('_', ' '))}" if question.stage else ""
        return Card(
            anchor=self._anchors[finding.id],
            kind=finding.kind.value,
            label=LABELS[finding.kind],
            severity=finding.severity.value,
            status=finding.status.value,
            title=one_line(question.title),
            message=one_line(finding.message),
            about=tuple(part for part in (role, stage, sure) if part),
            sides=tuple(self._side(letter(i), position, quotes[i]) for i, position in enumerate(finding.positions)),
            full=tuple(self._full(finding))[:_MOST_FULL],
            untold=max(0, len(said_by) - _MOST_FULL),
            impact=pairs(finding.impact),
            policy=pairs(finding.policy),
            channels=_places(self.channels, (answer.channel for answer in said_by)),
            languages=_places(self.languages, (_language(answer.locale) for answer in said_by)),
        )

    def _side(self, letter: str, position: Position, quotes: Sequence[Marked]) -> Side:
        voices = [_voice(self._answers[quote.answer_id]) for quote in position.quotes]
        rest = Counter(voice.channel for voice in voices[_MOST_QUOTES:])
        each = ", ".join(f"{channel} {number:,}" for channel, number in sorted(rest.items()))
        return Side(
            letter=letter,
            display=one_line(position.display or position.value),
            said=tuple(
                (voice, _with_marks(excerpt(quote, _QUOTE)))
                for voice, quote in zip(voices[:_MOST_QUOTES], quotes, strict=False)
            ),
            more=f"and {rest.total():,} more: {each}" if rest else "",
        )

    def _full(self, finding: Finding) -> Iterable[FullAnswer]:
        for number, position in enumerate(finding.positions):
            for quote in position.quotes:
                answer = self._answers[quote.answer_id]
                if answer.id not in self._texts:
                    self._texts[answer.id] = clean(strip_controls(answer.text), answer.markup).text
                text = _around(self._texts[answer.id], quote.quote)
                yield FullAnswer(letter(number), _voice(answer), one_line(answer.question), text)


def letter(number: int) -> str:
    """A, B, ... Z, then 27, 28, ..."""
    return ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)


@cache
def language_name(locale: str) -> str:
    """The English name of "nl-BE", "Dutch (Belgium)"; the tag itself where it names no known language."""
    from babel import Locale, UnknownLocaleError

    tag = language_tag(locale)
    if tag is None:
        return one_line(locale)
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (ValueError, UnknownLocaleError):
        return tag


def pairs(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """``values`` as names and words for a list, in order of their names."""
    shown = []
    for key in sorted(values, key=str):
        value = values[key]
        if isinstance(value, bool):
            words = "yes" if value else "no"
        elif isinstance(value, int | float):
            words = f"{value:,}"
        elif isinstance(value, Iterable) and not isinstance(value, str):
            words = ", ".join(str(item) for item in value)
        else:
            words = "" if value is None else str(value)
        if words:
            shown.append((one_line(str(key)).replace("_", " "), one_line(words)))
    return tuple(shown)


def _voice(answer: Answer) -> Voice:
    return Voice(
        channel=one_line(answer.channel),
        agent=one_line(answer.agent or ""),
        audience=one_line(answer.audience or ""),
        language=language_name(answer.locale) if answer.locale else "",
        lang=language_tag(answer.locale),
        place=one_line(place_of(answer.place)),
        link=web_link(answer.place.url),
        updated=_DAY.sub(r"\1", one_line(answer.updated or "")),
    )


def _language(locale: str | None) -> str:
    tag = language_tag(locale)
    return language_name(tag.split("-")[0]) if tag else one_line(locale or "")


def _places(names: Sequence[str], wanted: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({names.index(name) for name in set(wanted) if name in names}))


def _with_marks(marked: Marked) -> Markup:
    parts = (Markup("<mark>{}</mark>").format(p.text) if p.marked else escape(p.text) for p in marked.pieces())
    return Markup("").join(parts)


def _around(text: str, quote: str) -> Markup:
    """``text`` with ``quote`` set apart; cut around it where the whole is too long to show."""
    at = text.find(quote) if quote else -1
    start, end = (at, at + min(len(quote), _FULL_ANSWER)) if at >= 0 else (0, 0)
    room = max(0, _FULL_ANSWER - (end - start)) // 2
    spare = max(0, end + room - len(text))
    left, right = max(0, start - room - spare), min(len(text), end + room + max(0, room - start))
    before = ("… " if left else "") + _paragraphs(text[left:start])
    after = _paragraphs(text[end:right]) + (" …" if right < len(text) else "")
    told = Markup("<b>{}</b>").format(block(text[start:end])) if end > start else Markup("")
    return escape(before) + told + escape(after)


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
