"""A third answer that gives both of two differing values, each of its own thing: then neither is wrong.

A price list that has 20 for the city and 32 for the provinces explains a reply that says 20 and another that says 32.
Whoever gives the provinces the city's price is nearer to the wrong place of the list, and is not explained.
"""

from __future__ import annotations

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.scope import one_place
from cx_audit.compare.siblings import Siblings, own_words, told_as
from cx_audit.compare.view import AnswerView, FactInContext

__all__ = ["tells_apart", "witness_of"]

_LEAST = 0.3
"""Words less like those of their place than this tell nothing: a bare "No."."""
_NEARER = 0.05
"""By how much what a side says must be more like its own place than like the other's, on average."""


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


def _margin(third: AnswerView, x: FactInContext, y: FactInContext, pair: Aligned, contexts: Contexts) -> float:
    """How much nearer the two sides are to their own places in ``third`` than to each other's, with all they say.

    What both places say alike, and what both sides do, takes itself away: only what tells them apart counts.
    """
    places = [(third.language, own_words(third, fact)) for fact in (x, y)]
    sides = [
        [(view.language, text) for text in told_as(view, fact)]
        for view, fact in zip(pair.between, (pair.left, pair.right), strict=True)
    ]
    gains = [
        contexts.alike(text, places[own]) - contexts.alike(text, places[1 - own])
        for own, texts in enumerate(sides)
        for text in texts
    ]
    return sum(gains) / len(gains)


def witness_of(i: int, j: int, pair: Aligned, known: Siblings, contexts: Contexts) -> AnswerView | None:
    """The answer, first by its id, that gives both values of a pair, where all that do set them apart.

    Args:
        i, j: the rows of the two answers.
        pair: their differing values.
        known: who says which value.
        contexts: vectors of ``sibling_texts``.
    """
    if one_place(pair.left.scope, pair.right.scope):
        return None
    found = list(known.both(i, pair.left, j, pair.right))
    if not found:
        return None
    apart = all(_margin(third, x, y, pair, contexts) >= _NEARER for third, x, y in found)
    return found[0][0] if apart else None
