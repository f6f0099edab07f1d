"""Average linkage of many rows of which few are near each other, without the matrix of all distances.

Two clusters between which no pair is near have a mean distance above the cut, and never merge: only the sums of
distances between clusters with a near pair are kept. Where two merge, what pairs with a cluster that only one of them
knew add is not computed but counted: each is above the cut. Only where that leaves the mean within the cut, the sum is
computed, all of them at once. The result is that of the full matrix, but for the order of equals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain

import numpy as np
import numpy.typing as npt

from cx_audit.group.neighbours import Rows

__all__ = ["Distances", "DistancesOf", "NearPairs", "link_sparsely"]

Floats = npt.NDArray[np.float64]

Distances = Callable[[Rows, Rows], Floats]
"""Non-negative distances [len(a), len(b)] between two sets of rows."""

DistancesOf = Callable[[Rows, Rows], Floats]
"""Non-negative distances [m] of m pairs of rows."""

NearPairs = tuple[Rows, Rows, Floats]
"""Pairs of rows, and the distance of each."""

_DIGITS = 9
_FEW = 256
"""Pairs that are quicker one by one than as a block."""
_MOST_AT_ONCE = 2_000_000
"""Distances; a matrix of them and what it is computed from take some 100 MB."""


def _batches(sizes: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Runs of ``sizes`` that add up to ``most``, or of one where that alone is more."""
    first = total = 0
    for at, size in enumerate(sizes):
        if total and total + size > most:
            yield first, at
            first, total = at, 0
        total += size
    if total:
        yield first, len(sizes)


class _Clusters:
    """The clusters by number, and for each the sums of the distances to those with a near pair.

    ``near`` are pairs of rows with their distances, each once.
    """

    def __init__(self, count: int, near: NearPairs, distances: Distances, cut: float, each: DistancesOf | None) -> None:
        self.members: dict[int, list[int]] = {row: [row] for row in range(count)}
        self._sums: dict[int, dict[int, float]] = {row: {} for row in range(count)}
        self._least: set[tuple[int, int]] = set()
        """Of which clusters the sum is only what it is at least."""
        self._cut = cut
        self._distances = distances
        self._each = each
        self._next = count
        for a, b, distance in zip(*(part.tolist() for part in near), strict=True):
            self._sums[a][b] = self._sums[b][a] = distance

    def _between(self, rows: list[int], others: list[int]) -> Iterator[tuple[int, float]]:
        """The sum of the distances from ``rows`` to each of the clusters ``others``."""
        if not others:
            return
        sizes = [len(self.members[other]) for other in others]
        for first, last in _batches(sizes, max(1, _MOST_AT_ONCE // len(rows))):
            columns = np.fromiter(chain.from_iterable(map(self.members.__getitem__, others[first:last])), np.int64)
            starts = np.cumsum([0, *sizes[first : last - 1]])
            totals = self._distances(np.asarray(rows), columns).sum(axis=0)
            yield from zip(others[first:last], np.add.reduceat(totals, starts).tolist(), strict=True)

    def _computed(self, rows: list[int], others: list[int]) -> Iterator[float]:
        """The sums of the distances from ``rows`` to each of the clusters ``others``."""
        sizes = [len(rows) * len(self.members[other]) for other in others]
        if self._each is None or sum(sizes) > _FEW:
            yield from (total for _, total in self._between(rows, others))
        elif others:
            told = [self.members[other] for other in others]
            left = np.fromiter((a for one in told for a in rows for _ in one), np.int64)
            right = np.fromiter((b for one in told for _ in rows for b in one), np.int64)
            totals = self._each(left, right)
            yield from np.add.reduceat(totals, np.cumsum([0, *sizes[:-1]])).tolist()

    def merge(self, a: int, b: int) -> tuple[int, dict[int, float]]:
        """The number of the cluster of both, and its mean distances to those it may merge with."""
        one, other = self._sums.pop(a), self._sums.pop(b)
        del one[b], other[a]
        new, self._next = self._next, self._next + 1
        sizes, cut, least, known = self.members, self._cut, self._least, self._sums
        left, right = len(sizes[a]), len(sizes[b])
        sums: dict[int, float] = {}
        means: dict[int, float] = {}
        open_: list[int] = []
        for x in one.keys() | other.keys():
            count, theirs = len(sizes[x]), known[x]
            # a pair that nobody knows is not near
            total = one[x] if x in one else cut * left * count
            total += other[x] if x in other else cut * right * count
            exact = x in one and x in other and not (least and (_pair(a, x) in least or _pair(b, x) in least))
            mean = round(total / ((left + right) * count), _DIGITS)
            sums[x] = total
            if mean <= cut:
                means[x] = mean
                if not exact:
                    open_.append(x)
            elif not exact:
                least.add(_pair(new, x))
            theirs.pop(a, None)
            theirs.pop(b, None)
        self.members[new] = self.members.pop(a) + self.members.pop(b)
        open_.sort()
        for x, total in zip(open_, self._computed(self.members[new], open_), strict=True):
            sums[x] = total
            means[x] = round(total / ((left + right) * len(sizes[x])), _DIGITS)
        for x, total in sums.items():
            self._sums[x][new] = total
        self._sums[new] = sums
        return new, means


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def link_sparsely(
    count: int, near: NearPairs, distances: Distances, cut: float, each: DistancesOf | None = None
) -> Rows:
    """Cluster labels [count], numbered by first row; clusters part where their mean distance exceeds ``cut``.

    Args:
        count: how many rows there are.
        near: all pairs of rows with a distance up to ``cut``, each once: rows, rows, distances.
        distances: non-negative distances [len(a), len(b)] between two sets of rows.
        cut: the largest mean distance within a cluster.
        each: the same distances of given pairs, where that is quicker for a few.
    """
    clusters = _Clusters(count, near, distances, cut, each)
    waiting = [(d, min(a, b), max(a, b)) for a, b, d in zip(*(part.tolist() for part in near), strict=True)]
    heapify(waiting)
    alive = clusters.members
    while waiting:
        _, a, b = heappop(waiting)
        if a in alive and b in alive:
            new, means = clusters.merge(a, b)
            for other, mean in means.items():
                if mean <= cut:
                    heappush(waiting, (mean, other, new))
    labels = np.empty(count, dtype=np.int64)
    for label, rows in enumerate(sorted(clusters.members.values(), key=min)):
        labels[rows] = label
    return labels
