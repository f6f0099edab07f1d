"""Vectors of clauses and questions, for the questions in which answers may take opposite sides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from cx_audit.compare.polarity_stance import Axis
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.group import LanguageMeans, Matrix, centre
from cx_audit.text import clean_question

__all__ = ["ClauseVectors", "clauses_to_embed", "opposed", "opposed_axes"]

Key = tuple[str, str]
"""Language and text."""

_DIGITS = 3


def opposed_axes(a: Reading, b: Reading) -> list[Axis]:
    """The axes on which some clause of one answer takes the other side than some clause of the other."""
    return [
        axis for axis in Axis if any(left.side(axis) * right.side(axis) < 0 for left in a.claims for right in b.claims)
    ]


def opposed(a: Reading, b: Reading) -> bool:
    """Whether there is anything to weigh between two answers."""
    if a.verdict and b.verdict and a.verdict.reply is not b.verdict.reply:
        return True
    return bool(opposed_axes(a, b))


def _keys(reading: Reading) -> list[Key]:
    language = reading.view.language
    question = clean_question(reading.view.answer.question)
    return [(language, question), *((language, " ".join(claim.text.split())) for claim in reading.claims)]


def clauses_to_embed(questions: Sequence[Sequence[Reading]]) -> list[Key]:
    """The distinct clauses and questions, sorted, of answers that some other answer to the question may oppose."""
    wanted: set[Key] = set()
    for readings in questions:
        for a, b in combinations(readings, 2):
            if opposed(a, b):
                wanted.update(_keys(a), _keys(b))
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
        left, right = _keys(a), _keys(b)
        out = np.zeros((len(left), len(right)), dtype=np.float32)
        rows = [self._rows.get(key) for key in left]
        columns = [self._rows.get(key) for key in right]
        if None in rows or None in columns:
            return out
        vectors = self._vectors
        out[:] = vectors[np.asarray(rows, dtype=np.int64)] @ vectors[np.asarray(columns, dtype=np.int64)].T
        return np.round(out, _DIGITS)
