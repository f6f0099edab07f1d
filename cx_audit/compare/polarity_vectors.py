"""Vectors of the clauses that take a side, and of the questions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from cx_audit.compare.polarity_verdict import Key, Reading
from cx_audit.compare.scope import same_customer
from cx_audit.group import Centred, LanguageMeans, Matrix, Stored, centred_texts

if TYPE_CHECKING:
    from cx_audit.compare.outcomes import Outcomes

__all__ = ["ClauseVectors", "clauses_to_embed", "comparable"]

_DIGITS = 3
_STACKS = 64


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
    """Unit vectors of clauses, each language centred; what has none is unlike everything.

    ``outcomes`` is what the answers come to, where a model has read them.
    """

    def __init__(
        self, rows: dict[Key, int], vectors: Matrix | Centred | None, outcomes: Outcomes | None = None
    ) -> None:
        self.outcomes = outcomes
        self._rows = rows
        self._vectors = vectors
        # one answer is compared with several
        self._stacked = lru_cache(maxsize=_STACKS)(self._stack)

    def _stack(self, keys: tuple[Key, ...]) -> Matrix | None:
        rows = [row for key in keys if (row := self._rows.get(key)) is not None]
        if self._vectors is None or len(rows) < len(keys):
            return None
        return self._vectors.take(rows) if isinstance(self._vectors, Centred) else np.asarray(self._vectors[rows])

    @classmethod
    def of(
        cls,
        keys: Sequence[Key],
        vectors: Stored | None,
        known: LanguageMeans | None = None,
        outcomes: Outcomes | None = None,
    ) -> ClauseVectors:
        """From distinct keys and their unit vectors [n, d]; ``known`` are means of languages under the model."""
        if vectors is None or not len(keys):
            return cls({}, None, outcomes)
        centred = centred_texts(keys, vectors, known.context if known else None)
        return cls({key: i for i, key in enumerate(keys)}, centred, outcomes)

    def likeness(self, a: Reading, b: Reading) -> Matrix:
        """Cosines, rounded, of each text of ``a`` with each of ``b``; first the question, then the clauses."""
        left, right = self._stacked(a.keys), self._stacked(b.keys)
        if left is None or right is None:
            return np.zeros((len(a.keys), len(b.keys)), dtype=np.float32)
        return np.asarray((left @ right.T).round(_DIGITS))
