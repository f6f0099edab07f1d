"""Average linkage of many rows of which few are near each other, without the matrix of all distances.

Two clusters between which no pair is near have a mean distance above the cut, and never merge: only the sums of
distances between clusters with a near pair are kept. Where two merge, the sums to a cluster that only one of them
knew are computed then, all of them at once. The result is that of the full matrix, but for the order of equals.
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

    def __init__(self, count: int, near: NearPairs, distances: Distances, each: DistancesOf | None) -> None:
        self.members: dict[int, list[int]] = {row: [row] for row in range(count)}
        self._sums: dict[int, dict[int, float]] = {row: {} for row in range(count)}
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

    def _lone(self, rows: list[int], known: list[int], others: list[int], unknown: list[int]) -> Iterator[float]:
        """The sums of the distances from ``rows`` to the clusters ``known``, then from ``others`` to ``unknown``."""
        told = [(rows, self.members[x]) for x in known] + [(others, self.members[x]) for x in unknown]
        sizes = [len(a) * len(b) for a, b in told]
        if self._each is None or sum(sizes) > _FEW:
            yield from (total for _, total in self._between(rows, known))
            yield from (total for _, total in self._between(others, unknown))
        elif told:
            left = np.fromiter((a for one, other in told for a in one for _ in other), np.int64)
            right = np.fromiter((b for one, other in told for _ in one for b in other), np.int64)
            totals = self._each(left, right)
            yield from np.add.reduceat(totals, np.cumsum([0, *sizes[:-1]])).tolist()

    def merge(self, a: int, b: int) -> tuple[int, dict[int, float]]:
        """The number of the cluster of both, and its mean distances to those with a near pair."""
        one, other = self._sums.pop(a), self._sums.pop(b)
        del one[b], other[a]
        sums = {x: total + other[x] for x, total in one.items() if x in other}
        ones, others = [x for x in one if x not in other], [x for x in other if x not in one]
        totals = self._lone(self.members[b], ones, self.members[a], others)
        for x, total in zip((*ones, *others), totals, strict=True):
            sums[x] = (one[x] if x in one else other[x]) + total
        new, self._next = self._next, self._next + 1
        self.members[new] = self.members.pop(a) + self.members.pop(b)
        self._sums[new] = sums
        for x, total in sums.items():
            theirs = self._sums[x]
            theirs.pop(a, None)
            theirs.pop(b, None)
            theirs[new] = total
        size = len(self.members[new])
        return new, {x: round(total / (size * len(self.members[x])), _DIGITS) for x, total in sums.items()}


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
    clusters = _Clusters(count, near, distances, each)
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
