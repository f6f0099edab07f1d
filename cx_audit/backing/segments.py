"""Which lines of a policy hold for a value: those for its customers, and never one for others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from cx_audit.compare.scope import Meeting
from cx_audit.compare.scope_algebra import limits_of, meet, special
from cx_audit.compare.scope_audience import audience_scope, audiences
from cx_audit.compare.scope_pack import dimensions, forgotten
from cx_audit.compare.scope_reading import scope_of_text
from cx_audit.model import Answer
from cx_audit.policy import Line, Subject

__all__ = ["Holding", "holding", "only_by_column", "segment_scope"]

_SPOKEN_OF = ("goods", "option", "person", "price", "trade")
"""What a key can be named after: gift cards, express delivery, students."""


@forgotten
@lru_cache(maxsize=10_000)
def segment_scope(segment: str | None, language: str) -> frozenset[str]:
    """What a segment limits a line to: "EU" is ``region=EU``; what no rule knows is a name of the audience column."""
    return audience_scope(_named(segment), language) if segment else frozenset()


@forgotten
@cache
def _meant(subject: Subject) -> frozenset[str]:
    """What a subject speaks of by its name: ``gift_card_validity`` of gift cards, ``student_discount`` of students."""
    words = subject.key.split("_")
    said = {*words, *("".join(pair) for pair in pairwise(words))}
    named = {f"{name}={value}" for name in _SPOKEN_OF for value in said.intersection(dimensions()[name].values)}
    titled = scope_of_text(subject.title, "en")
    return frozenset(named | {entry for entry in titled if entry.partition("=")[0] in _SPOKEN_OF})


def _named(segment: str) -> Answer:
    return Answer(id="", channel="", question="", text="", audience=segment)


class Holding:
    """The lines that a value may be held against; ``sure`` says whether a difference from them all means anything."""

    __slots__ = ("lines", "sure")

    def __init__(self, lines: Sequence[Line], *, sure: bool) -> None:
        self.lines, self.sure = tuple(lines), sure


def _known_for(line: Line, answer: Answer) -> bool:
    """Whether the audience column leaves open that the line is for the answer's customers."""
    told, meant = audiences(answer), audiences(_named(line.segment)) if line.segment else frozenset()
    return not told or not meant or bool(told & meant) or not only_by_column(line)


def only_by_column(line: Line) -> bool:
    """Whether only the audience column can name the line's segment."""
    return all(entry.startswith("audience=") for entry in segment_scope(line.segment, line.language))


def holding(lines: Sequence[Line], scope: frozenset[str], said: frozenset[str], answer: Answer) -> Holding:
    """The lines for the customers that a value is said to.

    A value that is limited where no line is (to express, say) may be an exception that the policy doesn't speak of:
    it is never a departure. A value for nobody in particular is held against all lines, and departs from none of
    them if it agrees with one.

    Args:
        lines: on one subject.
        scope: what the value is limited to.
        said: what of it the answer itself says.
        answer: whose value it is.
    """
    fitting = [
        (line, limits)
        for line in lines
        for limits in (segment_scope(line.segment, line.language) | _meant(line.subject),)
        if _known_for(line, answer) and meet(scope, limits, said, limits) is not Meeting.APART
    ]
    told = limits_of(scope).keys()
    named = [line for line, limits in fitting if line.segment and limits_of(limits).keys() & limits_of(scope).keys()]
    chosen = named or [line for line, _ in fitting]
    free = [
        line
        for line, limits in fitting
        # a subject of students is no subject of everyone: the answer must speak of them, too
        if line in chosen and not special(scope, limits) and limits_of(_meant(line.subject)).keys() <= told
    ]
    return Holding(chosen, sure=bool(chosen) and len(free) == len(chosen))
