"""A third answer that gives both of two differing values, each of its own thing: then neither is wrong.

A price list that has 20 for the city and 32 for the provinces explains a reply that says 20 and another that says 32.
Whoever gives the provinces the city's price is nearer to the wrong place of the list, and is not explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.scope import one_place
from cx_audit.compare.siblings import Key, Siblings, own_words, told_as
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation

__all__ = ["Witnesses", "tells_apart"]

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


class Witnesses:
    """The answers that give both of two values, and whether all that the two sides say sets them apart.

    Args:
        views: the answers to one question.
        contexts: vectors of ``sibling_texts``.
    """

    def __init__(self, views: Sequence[AnswerView], contexts: Contexts) -> None:
        self._known = Siblings(views)
        # many answers say the same two values
        self._alike = cache(contexts.alike)
        self._told: dict[tuple[str, int], list[Key]] = {}
        self._own: dict[tuple[str, int], Key] = {}

    def _sides(self, view: AnswerView, fact: FactInContext) -> list[Key]:
        at = view.answer.id, fact.fact.start
        if at not in self._told:
            self._told[at] = [(view.language, text) for text in told_as(view, fact)]
        return self._told[at]

    def _place(self, view: AnswerView, fact: FactInContext) -> Key:
        at = view.answer.id, fact.fact.start
        if at not in self._own:
            self._own[at] = view.language, own_words(view, fact)
        return self._own[at]

    def _margin(self, third: AnswerView, x: FactInContext, y: FactInContext, pair: Aligned) -> float:
        """How much nearer the sides are to their own places in ``third`` than to each other's, with all they say.

        What both places say alike, and what both sides do, takes itself away: only what tells them apart counts.
        """
        (a, b), left, right = pair.between, self._place(third, x), self._place(third, y)
        gains = [self._alike(text, left) - self._alike(text, right) for text in self._sides(a, pair.left)]
        gains += [self._alike(text, right) - self._alike(text, left) for text in self._sides(b, pair.right)]
        return sum(gains) / len(gains)

    def of(self, i: int, j: int, pair: Aligned) -> AnswerView | None:
        """The answer, first by its id, that gives both values of a pair; None unless all that do set them apart.

        Args:
            i, j: the rows of the two answers.
            pair: their values.
        """
        if pair.relation is not Relation.DIFFERENT or one_place(pair.left.scope, pair.right.scope):
            return None
        found = list(self._known.both(i, pair.left, j, pair.right))
        apart = all(self._margin(third, x, y, pair) >= _NEARER for third, x, y in found)
        return found[0][0] if found and apart else None
