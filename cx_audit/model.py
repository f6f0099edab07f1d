"""The words of the project as frozen data: no behaviour beyond what the data itself says.

Offsets are Python string offsets (code points). ``Answer.text`` is the channel's own text, markup and all;
every ``start``/``end`` in a report counts in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from cx_audit.travels import travels

__all__ = [
    "Answer",
    "Comparator",
    "Fact",
    "FactKind",
    "Finding",
    "FindingKind",
    "Markup",
    "Place",
    "Position",
    "Question",
    "Quote",
    "Report",
    "Severity",
    "Skipped",
    "Statement",
    "Status",
    "Summary",
]

_EMPTY: Mapping[str, Any] = MappingProxyType({})


class Markup(StrEnum):
    """How ``Answer.text`` is written."""

    PLAIN = "plain"
    HTML = "html"
    MARKDOWN = "markdown"


@travels
@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: ``line`` counts from 1, ``record`` is the vendor's own id."""

    path: str | None = None
    line: int | None = None
    url: str | None = None
    record: str | None = None


@travels
@dataclass(frozen=True, slots=True)
class Answer:
    """What one channel says to one question.

    ``audience`` is the channel's own word for whom it is; ``segments`` are those that a rule of the configuration gives
    it ("brand=nova"): see ``cx_audit.segments``.
    """

    id: str
    channel: str
    question: str
    text: str
    markup: Markup = Markup.PLAIN
    variants: tuple[str, ...] = ()
    locale: str | None = None
    audience: str | None = None
    agent: str | None = None
    intent: str | None = None
    authority: str | None = None
    updated: str | None = None
    uses: int | None = None
    place: Place = Place()
    metadata: Mapping[str, str] = field(default_factory=lambda: _EMPTY, hash=False)
    segments: tuple[str, ...] = ()
    asked: str | None = None
    """Of a reply that a live bot gave: the question that was put to it, the same for all its wordings and runs."""

    @property
    def telling(self) -> str:
        """What counts as one side of a comparison: the speaker, but each reply of a bot that was asked again."""
        return f"{self.speaker}\0{self.id}" if self.asked else self.speaker

    @property
    def speaker(self) -> str:
        """The channel, or the channel and the rep: two reps are two speakers."""
        return f"{self.channel}:{self.agent}" if self.agent else self.channel


@dataclass(frozen=True, slots=True)
class Skipped:
    """``count`` records of ``source`` that gave no answer, and why.

    ``reason`` is one of a small vocabulary, in plain words ("draft", "empty answer", ...); ``detail`` names
    the record. ``answer_id`` is set where an answer was read and then set aside.
    """

    source: str
    reason: str
    count: int = 1
    detail: str | None = None
    answer_id: str | None = None


class FactKind(StrEnum):
    """The kinds of fact that are read from a text."""

    DURATION = "duration"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    HOURS = "hours"
    WEEKDAYS = "weekdays"
    COUNT = "count"
    MEASURE = "measure"
    AGE = "age"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"


class Comparator(StrEnum):
    """How a value is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    MORE_THAN = "more_than"


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed, normalised value and the span of the text that says it.

    ``alternatives`` are the same words read otherwise, where the language leaves that open: "1.500 kg" in English.
    ``ahead``: a duration that is counted back from an event, "48 hours before pick-up".

    ``low``/``high`` are in ``unit`` and equal for a single value; ``items`` holds the members of a set
    (weekdays) or the one canonical form of a contact. ``text`` is as written, ``start``/``end`` count in the
    text that was searched.

    ========  ==============================================  ==========================================
    kind      unit                                            low, high, items
    ========  ==============================================  ==========================================
    duration  second, minute, hour, day, business_day,        amounts in that unit as said ("2 weeks" is
              week, month, year, unlimited                    2 week); facts.canonical() makes them equal
    money     ISO 4217, or the bare symbol ("$") where it     amount; free of charge is 0 with unit ""
              may be several
    percent   "%"                                             number
    date      "date"                                          items = ("2026-02-03",), ("--02-03",) without
                                                              a year, ("2026-02",) without a day, ("---05",)
                                                              for the 5th of each month
    hours     "minute_of_day"                                 0..2880; a single time has low == high; a
                                                              range over midnight has high > 1440
    weekdays  "weekday", "weekend"                            items = ("mon", "tue", ...), sorted by week, last
                                                              "holiday" for public holidays
    count     the noun counted, lower case, as written        number
    measure   CLDR unit: kilogram, inch, gigabyte, celsius    amounts in that unit; a size has its sides as
                                                              items, longest first: ("55", "40", "20")
    age       year, month                                     years (or months) of a person's age
    phone     "phone"                                         items = (E.164 or national digits,)
    email     "email"                                         items = (lower case,)
    url       "url"                                           items = (host and path, lower-case host,)
    ========  ==============================================  ==========================================
    """

    kind: FactKind
    start: int
    end: int
    text: str
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    items: tuple[str, ...] = ()
    comparator: Comparator = Comparator.EXACTLY
    per: str | None = None
    role: str | None = None
    alternatives: tuple[Fact, ...] = ()
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause of an answer; ``start``/``end`` count in the clean text."""

    text: str
    start: int
    end: int
    facts: tuple[Fact, ...] = ()
    scope: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A group of answers that one customer question would draw. ``confidence`` is 0..1."""

    id: str
    title: str
    answer_ids: tuple[str, ...]
    channels: tuple[str, ...]
    locales: tuple[str, ...]
    stage: str | None = None
    confidence: float = 1.0


class FindingKind(StrEnum):
    """What a finding says; worst first."""

    CONTRADICTION = "contradiction"
    POLICY = "policy"
    UNVERIFIED = "unverified"
    OMISSION = "omission"
    SCOPED = "scoped"
    GAP = "gap"
    STALE = "stale"


class Severity(StrEnum):
    """How bad it is for a customer to be told both."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Status(StrEnum):
    """Whether the finding was known."""

    NEW = "new"
    BASELINE = "baseline"
    SUPPRESSED = "suppressed"


_FACT_KINDS = frozenset(kind.value for kind in FactKind)


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of one answer.

    ``quote`` is the clean text; ``start``/``end`` its place in ``Answer.text``; ``marks`` are the spans inside
    ``quote`` that carry the disagreeing value.
    """

    answer_id: str
    quote: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One of the incompatible things said. ``value`` is canonical, ``display`` is for people."""

    value: str
    display: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A disagreement (or what else FindingKind names) within one question.

    ``reasons`` say, one short line each, why the severity is what it is.
    """

    id: str
    kind: FindingKind
    severity: Severity
    question_id: str
    message: str
    positions: tuple[Position, ...]
    role: str | None = None
    fact_kind: str | None = None
    confidence: float = 1.0
    status: Status = Status.NEW
    reasons: tuple[str, ...] = ()
    impact: Mapping[str, Any] = field(default_factory=lambda: _EMPTY, hash=False)
    policy: Mapping[str, Any] = field(default_factory=lambda: _EMPTY, hash=False)

    @property
    def by_value(self) -> bool:
        """Whether it rests on facts: a number, date, hour or contact."""
        return self.fact_kind in _FACT_KINDS


@dataclass(frozen=True, slots=True)
class Summary:
    """What was looked at, and what was not.

    ``questions`` = ``compared`` + ``not_compared``; a question is compared where two speakers answer it,
    or a bot that was asked again says something else.
    ``coverage`` counts, per channel, the questions that it answers.
    """

    answers: int
    questions: int
    compared: int
    not_compared: int
    findings: Mapping[str, int]
    coverage: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an audit; all that any format shows stands in it.

    ``metrics`` says which tables of metrics were joined, and which of their rows no question took; ``segments`` who
    is told what, where segments are declared.
    """

    tool_version: str
    settings: Mapping[str, Any]
    summary: Summary
    answers: tuple[Answer, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    metrics: Mapping[str, Any] = field(default_factory=lambda: _EMPTY, hash=False)
    segments: Mapping[str, Any] = field(default_factory=lambda: _EMPTY, hash=False)
