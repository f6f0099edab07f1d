"""What one answer says of one subject of the policy: it is backed by a line, or departs from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cx_audit.compare.view import AnswerView
from cx_audit.model import Finding, Question, Quote
from cx_audit.policy import Line

__all__ = ["Asked", "Hear", "Held"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answers, read."""

    question: Question
    views: Sequence[AnswerView]


Hear = Callable[[Sequence[Asked], Sequence[Finding]], None]
"""Is told all questions with their answers, and what was found."""


@dataclass(frozen=True, slots=True)
class Held:
    """An answer held against the policy.

    ``row`` is the answer's place among the views of its question. ``line`` is the one that it departs from or is backed
    by, ``rest`` what other lines it was held against. ``value`` is what it says, canonical, ``display`` for people.
    """

    row: int
    line: Line
    departs: bool
    value: str
    display: str
    quote: Quote
    confidence: float
    rest: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines it was held against."""
        return (self.line, *self.rest)
