"""How alike the words around two values are, over languages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.group import LanguageMeans, Matrix, centre

__all__ = ["Contexts", "contexts_to_embed"]

Key = tuple[str, str]
"""Language and context."""


class Contexts:
    """Vectors of contexts, each language centred; unknown contexts are unlike everything."""

    def __init__(self, rows: dict[Key, int], vectors: Matrix) -> None:
        self._rows = rows
        self._vectors = vectors

    @classmethod
    def of(cls, keys: Sequence[Key], vectors: Matrix | None, known: LanguageMeans | None = None) -> Contexts:
        """From distinct keys and their unit vectors [n, d]; ``known`` are means of languages under the model."""
        if vectors is None:
            return cls({}, np.zeros((0, 1), dtype=np.float32))
        languages = [language for language, _ in keys]
        centred = centre(vectors, languages, known.context if known else None)
        return cls({key: i for i, key in enumerate(keys)}, centred)

    def _cosine(self, a: Key, b: Key) -> float:
        i, j = self._rows.get(a), self._rows.get(b)
        if i is None or j is None:
            return 0.0
        return round(float(self._vectors[i] @ self._vectors[j]), 3)

    def likeness(self, a: AnswerView, left: FactInContext, b: AnswerView, right: FactInContext) -> tuple[float, float]:
        """Cosines, rounded to three places, of the words around two values and of their whole sentences."""
        near = self._cosine((a.language, left.context), (b.language, right.context))
        whole = self._cosine((a.language, left.masked), (b.language, right.masked))
        return near, whole


def _in_question(views: Sequence[AnswerView]) -> bool:
    """Whether any two answers hold values of one kind that aren't all the same."""
    return any(
        x.fact.kind is y.fact.kind and relation(x.fact, y.fact) is not Relation.EQUAL
        for a, b in combinations(views, 2)
        for x in a.facts
        for y in b.facts
    )


def contexts_to_embed(questions: Sequence[Sequence[AnswerView]]) -> list[Key]:
    """The distinct contexts, sorted, of questions in which something differs: nothing else needs a vector."""
    return sorted(
        {
            (view.language, text)
            for views in questions
            if _in_question(views)
            for view in views
            for fact in view.facts
            for text in (fact.context, fact.masked)
        }
    )
