"""Numbers that say nothing of what they count: "you may take three", where another answer says "2 bags".

Such a number is held against a count of the other answer that nothing there was set against, and borrows its noun; or
against another such number, where the same unknown word follows both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import same_noun
from cx_audit.model import FactKind

__all__ = ["borrowed", "in_question", "named_alike", "unmet_counts"]


def borrowed(number: FactInContext, count: FactInContext) -> FactInContext:
    """The number, counting what ``count`` does."""
    return replace(number, fact=replace(number.fact, unit=count.fact.unit, per=count.fact.per))


def unmet_counts(view: AnswerView, met: Iterable[int]) -> list[FactInContext]:
    """Its counts that start nowhere in ``met``."""
    known = frozenset(met)
    return [fact for fact in view.by_kind.get(FactKind.COUNT, ()) if fact.fact.start not in known]


def _pairs(a: AnswerView, b: AnswerView) -> Iterator[tuple[FactInContext, FactInContext]]:
    if a.language == b.language:
        for x in a.loose:
            for y in b.loose:
                if x.fact.unit and y.fact.unit and same_noun(x.fact.unit, y.fact.unit):
                    yield x, y


def named_alike(a: AnswerView, b: AnswerView) -> tuple[list[FactInContext], list[FactInContext]]:
    """The loose numbers of two answers that one unknown word follows in both, each with the word as its noun."""
    found = list(_pairs(a, b))
    left = {x.fact.start: x for x, _ in found}
    right = {y.fact.start: y for _, y in found}
    return list(left.values()), list(right.values())


def in_question(views: Iterable[AnswerView]) -> bool:
    """Whether any two answers hold a loose number and what it can be set against."""
    return any(
        (a.loose and FactKind.COUNT in b.by_kind)
        or (b.loose and FactKind.COUNT in a.by_kind)
        or (a.loose and b.loose and any(_pairs(a, b)))
        for a, b in combinations(list(views), 2)
    )
