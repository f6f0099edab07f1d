"""The same-question score: how likely two answers reply to one customer question.

A logistic model of four numbers, fitted on labelled companies (``python -m benchmarks.accuracy.fit_groups``):
the answers' likeness; how crowded each one's neighbourhood is (its mean likeness to its five nearest), since in
a corpus with many near questions the same likeness means less; and whether both come from one source, which
seldom answers one question twice, least of all in one language.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cx_audit.group.fitted import SameQuestionWeights, same_question_weights
from cx_audit.group.linkage import NearPairs
from cx_audit.group.neighbours import Find, Found, Rows, paired, search
from cx_audit.group.vectors import Matrix

__all__ = ["NEIGHBOURS", "SameQuestion"]

NEIGHBOURS = 5

Floats = npt.NDArray[np.float64]

LEAST_CROWDING = 0.2
"""In a small or sparse export nothing is near, and without a floor the least far would pass for near."""

_DIGITS = 2
_MARGIN = 0.02
"""Of a score: what rounding may add, in scores and in the bound."""


def _crowding(best: Matrix) -> Floats:
    """The mean likeness [n] of rows to their nearest [n, k], at least LEAST_CROWDING."""
    if not best.shape[1]:
        return np.full(len(best), LEAST_CROWDING)
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


@dataclass(frozen=True, slots=True)
class LeastLikeness:
    """What of the likeness of a near pair each row must bring at least; a pair is near from ``score`` on."""

    weights: SameQuestionWeights
    score: float

    def __call__(self, best: Matrix) -> Matrix:
        """Given the largest likenesses [n, k] of each row so far."""
        w = self.weights
        if w.likeness <= 0:
            return np.full(len(best), -np.inf, dtype=np.float32)
        rest = self.score - w.bias - max(0.0, w.one_source_one_language, w.one_source) - _MARGIN
        crowding = _crowding(best) if w.crowding <= 0 else np.ones(len(best))
        return ((rest / 2 - w.crowding * crowding) / w.likeness).astype(np.float32)


class SameQuestion:
    """Scores pairs of rows of unit ``vectors`` [n, d], given who speaks and in which language.

    ``asked`` names, per row, the question that was put to a bot (None elsewhere). That a source seldom answers one
    question twice holds no longer for one that was asked twice, nor for what it says live beside what its export says;
    and its replies, near one another as they are, make no neighbourhood crowded.

    With a ``probability`` the pairs that have at least this chance of being one question are ``near``. ``crowding`` is
    given where the rows are some of many: it is taken over all of them, and nothing is searched. ``find`` searches.
    """

    def __init__(
        self,
        vectors: Matrix,
        languages: Sequence[str],
        speakers: Sequence[str],
        weights: SameQuestionWeights | None = None,
        asked: Sequence[str | None] = (),
        probability: float | None = None,
        crowding: Floats | None = None,
        find: Find = search,
    ) -> None:
        self._vectors = vectors
        self._kin = _kin(speakers, asked)
        self._live = np.asarray([one is not None for one in asked], dtype=np.bool_)
        self._languages = _codes(languages)
        self._speakers = _codes(speakers)
        self._weights = weights or same_question_weights()
        self._top = abs(self._weights.likeness) + 2 * abs(self._weights.crowding) + abs(self._weights.bias)
        self._most = None if probability is None else self.distance_at(probability)
        self._found: Found | None = None
        if crowding is None:
            least = None if self._most is None else LeastLikeness(self._weights, self._top - self._most)
            self._found = find(vectors, NEIGHBOURS, least, self._kin)
            crowding = _crowding(self._found.best)
        self.crowding = crowding
        self._whole = self._found.whole if self._found else None

    def features(self, a: Rows, b: Rows) -> tuple[npt.NDArray[np.float64], ...]:
        """Likeness, crowding of both, one source in one language, one source in two; each [len(a), len(b)]."""
        told = self._vectors[a] @ self._vectors[b].T if self._whole is None else self._whole[a[:, None], b[None, :]]
        likeness = told.astype(np.float64)
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

    def sureness(self, members: Rows) -> Floats:
        """The mean probability [g], 0..1, that two of the rows ``members`` [g, n] reply to one question; 1 of one."""
        count, size = members.shape
        if size < 2:
            return np.ones(count)
        one, other = np.triu_indices(size, 1)
        chances = 1 / (1 + np.exp(-self.of_pairs(members[:, one].ravel(), members[:, other].ravel())))
        return np.asarray(np.round(chances.reshape(count, -1).mean(axis=1), _DIGITS))

    def near(self) -> NearPairs:
        """The pairs that are near enough, each once, the lower row first, and their distances.

        Raises:
            LookupError: no probability was given, or nothing searched.
        """
        if self._most is None or self._found is None:
            raise LookupError("no near pairs were searched for")
        left, right = self._found.left, self._found.right
        distances = self._turned(self._of_pairs(left, right, self._found.likeness))
        kept = distances <= self._most
        return left[kept], right[kept], distances[kept]

    def of_pairs(self, left: Rows, right: Rows) -> Floats:
        """The log-odds [m] of pairs of rows, as by ``logits``."""
        if self._whole is not None:
            return self._of_pairs(left, right, self._whole[left, right])
        return self._of_pairs(left, right, paired(self._vectors, left, right))

    def _of_pairs(self, left: Rows, right: Rows, likeness: Matrix) -> Floats:
        source = self._one_source(left, right)
        language = self._languages[left] == self._languages[right]
        return self._scores(
            likeness.astype(np.float64),
            self.crowding[left] + self.crowding[right],
            (source & language).astype(np.float64),
            (source & ~language).astype(np.float64),
        )

    def distances_of(self, left: Rows, right: Rows) -> Floats:
        """The distances [m] of pairs of rows, as by ``distances``."""
        return self._turned(self.of_pairs(left, right))

    def _turned(self, logits: Floats) -> Floats:
        return np.asarray(np.maximum(self._top - logits, 0.0))

    def distances(self, a: Rows, b: Rows) -> npt.NDArray[np.float64]:
        """The logits turned round into non-negative distances."""
        return self._turned(self.logits(a, b))

    def distance_at(self, probability: float) -> float:
        """The distance of a pair with this probability of being one question."""
        return self._top - math.log(probability / (1 - probability))
