"""The nearest rows of a matrix and all pairs near each other, exactly, without computing all inner products in full.

Two rows' inner product is at most that of their projections, plus the product of the lengths that the projections
leave over (Cauchy and Schwarz). Projected onto the few directions in which the rows spread most, nearly all pairs are
out of the question by that bound; the others are computed in full, one by one, so that a pair comes out the same
whatever the blocks were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from cx_audit.group.vectors import Matrix

__all__ = [
    "NOBODY",
    "Find",
    "Found",
    "Least",
    "Likenesses",
    "Rows",
    "Search",
    "beginning",
    "laid_out",
    "paired",
    "search",
]

Rows = npt.NDArray[np.int64]

Likenesses = tuple[Rows, Rows, Matrix]
"""Rows, rows, and the inner product of each pair."""

Least = Callable[[Matrix, Rows, Rows], Matrix]
"""From the largest inner products [m, k], the rows [m, k] they are with, and the rows [m] they are of, to numbers [m]:
a pair is near whose product reaches both's sum.

A row that is nearer than one of those known must not make a number smaller when it takes its place.
"""

Find = Callable[[Matrix, int, Least | None, Rows | None], "Found"]
"""``search``, or what comes to the same."""

_BLOCK = 2048
"""Up to so many rows all inner products are one small matrix."""
_PLAIN = 12_000
"""Up to so many rows their projections cost more than they spare."""
_DIRECTIONS, _ENOUGH = (256, 448), 0.9
"""More directions are taken where the rows' projections on fewer keep less than this of their squared lengths."""
_SAMPLE = 4096
_AROUND = 512
"""Rows to a landmark: those near the same one are searched first."""
_PAIRS = 4096
_MANY = 0.012
"""Of a block's pairs; where more are in question, all of them are computed at once."""
_HELD = 4_000_000
_UNSEEN, _ITSELF = -3.0, -2.0
"""Below any inner product of unit rows."""
_MARGIN = np.float32(1e-5)
"""What float32 may add to an inner product of unit rows."""
_SPARE = 1e-6


NOBODY = -1
"""The kin of rows that count among nobody's nearest."""


@dataclass(frozen=True, slots=True)
class Found:
    """``best`` [n, k]: each row's largest inner products, ascending, and with ``who`` [n, k].

    ``left`` and ``right`` are the near pairs, the lower row first.

    ``whole`` are all inner products [n, n], where there are few.
    """

    best: Matrix
    who: Rows
    left: Rows
    right: Rows
    likeness: Matrix
    whole: Matrix | None = None


def paired(vectors: Matrix, left: Rows, right: Rows) -> Matrix:
    """The inner products [m] of the rows ``left`` and ``right``, each the same in whatever company."""
    out = np.empty(len(left), dtype=np.float32)
    for start in range(0, len(left), _PAIRS):
        part = slice(start, start + _PAIRS)
        np.einsum("ij,ij->i", vectors[left[part]], vectors[right[part]], out=out[part])
    return out


def search(vectors: Matrix, nearest: int, least: Least | None = None, kin: Rows | None = None) -> Found:
    """The ``nearest`` largest inner products of each row with others, and near pairs if ``least`` says what is near.

    ``vectors`` [n, d] are unit rows. Of rows with one number in ``kin`` the first stands for all, and none of them
    counts among another's nearest; those with NOBODY count among no row's nearest.
    """
    first, nearest = beginning(len(vectors), nearest, kin)
    if len(vectors) <= _BLOCK:
        return _at_once(vectors, nearest, least, kin, first)
    return Search(vectors, nearest, least, kin, first, *laid_out(vectors)).run()


def beginning(count: int, nearest: int, kin: Rows | None) -> tuple[npt.NDArray[np.bool_], int]:
    """Which of ``count`` rows are the first of their kin; and of how many nearest there can be."""
    first = np.ones(count, dtype=np.bool_)
    if kin is not None:
        first[:] = False
        first[np.unique(kin, return_index=True)[1]] = True
        first[kin == NOBODY] = False
    return first, min(nearest, int(first.sum()) - 1)


def laid_out(vectors: Matrix) -> tuple[Rows, Matrix]:
    """The order in which rows are searched, and in that order rows whose inner products bound those of ``vectors``."""
    projected = _projected(vectors)
    order = _ordered(projected)
    return order, projected[order]


def _counting(likeness: Matrix, kin: Rows | None, first: npt.NDArray[np.bool_]) -> Matrix:
    """The inner products [n, n] of rows with each other, but _ITSELF where the one doesn't count for the other."""
    told = likeness.copy()
    np.fill_diagonal(told, _ITSELF)
    if kin is not None:
        told[(kin[:, None] == kin[None, :]) | ~first[None, :]] = _ITSELF
    return told


def _nearest(likeness: Matrix, nearest: int, kin: Rows | None, first: npt.NDArray[np.bool_]) -> tuple[Matrix, Rows]:
    """The largest inner products of each row, ascending, among those [n, n] of rows with each other, and with whom."""
    if nearest < 1:
        return np.empty((len(likeness), 0), dtype=np.float32), np.empty((len(likeness), 0), dtype=np.int64)
    told = _counting(likeness, kin, first)
    some = np.argpartition(told, -nearest, axis=1)[:, -nearest:]
    ascending = np.take_along_axis(some, np.argsort(np.take_along_axis(told, some, axis=1), axis=1), axis=1)
    return np.take_along_axis(told, ascending, axis=1), ascending


def _at_once(
    vectors: Matrix, nearest: int, least: Least | None, kin: Rows | None, first: npt.NDArray[np.bool_]
) -> Found:
    whole = np.asarray(vectors @ vectors.T)
    best, who = _nearest(whole, nearest, kin, first)
    if least is None:
        none = np.empty(0, dtype=np.int64)
        return Found(best, who, none, none, np.empty(0, dtype=np.float32), whole)
    needed = least(best, who, np.arange(len(vectors)))
    left, right = _upper(whole >= needed[:, None] + needed[None, :])
    return Found(best, who, left, right, whole[left, right], whole)


def _upper(marked: npt.NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """The places of what is marked in a square, above its diagonal."""
    left, right = np.divmod(np.flatnonzero(marked), len(marked))
    once = left < right
    return left[once], right[once]


def _directions(vectors: Matrix) -> Matrix:
    """Orthonormal columns [d, m]: about the directions in which the rows spread most, by the power method."""
    sample = vectors[:: max(1, len(vectors) // _SAMPLE)]
    spread = (sample.T @ sample).astype(np.float64)
    for most in _DIRECTIONS:
        width = min(most, vectors.shape[1])
        basis = np.linalg.qr(spread @ (spread @ spread[:, :width]))[0]
        if (basis * (spread @ basis)).sum() >= _ENOUGH * np.trace(spread):
            break
    return basis.astype(np.float32)


def _projected(vectors: Matrix) -> Matrix:
    """Rows [n, m] whose inner products are at least those of ``vectors``."""
    if len(vectors) <= _PLAIN:
        return vectors
    basis = _directions(vectors)
    width = basis.shape[1]
    out = np.empty((len(vectors), width + 1), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        part = slice(start, start + _BLOCK)
        np.matmul(vectors[part], basis, out=out[part, :width])
        length = np.einsum("ij,ij->i", vectors[part], vectors[part], dtype=np.float64)
        kept = np.einsum("ij,ij->i", out[part, :width], out[part, :width], dtype=np.float64)
        out[part, width] = np.sqrt(np.maximum(length - kept, 0.0) + _SPARE)
    return out


def _ordered(projected: Matrix) -> Rows:
    """The rows, those near the same landmark one after another."""
    landmarks = projected[::_AROUND]
    at = np.empty(len(projected), dtype=np.int64)
    for start in range(0, len(projected), _BLOCK):
        part = slice(start, start + _BLOCK)
        at[part] = np.argmax(projected[part] @ landmarks.T, axis=1)
    return np.asarray(np.argsort(at, kind="stable"))


class Search:
    """Block by block; what is known of the rows' nearest so far says which pairs are still in question.

    ``order`` and ``bounds`` are those of ``laid_out``; ``known`` are the ``best`` and ``who`` known already. Where the
    blocks are searched in several places, ``taken`` tells in each what another must ``take`` to come to the same end.
    """

    def __init__(
        self,
        vectors: Matrix,
        nearest: int,
        least: Least | None,
        kin: Rows | None,
        first: npt.NDArray[np.bool_],
        order: Rows,
        bounds: Matrix,
        known: tuple[Matrix, Rows] | None = None,
    ) -> None:
        self._vectors, self._kin, self._first, self._least = vectors, kin, first, least
        shape = len(vectors), max(nearest, 0)
        unseen = np.full(shape, _UNSEEN, dtype=np.float32), np.zeros(shape, dtype=np.int64)
        self.best, self.who = known or unseen
        self._need = self._needed(np.arange(len(vectors)), self.best, self.who)
        self._order = order
        self._bounds = bounds
        self._near: list[Likenesses] = []
        self._taken: list[Likenesses] = []
        self.parts = [slice(start, start + _BLOCK) for start in range(0, len(order), _BLOCK)]

    def run(self) -> Found:
        """All blocks: first each with itself, which tells most rows' nearest."""
        for part in self.parts:
            self.inside(part)
            self._taken.clear()
        for one, other in combinations(self.parts, 2):
            self.between(one, other)
            self._taken.clear()
        return self.found()

    def taken(self) -> Likenesses:
        """The pairs that were worth keeping since it was last asked, each once: rows, rows, inner products."""
        taken, self._taken = self._taken, []
        none = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        left, right, likeness = (np.concatenate(parts) for parts in zip(none, *taken, strict=True))
        return left, right, likeness

    def found(self) -> Found:
        """What all blocks have told."""
        self._condense()
        left, right, likeness = self._near[0]
        by_rows = np.lexsort((right, left))
        return Found(self.best, self.who, left[by_rows], right[by_rows], likeness[by_rows])

    def inside(self, part: slice) -> None:
        """The pairs within a block."""
        rows = self._order[part]
        block = self._vectors[rows]
        likeness = block @ block.T
        nearest = min(self.best.shape[1], len(rows) - 1)
        best = np.full((len(rows), self.best.shape[1]), _UNSEEN, dtype=np.float32)
        who = np.zeros(best.shape, dtype=np.int64)
        kin = None if self._kin is None else self._kin[rows]
        found, those = _nearest(likeness, nearest, kin, self._first[rows])
        told = slice(best.shape[1] - nearest, None)
        best[:, told], who[:, told] = found - _MARGIN, rows[those]
        known = best, self._needed(rows, best, who), self._first[rows]
        left, right = _upper(_in_question(likeness, known, known))
        self._compute(rows[left], rows[right])

    def between(self, one: slice, other: slice) -> None:
        """The pairs between two blocks."""
        a, b = self._order[one], self._order[other]
        known = [(self.best[rows], self._need[rows], self._first[rows]) for rows in (a, b)]
        found = np.flatnonzero(_in_question(self._bounds[one] @ self._bounds[other].T, *known))
        if len(found) > _MANY * len(a) * len(b):
            found = np.flatnonzero(_in_question(self._vectors[a] @ self._vectors[b].T, *known))
        if len(found):
            self._compute(a[found // len(b)], b[found % len(b)])

    def _needed(self, rows: Rows, best: Matrix, who: Rows) -> Matrix:
        if self._least is None:
            return np.full(len(rows), np.inf, dtype=np.float32)
        return self._least(best, who, rows)

    def _compute(self, left: Rows, right: Rows) -> None:
        self.take(left, right, paired(self._vectors, left, right))

    def take(self, left: Rows, right: Rows, likeness: Matrix) -> None:
        """Keep what these pairs tell, none of which was taken before."""
        telling = np.zeros(len(left), dtype=np.bool_)
        if self.best.shape[1]:
            forth, back = (likeness > self.best[rows, 0] for rows in (left, right))
            if self._kin is not None:
                strangers = self._kin[left] != self._kin[right]
                forth &= strangers & self._first[right]
                back &= strangers & self._first[left]
            telling = forth | back
            owners, others = np.concatenate([left[forth], right[back]]), np.concatenate([right[forth], left[back]])
            self._best_of(owners, others, np.concatenate([likeness[forth], likeness[back]]))
        kept = likeness >= self._need[left] + self._need[right]
        telling |= kept
        self._taken.append((left[telling], right[telling], likeness[telling]))
        left, right = left[kept], right[kept]
        self._near.append((np.minimum(left, right), np.maximum(left, right), likeness[kept]))
        if sum(len(rows) for rows, _, _ in self._near) > _HELD:
            self._condense()

    def _best_of(self, owners: Rows, others: Rows, values: Matrix) -> None:
        """Let these inner products with others take their place among the owners' largest."""
        k = self.best.shape[1]
        touched, at = np.unique(owners, return_inverse=True)
        places = np.concatenate([np.repeat(np.arange(len(touched)), k), at])
        every = np.concatenate([self.best[touched].ravel(), values])
        everybody = np.concatenate([self.who[touched].ravel(), others])
        ends = np.cumsum(np.bincount(places, minlength=len(touched)))
        ascending = np.lexsort((every, places))[ends[:, None] - np.arange(k, 0, -1)]
        self.best[touched], self.who[touched] = every[ascending], everybody[ascending]
        self._need[touched] = self._needed(touched, self.best[touched], self.who[touched])

    def _condense(self) -> None:
        """Of the near pairs only those that still are."""
        if not self._near:
            self._near = [self.taken()]
        left, right, likeness = (np.concatenate(parts) for parts in zip(*self._near, strict=True))
        kept = likeness >= self._need[left] + self._need[right]
        self._near = [(left[kept], right[kept], likeness[kept])]


def _in_question(
    most: Matrix,
    one: tuple[Matrix, Matrix, npt.NDArray[np.bool_]],
    other: tuple[Matrix, Matrix, npt.NDArray[np.bool_]],
) -> npt.NDArray[np.bool_]:
    """Which pairs may be among either's nearest or near, given what their inner products [a, b] are at most."""
    (best, needed, first), (others_best, others_needed, others_first) = one, other
    open_: npt.NDArray[np.bool_] = np.greater_equal(most, (needed - _MARGIN)[:, None] + others_needed[None, :])
    if best.shape[1]:
        # what doesn't count is out of any row's reach
        reach, others_reach = (np.where(row, np.float32(0), np.float32(np.inf)) for row in (first, others_first))
        open_ |= most >= (best[:, 0] - _MARGIN)[:, None] + others_reach[None, :]
        open_ |= most >= (others_best[:, 0] - _MARGIN)[None, :] + reach[:, None]
    return open_
