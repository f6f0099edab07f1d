"""Vectors of the clauses that take a side, and of the questions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from cx_audit.compare.polarity_verdict import Key, Reading
from cx_audit.compare.scope import same_customer
from cx_audit.group import LanguageMeans, Matrix, centre

__all__ = ["ClauseVectors", "clauses_to_embed", "comparable"]

_DIGITS = 3


def comparable(a: Reading, b: Reading) -> bool:
    """Whether both say anything that takes a side, and one customer may be told both."""
    return bool(a.claims and b.claims) and same_customer(a.view.answer, b.view.answer)


def clauses_to_embed(questions: Sequence[Sequence[Reading]]) -> list[Key]:
    """The distinct clauses and questions, sorted, of answers that can be compared with another to their question."""
    wanted: set[Key] = set()
    for readings in questions:
        for a, b in combinations(readings, 2):
            if comparable(a, b):
                wanted.update(a.keys, b.keys)
    return sorted(wanted)


class ClauseVectors:
    """Unit vectors of clauses, each language centred; what has none is unlike everything."""

    def __init__(self, rows: dict[Key, int], vectors: Matrix) -> None:
        self._rows = rows
        self._vectors = vectors

    @classmethod
    def of(cls, keys: Sequence[Key], vectors: Matrix | None, known: LanguageMeans | None = None) -> ClauseVectors:
        """From distinct keys and their unit vectors [n, d]; ``known`` are means of languages under the model."""
        if vectors is None or not len(keys):
            return cls({}, np.zeros((0, 1), dtype=np.float32))
        centred = centre(vectors, [language for language, _ in keys], known.context if known else None)
        return cls({key: i for i, key in enumerate(keys)}, centred)

    def likeness(self, a: Reading, b: Reading) -> Matrix:
        """Cosines, rounded, of each text of ``a`` with each of ``b``; first the question, then the clauses."""
        rows = [self._rows.get(key) for key in a.keys]
        columns = [self._rows.get(key) for key in b.keys]
        if None in rows or None in columns:
            return np.zeros((len(rows), len(columns)), dtype=np.float32)
        left, right = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
        return np.asarray(np.round(self._vectors[left] @ self._vectors[right].T, _DIGITS))
