"""The same-question score: how likely two answers reply to one customer question.

A logistic model of four numbers, fitted on labelled companies (``python -m benchmarks.accuracy.fit_groups``):
the answers' likeness; how crowded each one's neighbourhood is (its mean likeness to its five nearest), since in
a corpus with many near questions the same likeness means less; and whether both come from one source, which
seldom answers one question twice, least of all in one language.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cx_audit.group.fitted import SameQuestionWeights, same_question_weights
from cx_audit.group.linkage import NearPairs
from cx_audit.group.vectors import Matrix

__all__ = ["NEIGHBOURS", "SameQuestion"]

NEIGHBOURS = 5

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEAST_CROWDING = 0.2
"""In a small or sparse export nothing is near, and without a floor the least far would pass for near."""

_BLOCK = 2048
_DIGITS = 2
_UNSEEN, _ITSELF = -3.0, -2.0
"""Below any likeness."""
_MARGIN = 0.02
"""Of a score: what rounding may add, in scores and in the bound."""


def _nearest(best: Matrix, likeness: Matrix) -> Matrix:
    """The largest of each row of both, ascending; as many as ``best`` has columns."""
    count, k = best.shape
    if likeness.shape[1] >= k and (best == _UNSEEN).all():
        return np.sort(np.partition(likeness, -k, axis=1)[:, -k:], axis=1)
    rows, columns = np.nonzero(likeness > best[:, :1])
    owners = np.concatenate([np.repeat(np.arange(count), k), rows])
    values = np.concatenate([best.ravel(), likeness[rows, columns]])
    ends = np.cumsum(np.bincount(owners, minlength=count))
    sorted_values = values[np.lexsort((values, owners))]
    return np.asarray(sorted_values[ends[:, None] - np.arange(k, 0, -1)])


def _crowding(vectors: Matrix, kin: Rows | None = None) -> npt.NDArray[np.float64]:
    """Mean likeness of each row to its nearest others, at least LEAST_CROWDING.

    Of rows with one number in ``kin`` the first stands for all, and none of them is near itself.
    """
    rows = len(vectors)
    others, own = vectors, np.arange(rows)
    if kin is not None:
        _, first, own = np.unique(kin, return_index=True, return_inverse=True)
        others = vectors[first]
    count = len(others)
    k = min(NEIGHBOURS, count - 1)
    if k < 1:
        return np.full(rows, LEAST_CROWDING)
    best = np.full((rows, k), _UNSEEN, dtype=np.float32)
    for i in range(0, rows, _BLOCK):
        for j in range(i if kin is None else 0, count, _BLOCK):
            a, b = slice(i, i + _BLOCK), slice(j, j + _BLOCK)
            likeness = vectors[a] @ others[b].T
            here = np.nonzero((own[a] >= j) & (own[a] < j + _BLOCK))[0]
            likeness[here, own[a][here] - j] = _ITSELF
            best[a] = _nearest(best[a], likeness)
            if kin is None and i < j:
                best[b] = _nearest(best[b], likeness.T)
    return np.asarray(np.maximum(best.mean(axis=1, dtype=np.float64), LEAST_CROWDING))


def _kin(speakers: Sequence[str], asked: Sequence[str | None]) -> Rows | None:
    """A number per row, the same for replies of one speaker to one question; None where nobody was asked."""
    if not any(asked):
        return None
    told = enumerate(zip(speakers, asked, strict=True))
    return _codes([f"{speaker}\0{one}" if one else f"\0{row}" for row, (speaker, one) in told])


def _codes(names: Sequence[str]) -> npt.NDArray[np.int64]:
    numbers = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.asarray([numbers[name] for name in names], dtype=np.int64)


class SameQuestion:
    """Scores pairs of rows of unit ``vectors`` [n, d], given who speaks and in which language.

    ``asked`` names, per row, the question that was put to a bot (None elsewhere). That a source seldom answers one
    question twice holds no longer for one that was asked twice, nor for what it says live beside what its export says;
    and its replies, near one another as they are, make no neighbourhood crowded. ``crowding`` is given where the rows
    are some of many: it is taken over all of them.
    """

    def __init__(
        self,
        vectors: Matrix,
        languages: Sequence[str],
        speakers: Sequence[str],
        weights: SameQuestionWeights | None = None,
        asked: Sequence[str | None] = (),
        crowding: npt.NDArray[np.float64] | None = None,
    ) -> None:
        self._vectors = vectors
        self._kin = _kin(speakers, asked)
        self._live = np.asarray([one is not None for one in asked], dtype=np.bool_)
        self.crowding = _crowding(vectors, self._kin) if crowding is None else crowding
        self._languages = _codes(languages)
        self._speakers = _codes(speakers)
        self._weights = weights or same_question_weights()
        self._top = abs(self._weights.likeness) + 2 * abs(self._weights.crowding) + abs(self._weights.bias)

    def features(self, a: Rows, b: Rows) -> tuple[npt.NDArray[np.float64], ...]:
        """Likeness, crowding of both, one source in one language, one source in two; each [len(a), len(b)]."""
        likeness = (self._vectors[a] @ self._vectors[b].T).astype(np.float64)
        crowding = self.crowding[a][:, None] + self.crowding[b][None, :]
        source = self._one_source(a[:, None], b[None, :])
        language = self._languages[a][:, None] == self._languages[b][None, :]
        return likeness, crowding, (source & language).astype(np.float64), (source & ~language).astype(np.float64)

    def _one_source(self, a: Rows, b: Rows) -> npt.NDArray[np.bool_]:
        """Whether pairs come from one source, and not in reply to one question; of rows that fit each other's shape."""
        source = self._speakers[a] == self._speakers[b]
        if self._kin is not None:
            source &= (self._kin[a] != self._kin[b]) & (self._live[a] == self._live[b])
        return np.asarray(source)

    def logits(self, a: Rows, b: Rows) -> npt.NDArray[np.float64]:
        """Log-odds [len(a), len(b)], rounded so that a last-bit difference between machines moves nothing."""
        return self._scores(*self.features(a, b))

    def _scores(self, likeness: Floats, crowding: Floats, one_language: Floats, two_languages: Floats) -> Floats:
        w = self._weights
        scores = w.likeness * likeness + w.crowding * crowding + w.bias
        scores += w.one_source_one_language * one_language + w.one_source * two_languages
        return np.asarray(np.round(scores, _DIGITS))

    def sureness(self, members: Rows) -> float:
        """The mean probability, 0..1, that two of these rows reply to one question; 1 of one row."""
        if len(members) < 2:
            return 1.0
        chances = 1 / (1 + np.exp(-self.logits(members, members)))
        np.fill_diagonal(chances, 0.0)
        return round(float(chances.sum()) / (len(members) * (len(members) - 1)), 2)

    def near(self, a: Rows, b: Rows, most: float) -> NearPairs:
        """Places in ``a`` and ``b`` of pairs with a distance up to ``most``, and these distances.

        As by ``distances``; but most pairs are passed over by a bound on their likeness alone.
        """
        w = self._weights
        likeness = self._vectors[a] @ self._vectors[b].T
        rest = self._top - most - w.bias - max(0.0, w.one_source_one_language, w.one_source) - _MARGIN
        if w.likeness <= 0:
            rows, columns = np.nonzero(np.ones_like(likeness))
        else:
            least = ((rest / 2 - w.crowding * self.crowding) / w.likeness).astype(np.float32)
            rows, columns = np.nonzero(likeness >= least[a][:, None] + least[b][None, :])
        left, right = a[rows], b[columns]
        source = self._one_source(left, right)
        language = self._languages[left] == self._languages[right]
        found = self._scores(
            likeness[rows, columns].astype(np.float64),
            self.crowding[left] + self.crowding[right],
            (source & language).astype(np.float64),
            (source & ~language).astype(np.float64),
        )
        distances = np.maximum(self._top - found, 0.0)
        kept = distances <= most
        return rows[kept], columns[kept], distances[kept]

    def distances(self, a: Rows, b: Rows) -> npt.NDArray[np.float64]:
        """The logits turned round into non-negative distances."""
        return np.asarray(np.maximum(self._top - self.logits(a, b), 0.0))

    def distance_at(self, probability: float) -> float:
        """The distance of a pair with this probability of being one question."""
        return self._top - math.log(probability / (1 - probability))
