"""The trail of one finding as data: what was read, compared and weighed until it was told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cx_audit.model import Answer, Finding, Question

__all__ = ["Compared", "Model", "Outcome", "Reading", "Reason", "RuleUsed", "Said", "Told", "Trail"]

Spans = tuple[tuple[int, int], ...]


class Outcome(StrEnum):
    """What became of two statements that were set side by side."""

    TOLD = "told"
    """They are in this finding."""
    ELSEWHERE = "told_elsewhere"
    """Another finding tells them."""
    EQUAL = "equal"
    COMPATIBLE = "compatible"
    MISALIGNED = "of_another_matter"
    """The other answer says the same value too, of something else."""
    TOLERATED = "tolerated"
    """They differ by no more than what they are about allows."""
    DOUBTFUL = "under_the_threshold"
    APART = "not_compared"
    ASIDE = "set_aside"
    """They differ, but one answer says both values, or no customer is told both."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as it was read.

    ``canonical`` is what is compared, ``cue`` what of a rule named the role, ``holds`` for whom in words,
    ``alternatives`` what else the words can mean.
    """

    kind: str
    written: str
    display: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    items: tuple[str, ...]
    comparator: str
    per: str | None
    role: str | None
    cue: str | None
    scope: tuple[str, ...]
    holds: str
    alternatives: tuple[str, ...]
    canonical: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of one answer; ``marks`` are the spans in it that count, ``claim`` is what was made of it."""

    answer_id: str
    statement: str
    marks: Spans
    claim: str
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature of a model: ``contribution`` is ``value`` times ``weight``, in log-odds."""

    name: str
    words: str
    value: float
    weight: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Model:
    """What a logistic model made of a pair: ``bias`` and the contributions add up to the probability's log-odds.

    ``reasons`` are those that count at all, largest first; ``least`` is the probability from which it is told.
    """

    file: str
    bias: float
    reasons: tuple[Reason, ...]
    probability: float
    least: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Two statements set side by side: why, how they stand to each other, and what became of it."""

    left: Said
    right: Said
    relation: str
    why: tuple[str, ...]
    outcome: Outcome
    model: Model | None = None
    told_in: str | None = None


@dataclass(frozen=True, slots=True)
class RuleUsed:
    """A rule that had a part in it; ``file`` is the packaged one that holds it."""

    id: str
    file: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An answer of the question: its clean text, and the spans in it that the finding quotes and marks.

    ``position`` is what the finding says that it says; None for an answer that stands on no side.
    """

    answer: Answer
    text: str
    position: str | None
    quotes: Spans
    marks: Spans


@dataclass(frozen=True, slots=True)
class Trail:
    """All that led to one finding.

    ``together`` says why the answers are one question, ``severity`` why it weighs what it does. ``compared`` makes
    the finding, ``considered`` was seen and not told, ``unpaired`` found nothing to be compared with.
    """

    finding: Finding
    question: Question
    together: tuple[str, ...]
    answers: tuple[Told, ...]
    compared: tuple[Compared, ...]
    considered: tuple[Compared, ...]
    unpaired: tuple[Said, ...]
    rules: tuple[RuleUsed, ...]
    severity: tuple[str, ...]
