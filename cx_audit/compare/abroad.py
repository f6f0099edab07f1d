"""Prices of two places, each in its own money: they can't be compared, but differ by place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.scope import Meeting, meeting
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation
from cx_audit.model import FactKind

__all__ = ["priced_abroad"]

_ROLE = 0.2


def _priced(view: AnswerView) -> list[FactInContext]:
    return [fact for fact in view.by_kind.get(FactKind.MONEY, ()) if fact.fact.unit]


def _pairs(a: AnswerView, b: AnswerView, contexts: Contexts) -> Iterator[tuple[float, int, int, Aligned]]:
    """What may be one price, with how much speaks for it, and its places."""
    for x, y in product(_priced(a), _priced(b)):
        role = x.likeness_of_role(y)
        if role >= 0 and meeting(a, x, b, y) is Meeting.APART:
            alike = sum(contexts.likeness(a, x, b, y)) / 2 + _ROLE * role
            yield -alike, x.fact.start, y.fact.start, Aligned(x, y, Relation.DIFFERENT, (a, b), contexts)


def priced_abroad(a: AnswerView, b: AnswerView, contexts: Contexts) -> list[Aligned]:
    """The likest two amounts, at most, that two answers give to customers of different places, each in its own money.

    Where both give amounts in one currency, those are to be compared, and this says nothing.
    """
    here, there = ({fact.fact.unit for fact in _priced(view)} for view in (a, b))
    if not here or not there or here & there:
        return []
    return [pair for *_, pair in sorted(_pairs(a, b, contexts), key=lambda found: found[:3])[:1]]
