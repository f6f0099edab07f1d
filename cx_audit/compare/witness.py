"""A third answer that gives both of two differing values, each of its own thing: then neither is wrong.

A price list that has 20 for the city and 32 for the provinces explains a reply that says 20 and another that says 32.
Whoever gives the provinces the city's price is nearer to the wrong place of the list, and is not explained.
"""

from __future__ import annotations

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.scope import one_place
from cx_audit.compare.view import AnswerView, FactInContext

__all__ = ["tells_apart"]

_LEAST = 0.3
"""Words less like those of their place than this tell nothing: a bare "No."."""


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
    if one_place(left.scope, right.scope):
        return False
    own = near(a, left, x), near(b, right, y)
    return min(own) >= _LEAST and sum(own) > near(a, left, y) + near(b, right, x)
