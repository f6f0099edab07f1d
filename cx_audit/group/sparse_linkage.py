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

__all__ = ["link_sparsely"]

Rows = npt.NDArray[np.int64]
Distances = Callable[[Rows, Rows], npt.NDArray[np.float64]]

_DIGITS = 9
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

    def __init__(self, count: int, near: tuple[Rows, Rows, npt.NDArray[np.float64]], distances: Distances) -> None:
        self.members: dict[int, list[int]] = {row: [row] for row in range(count)}
        self._sums: dict[int, dict[int, float]] = {row: {} for row in range(count)}
        self._distances = distances
        self._next = count
        for a, b, distance in zip(*(part.tolist() for part in near), strict=True):
            self._sums[a][b] = self._sums[b][a] = distance

    def _between(self, rows: list[int], others: list[int]) -> Iterator[tuple[int, float]]:
        """The sum of the distances from ``rows`` to each of the clusters ``others``."""
        sizes = [len(self.members[other]) for other in others]
        for first, last in _batches(sizes, max(1, _MOST_AT_ONCE // len(rows))):
            columns = np.fromiter(chain.from_iterable(map(self.members.__getitem__, others[first:last])), np.int64)
            starts = np.cumsum([0, *sizes[first : last - 1]])
            totals = self._distances(np.asarray(rows), columns).sum(axis=0)
            yield from zip(others[first:last], np.add.reduceat(totals, starts).tolist(), strict=True)

    def merge(self, a: int, b: int) -> tuple[int, dict[int, float]]:
        """The number of the cluster of both, and its mean distances to those with a near pair."""
        one, other = self._sums.pop(a), self._sums.pop(b)
        del one[b], other[a]
        sums = {x: total + other[x] for x, total in one.items() if x in other}
        for known, rows, rest in ((one, self.members[b], other), (other, self.members[a], one)):
            lone = [x for x in known if x not in rest]
            sums.update((x, known[x] + total) for x, total in self._between(rows, lone))
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
    count: int, near: tuple[Rows, Rows, npt.NDArray[np.float64]], distances: Distances, cut: float
) -> Rows:
    """Cluster labels [count], numbered by first row; clusters part where their mean distance exceeds ``cut``.

    Args:
        count: how many rows there are.
        near: all pairs of rows with a distance up to ``cut``, each once: rows, rows, distances.
        distances: non-negative distances [len(a), len(b)] between two sets of rows.
        cut: the largest mean distance within a cluster.
    """
    clusters = _Clusters(count, near, distances)
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
