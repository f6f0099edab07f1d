"""A third answer that gives both of two differing values, each of its own thing: then neither is wrong.

A price list that has 20 for the city and 32 for the provinces explains a reply that says 20 and another that says 32.
Whoever gives the provinces the city's price is nearer to the wrong place of the list, and is not explained.
"""

from __future__ import annotations

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.model import Fact

__all__ = ["one_value", "tells_apart"]


def one_value(one: Fact, other: Fact) -> bool:
    """Whether two facts have one value, though one may have it as a limit: "249", "from 249"."""
    related = relation(one, other)
    ends = one.low is not None and (one.low, one.high) == (other.low, other.high)
    return related is Relation.EQUAL or (related is Relation.COMPATIBLE and ends)


def tells_apart(third: AnswerView, x: FactInContext, y: FactInContext, pair: Aligned, contexts: Contexts) -> bool:
    """Whether the values of ``pair`` are, by the words around them, those which ``third`` has as ``x`` and ``y``.

    Both together are nearer to their own places than to each other's.

    Args:
        third: neither of the two answers that are compared.
        x, y: its facts with the left and the right value.
        pair: the differing values.
        contexts: vectors of the words around each value.
    """

    def near(view: AnswerView, fact: FactInContext, place: FactInContext) -> float:
        return contexts.likeness(view, fact, third, place)[0]

    (a, b), left, right = pair.between, pair.left, pair.right
    own, crossed = near(a, left, x) + near(b, right, y), near(a, left, y) + near(b, right, x)
    return own > crossed
