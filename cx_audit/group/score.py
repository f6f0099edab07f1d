"""The same-question score: how likely two answers reply to one customer question.

A logistic model of four numbers, fitted on labelled companies (``python -m benchmarks.accuracy.fit_groups``):
the answers' likeness; how crowded each one's neighbourhood is (``crowding``), since in a corpus with many near
questions the same likeness means less; and whether both come from one source, which seldom answers one question
twice, least of all in one language, unless its channel has the habit (``sources``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cx_audit.group.crowding import LISTED, crowding
from cx_audit.group.fitted import SameQuestionWeights, same_question_weights
from cx_audit.group.linkage import NearPairs
from cx_audit.group.neighbours import NOBODY, Find, Found, Rows, paired, search
from cx_audit.group.sources import MANY_TIMES, ONCE, habits
from cx_audit.group.vectors import Matrix

__all__ = ["LeastLikeness", "SameQuestion"]

Floats = npt.NDArray[np.float64]

_DIGITS = 2
_FINE = 4
"""Distances have more, so that few are equal: which of equals merge first would be left to the way of linking."""
_MARGIN = 0.02
"""Of a score: what rounding may add, in scores and in the bound."""


def _kin(speakers: Sequence[str], asked: Sequence[str | None]) -> Rows | None:
    """A number per row, the same for replies of one speaker to one question; None where nobody was asked."""
    if not any(asked):
        return None
    told = enumerate(zip(speakers, asked, strict=True))
    return _codes([f"{speaker}\0{one}" if one else f"\0{row}" for row, (speaker, one) in told])


def _codes(names: Sequence[str]) -> npt.NDArray[np.int64]:
    numbers = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.asarray([numbers[name] for name in names], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class LeastLikeness:
    """What of the likeness of a near pair each row must bring at least; a pair is near from ``score`` on.

    ``catalogues`` and ``repeating`` [n] are as in ``crowding``.
    """

    weights: SameQuestionWeights
    score: float
    catalogues: Rows
    repeating: npt.NDArray[np.bool_]

    def __call__(self, best: Matrix, who: Rows, rows: Rows) -> Matrix:
        """Given the largest likenesses [m, k] of some rows [m] so far, and the rows [m, k] they are with."""
        w = self.weights
        if w.likeness <= 0:
            return np.full(len(best), -np.inf, dtype=np.float32)
        rest = self.score - w.bias - max(0.0, w.one_source_one_language, w.one_source) - _MARGIN
        if w.crowding > 0:
            crowded = np.ones(len(best))
        else:  # of fewer than LISTED rows in all a nearer one may bring the mean down
            listed = best if best.shape[1] == LISTED else best[:, :0]
            crowded = crowding(listed, self.catalogues[who], self.catalogues[rows], self.repeating[rows])
        return ((rest / 2 - w.crowding * crowded) / w.likeness).astype(np.float32)


class SameQuestion:
    """Scores pairs of rows of unit ``vectors`` [n, d], given who speaks and in which language.

    ``asked`` names, per row, the question that was put to a bot (None elsewhere). That a source seldom answers one
    question twice holds no longer for one that was asked twice, nor for what it says live beside what its export says;
    and its replies, near one another as they are, make no neighbourhood crowded.

    With a ``probability`` the pairs that have at least this chance of being one question are ``near``. ``standing``
    [n, 2] is each row's crowding and how often its channel answers one question; it is given where the rows are some of
    many: it is taken over all of them, and nothing is searched. ``find`` searches. ``channels`` are the speakers where
    they aren't given.
    """

    def __init__(
        self,
        vectors: Matrix,
        languages: Sequence[str],
        speakers: Sequence[str],
        weights: SameQuestionWeights | None = None,
        asked: Sequence[str | None] = (),
        probability: float | None = None,
        standing: Floats | None = None,
        find: Find = search,
        channels: Sequence[str] = (),
    ) -> None:
        self._vectors = vectors
        self._kin = _kin(speakers, asked)
        self._live = np.asarray([one is not None for one in asked or [None] * len(vectors)], dtype=np.bool_)
        self._languages = _codes(languages)
        self._speakers = _codes(speakers)
        self._weights = weights or same_question_weights()
        self._top = abs(self._weights.likeness) + 2 * abs(self._weights.crowding) + abs(self._weights.bias)
        self._most = None if probability is None else self.distance_at(probability)
        self._found: Found | None = None
        self.standing = self._stand(channels or speakers, find) if standing is None else standing
        self.crowding, self._often = self.standing[:, 0], self.standing[:, 1]
        self._whole = self._found.whole if self._found else None

    def _stand(self, channels: Sequence[str], find: Find) -> Floats:
        """Search the neighbours, and what they tell of each row."""
        count = len(self._vectors)
        own = np.arange(count, dtype=np.int64) if self._kin is None else self._kin
        first = np.zeros(count, dtype=np.bool_)
        first[np.unique(own, return_index=True)[1]] = True
        # what a bot says live may be what its export says
        named = [f"{name}\0live" if live else name for name, live in zip(channels, self._live, strict=True)]
        often = habits(self._vectors, named if self._live.any() else channels, self._languages, first)
        repeating = often == MANY_TIMES
        kin = np.where(repeating, NOBODY, own) if self._kin is not None or repeating.any() else None
        catalogues = self._speakers * (self._languages.max(initial=0) + 1) + self._languages
        least = None
        if self._most is not None:
            least = LeastLikeness(self._weights, self._top - self._most, catalogues, repeating)
        self._found = find(self._vectors, LISTED, least, kin)
        crowded = crowding(self._found.best, catalogues[self._found.who], catalogues, repeating)
        return np.stack([crowded, often.astype(np.float64)], axis=1)

    def features(self, a: Rows, b: Rows) -> tuple[npt.NDArray[np.float64], ...]:
        """Likeness, crowding of both, one source in one language, one source in two; each [len(a), len(b)]."""
        told = self._vectors[a] @ self._vectors[b].T if self._whole is None else self._whole[a[:, None], b[None, :]]
        likeness = told.astype(np.float64)
        crowding = self.crowding[a][:, None] + self.crowding[b][None, :]
        source = self._one_source(a[:, None], b[None, :])
        language = self._languages[a][:, None] == self._languages[b][None, :]
        return likeness, crowding, *self._sources(source, language, self._often[a][:, None])

    def _one_source(self, a: Rows, b: Rows) -> npt.NDArray[np.bool_]:
        """Whether pairs come from one source, and not in reply to one question; of rows that fit each other's shape."""
        source = self._speakers[a] == self._speakers[b]
        if self._kin is not None:
            source &= (self._kin[a] != self._kin[b]) & (self._live[a] == self._live[b])
        return np.asarray(source)

    @staticmethod
    def _sources(
        source: npt.NDArray[np.bool_], language: npt.NDArray[np.bool_], often: Floats
    ) -> tuple[Floats, Floats]:
        """Of pairs of one ``source``: of one language, and of two, where it answers a question no more ``often``."""
        one, two = source & language & (often > MANY_TIMES), source & ~language & (often == ONCE)
        return one.astype(np.float64), two.astype(np.float64)

    def logits(self, a: Rows, b: Rows) -> npt.NDArray[np.float64]:
        """Log-odds [len(a), len(b)], rounded so that a last-bit difference between machines moves nothing."""
        return np.asarray(np.round(self._scores(*self.features(a, b)), _DIGITS))

    def _scores(self, likeness: Floats, crowding: Floats, one_language: Floats, two_languages: Floats) -> Floats:
        w = self._weights
        scores = w.likeness * likeness + w.crowding * crowding + w.bias
        scores += w.one_source_one_language * one_language + w.one_source * two_languages
        return np.asarray(scores)

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
        return np.asarray(np.round(self._exactly(left, right), _DIGITS))

    def _exactly(self, left: Rows, right: Rows) -> Floats:
        likeness = paired(self._vectors, left, right) if self._whole is None else self._whole[left, right]
        return self._of_pairs(left, right, likeness)

    def _of_pairs(self, left: Rows, right: Rows, likeness: Matrix) -> Floats:
        source = self._one_source(left, right)
        language = self._languages[left] == self._languages[right]
        return self._scores(
            likeness.astype(np.float64),
            self.crowding[left] + self.crowding[right],
            *self._sources(source, language, self._often[left]),
        )

    def distances_of(self, left: Rows, right: Rows) -> Floats:
        """The distances [m] of pairs of rows, as by ``distances``."""
        return self._turned(self._exactly(left, right))

    def _turned(self, scores: Floats) -> Floats:
        return np.asarray(np.round(np.maximum(self._top - scores, 0.0), _FINE))

    def distances(self, a: Rows, b: Rows) -> npt.NDArray[np.float64]:
        """The log-odds turned round into non-negative distances, rounded."""
        return self._turned(self._scores(*self.features(a, b)))

    def distance_at(self, probability: float) -> float:
        """The distance of a pair with this probability of being one question."""
        return self._top - math.log(probability / (1 - probability))
