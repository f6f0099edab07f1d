"""A third answer that gives both of two differing values, each of its own thing: then neither is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.model import Fact

__all__ = ["witness"]

_CLEARLY = 0.1
"""How much nearer, both together, the values must be to their own places than to each other's."""


def _said(view: AnswerView, fact: FactInContext) -> list[FactInContext]:
    """The facts of an answer that have the value of ``fact``, or have it as a limit: "from 249", "249"."""
    return [f for f in view.by_kind.get(fact.fact.kind, ()) if _one_value(f.fact, fact.fact)]


def _one_value(one: Fact, other: Fact) -> bool:
    related = relation(one, other)
    ends = (one.low, one.high) == (other.low, other.high)
    return related is Relation.EQUAL or (related is Relation.COMPATIBLE and ends)


def _told_apart(pair: Aligned, x: FactInContext, y: FactInContext, third: AnswerView, contexts: Contexts) -> bool:
    """Whether the words around ``pair`` say that its values are those which ``third`` has as ``x`` and ``y``."""

    def near(view: AnswerView, fact: FactInContext, place: FactInContext) -> float:
        return contexts.likeness(view, fact, third, place)[0]

    (a, b), left, right = pair.between, pair.left, pair.right
    own, crossed = near(a, left, x) + near(b, right, y), near(a, left, y) + near(b, right, x)
    return own - crossed >= _CLEARLY


def witness(pair: Aligned, rest: Sequence[AnswerView], contexts: Contexts) -> AnswerView | None:
    """The first answer that tells two differing values apart: it gives both, in places that fit the words around each.

    A price list that has 20 for the city and 32 for the provinces explains a reply that says 20 and another that says
    32. Whoever gives the provinces the city's price is nearer to the wrong place, and is not explained.

    Args:
        pair: the differing values.
        rest: the answers to the question; the two that are compared don't count.
        contexts: vectors of the words around each value.
    """
    if pair.same_day:
        return None
    for third in rest:
        if any(third is one for one in pair.between):
            continue
        places = ((x, y) for x in _said(third, pair.left) for y in _said(third, pair.right))
        if any(_told_apart(pair, x, y, third, contexts) for x, y in places):
            return third
    return None
