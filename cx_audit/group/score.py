"""The same-question score: how likely two answers reply to one customer question.

A logistic model of four numbers, fitted on labelled companies (``python -m benchmarks.accuracy.fit``):
the answers' likeness; how crowded each one's neighbourhood is (its mean likeness to its five nearest), since in
a corpus with many near questions the same likeness means less; and whether both come from one source, which
seldom answers one question twice, least of all in one language.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cx_audit.group.vectors import Matrix

__all__ = ["LIKENESS", "NEIGHBOURS", "SameQuestion"]

LIKENESS = 30.4
CROWDING = -13.8
ONE_SOURCE_ONE_LANGUAGE = -4.7
ONE_SOURCE = -1.9
BIAS = 0.0
NEIGHBOURS = 5

_BLOCK = 2048
_DIGITS = 2


def _crowding(vectors: Matrix) -> npt.NDArray[np.float64]:
    """Mean likeness of each row to its nearest others; 0 for a corpus of one."""
    count = len(vectors)
    k = min(NEIGHBOURS, count - 1)
    if k < 1:
        return np.zeros(count)
    out = np.empty(count)
    for i in range(0, count, _BLOCK):
        near = vectors[i : i + _BLOCK] @ vectors.T
        near[np.arange(len(near)), np.arange(i, i + len(near))] = -1.0
        out[i : i + _BLOCK] = np.partition(near, count - k, axis=1)[:, count - k :].mean(axis=1)
    return out


def _codes(names: Sequence[str]) -> npt.NDArray[np.int64]:
    numbers = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.asarray([numbers[name] for name in names], dtype=np.int64)


class SameQuestion:
    """Scores pairs of rows of unit ``vectors`` [n, d], given who speaks and in which language."""

    def __init__(self, vectors: Matrix, languages: Sequence[str], speakers: Sequence[str]) -> None:
        self._vectors = vectors
        self._crowding = _crowding(vectors)
        self._languages = _codes(languages)
        self._speakers = _codes(speakers)

    def logits(self, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Log-odds [len(a), len(b)], rounded so that a last-bit difference between machines moves nothing."""
        scores = LIKENESS * (self._vectors[a] @ self._vectors[b].T).astype(np.float64)
        scores += CROWDING * (self._crowding[a][:, None] + self._crowding[b][None, :]) + BIAS
        source = self._speakers[a][:, None] == self._speakers[b][None, :]
        language = self._languages[a][:, None] == self._languages[b][None, :]
        scores += np.where(source, np.where(language, ONE_SOURCE_ONE_LANGUAGE, ONE_SOURCE), 0.0)
        return np.asarray(np.round(scores, _DIGITS))

    def distances(self, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """The logits turned round into non-negative distances."""
        return np.asarray(np.maximum(_TOP - self.logits(a, b), 0.0))

    @staticmethod
    def distance_at(probability: float) -> float:
        """The distance of a pair with this probability of being one question."""
        return _TOP - math.log(probability / (1 - probability))


_TOP = abs(LIKENESS) + 2 * abs(CROWDING)
