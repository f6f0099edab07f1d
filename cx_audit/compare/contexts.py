"""How alike the words around two values are, over languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, combinations

import numpy as np

from cx_audit.compare.loose import in_question
from cx_audit.compare.siblings import Key, sibling_texts
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.group import Centred, LanguageMeans, Matrix, Stored, centred_texts
from cx_audit.model import FactKind

__all__ = ["Contexts", "contexts_to_embed"]


class Contexts:
    """Vectors of contexts, each language centred; unknown contexts are unlike everything."""

    def __init__(self, rows: dict[Key, int], vectors: Matrix | Centred | None) -> None:
        self._rows = rows
        self._vectors = vectors

    @classmethod
    def of(cls, keys: Sequence[Key], vectors: Stored | None, known: LanguageMeans | None = None) -> Contexts:
        """From distinct keys and their unit vectors [n, d]; ``known`` are means of languages under the model."""
        if vectors is None:
            return cls({}, None)
        centred = centred_texts(keys, vectors, known.context if known else None)
        return cls({key: i for i, key in enumerate(keys)}, centred)

    def _take(self, rows: Sequence[int]) -> Matrix:
        if self._vectors is None:
            return np.zeros((len(rows), 1), dtype=np.float32)
        return self._vectors.take(rows) if isinstance(self._vectors, Centred) else self._vectors[list(rows)]

    def _cosine(self, a: Key, b: Key) -> float:
        i, j = self._rows.get(a), self._rows.get(b)
        if i is None or j is None:
            return 0.0
        one, other = self._take((i, j))
        return round(float(one @ other), 3)

    def likeness(self, a: AnswerView, left: FactInContext, b: AnswerView, right: FactInContext) -> tuple[float, float]:
        """Cosines, rounded to three places, of the words around two values and of their whole sentences."""
        near = self._cosine((a.language, left.context), (b.language, right.context))
        whole = self._cosine((a.language, left.masked), (b.language, right.masked))
        return near, whole

    def alike(self, a: Key, b: Key) -> float:
        """Cosine, rounded to three places, of two texts, each with its language."""
        return self._cosine(a, b)

    def sentences(self, a: AnswerView, b: AnswerView) -> Matrix:
        """Cosines, rounded to three places, of the sentences of two answers: [sentences of a, sentences of b]."""
        left = self._found((a.language, s.masked) for s in a.sentences)
        right = self._found((b.language, s.masked) for s in b.sentences)
        if left is None or right is None:
            return np.zeros((len(a.sentences), len(b.sentences)), dtype=np.float32)
        return np.asarray(np.round(self._take(left) @ self._take(right).T, 3), dtype=np.float32)

    def between(self, views: Sequence[AnswerView]) -> dict[tuple[int, int], Matrix]:
        """What ``sentences`` gives of each two answers, by their rows in order; one product for all of them."""
        found = [self._found((view.language, s.masked) for s in view.sentences) for view in views]
        known = [row for rows in found for row in rows or ()]
        told = self._take(known)
        whole = np.round(told @ told.T, 3).astype(np.float32, copy=False)
        ends = list(accumulate(len(rows or ()) for rows in found))
        spans = [slice(end - len(rows or ()), end) for rows, end in zip(found, ends, strict=True)]
        return {
            (i, j): np.zeros((len(views[i].sentences), len(views[j].sentences)), dtype=np.float32)
            if found[i] is None or found[j] is None
            else whole[spans[i], spans[j]]
            for i, j in combinations(range(len(views)), 2)
        }

    def _found(self, keys: Iterable[Key]) -> list[int] | None:
        rows = [self._rows.get(key) for key in keys]
        known = [row for row in rows if row is not None]
        return known if len(known) == len(rows) else None


def _in_question(views: Sequence[AnswerView]) -> bool:
    """Whether any two answers hold values of one kind that aren't all the same."""
    return any(
        relation(x.fact, y.fact) is not Relation.EQUAL
        for a, b in combinations(views, 2)
        for kind, facts in a.by_kind.items()
        for y in b.by_kind.get(kind, ())
        for x in facts
    )


def contexts_to_embed(questions: Sequence[Sequence[AnswerView]]) -> list[Key]:
    """The distinct texts, sorted, that the comparison sets side by side.

    They are the sentences of all answers and, where values differ, the words around each.
    """
    keys = {(view.language, sentence.masked) for views in questions for view in views for sentence in view.sentences}
    for views in questions:
        if _in_question(views):
            keys |= {(view.language, text) for view in views for f in view.facts for text in (f.context, f.masked)}
            keys.update(sibling_texts(views))
        if in_question(views):
            counts = [(view, f) for view in views for f in (*view.by_kind.get(FactKind.COUNT, ()), *view.loose)]
            keys |= {(view.language, text) for view, f in counts for text in (f.context, f.masked)}
    return sorted(keys)
