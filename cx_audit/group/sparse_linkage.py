"""Average linkage of many rows of which few are near each other, without the matrix of all distances.

Two clusters between which no pair is near have a mean distance above the cut, and never merge: only the sums of
distances between clusters with a near pair are kept. Where clusters merge, what pairs of rows with no sum of their own
add is not computed but counted: each is above the cut. Only where that leaves the mean within the cut, the sum is
computed.

Each round merges all pairs of clusters that are nearest to each other, which for average linkage comes to the same as
merging the nearest of all again and again (reciprocal agglomerative clustering: Sumengen et al., 2021,
arXiv:2105.11653). The result is that of the full matrix, but for the order of equals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cx_audit.group.neighbours import Rows

__all__ = ["Distances", "DistancesOf", "NearPairs", "link_sparsely"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

Distances = Callable[[Rows, Rows], Floats]
"""Non-negative distances [len(a), len(b)] between two sets of rows."""

DistancesOf = Callable[[Rows, Rows], Floats]
"""Non-negative distances [m] of m pairs of rows."""

NearPairs = tuple[Rows, Rows, Floats]
"""Pairs of rows, and the distance of each."""

_DIGITS = 9
_FEW = 256
"""Pairs of rows that are quicker one by one than as a block."""
_MOST_AT_ONCE = 1_000_000
"""Distances; that many and what they are computed from take some 50 MB."""
_ODD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def _batches(sizes: Rows, most: int) -> Iterator[slice]:
    """Runs of ``sizes`` that add up to ``most``, or of one where that alone is more."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + most, "right")))
        yield slice(first, last)
        first = last


@dataclass(slots=True)
class _Sums:
    """Of pairs of clusters, the lower first: the sum of all distances between their rows, and their mean.

    A sum that is not ``exact`` is at least that much.
    """

    lower: Rows
    higher: Rows
    sum: Floats
    exact: Flags
    mean: Floats

    def at(self, which: Flags | Rows) -> _Sums:
        """Some of them."""
        return _Sums(self.lower[which], self.higher[which], self.sum[which], self.exact[which], self.mean[which])

    def beside(self, other: _Sums) -> _Sums:
        """These, then the others."""
        return _Sums(
            np.concatenate((self.lower, other.lower)),
            np.concatenate((self.higher, other.higher)),
            np.concatenate((self.sum, other.sum)),
            np.concatenate((self.exact, other.exact)),
            np.concatenate((self.mean, other.mean)),
        )


class _Clusters:
    """The clusters, each named by its lowest row, and the sums between those with a near pair."""

    def __init__(self, count: int, near: NearPairs, distances: Distances, cut: float, each: DistancesOf | None) -> None:
        self.labels = np.arange(count)
        self._size = np.ones(count, dtype=np.int64)
        self._distances, self._cut, self._each = distances, cut, each
        one, other, values = near
        exact = np.ones(len(one), dtype=np.bool_)
        self._sums = _Sums(np.minimum(one, other), np.maximum(one, other), values, exact, np.round(values, _DIGITS))

    def round(self) -> bool:
        """Merge all that are nearest to each other; False where none are within the cut."""
        sums = self._sums
        within = sums.mean <= self._cut
        open_ = np.zeros(len(self.labels), dtype=np.bool_)
        open_[sums.lower[within]] = open_[sums.higher[within]] = True
        # what has nobody within the cut has nobody there either when others have merged
        self._sums = sums.at(open_[sums.lower] & open_[sums.higher])
        one, other = self._mutual()
        if len(one):
            self._merge(one, other)
        return len(one) > 0

    def _mutual(self) -> tuple[Rows, Rows]:
        """The pairs of which either is the other's nearest; equals are in an order by chance, but always the same."""
        sums = self._sums.at(self._sums.mean <= self._cut)
        mixed = sums.lower.astype(np.uint64) * _ODD[0] ^ sums.higher.astype(np.uint64) * _ODD[1]
        order = np.lexsort((mixed * _ODD[0], sums.mean))
        one, other = sums.lower[order], sums.higher[order]
        place = np.arange(len(order))
        nearest = np.full(len(self.labels), len(order))
        np.minimum.at(nearest, one, place)
        np.minimum.at(nearest, other, place)
        mutual = (nearest[one] == place) & (nearest[other] == place)
        return one[mutual], other[mutual]

    def _merge(self, one: Rows, other: Rows) -> None:
        """Each ``other`` becomes part of ``one``, which is lower."""
        before = self._size.copy()
        name = np.arange(len(self.labels))
        name[other] = one
        self._size[one] += self._size[other]
        self.labels = name[self.labels]
        moved = np.zeros(len(self.labels), dtype=np.bool_)
        moved[one] = moved[other] = True
        anew = moved[self._sums.lower] | moved[self._sums.higher]
        kept, old = self._sums.at(~anew), self._sums.at(anew)
        self._sums = kept.beside(self._added(old, before[old.lower] * before[old.higher], name))

    def _added(self, old: _Sums, known: Rows, name: Rows) -> _Sums:
        """The sums of what are now the same two clusters, added; ``known`` is of how many distances each is."""
        one, other = name[old.lower], name[old.higher]
        key = np.minimum(one, other) * len(name) + np.maximum(one, other)
        order = np.argsort(key, kind="stable")
        order = order[(one != other)[order]]
        first = np.flatnonzero(np.diff(key[order], prepend=-1))
        lower, higher = np.divmod(key[order][first], len(name))
        pairs = self._size[lower] * self._size[higher]
        unknown = pairs - np.add.reduceat(known[order], first)
        # a pair of rows that nobody knows is not near
        total = np.add.reduceat(old.sum[order], first) + self._cut * unknown
        exact = np.logical_and.reduceat(old.exact[order], first) & (unknown == 0)
        doubted = np.flatnonzero(~exact & (np.round(total / pairs, _DIGITS) <= self._cut))
        total[doubted] = self._computed(lower[doubted], higher[doubted])
        exact[doubted] = True
        return _Sums(lower, higher, total, exact, np.round(total / pairs, _DIGITS))

    def _computed(self, one: Rows, other: Rows) -> Floats:
        """The sums of the distances [m] between clusters, from their rows."""
        members = np.argsort(self.labels, kind="stable")
        starts = np.searchsorted(self.labels[members], np.arange(len(members)))
        pairs = self._size[one] * self._size[other]
        out = np.empty(len(one))
        few = pairs <= (_FEW if self._each else 0)
        for at in np.flatnonzero(~few):
            rows, columns = (members[starts[c] : starts[c] + self._size[c]] for c in (one[at], other[at]))
            parts = _batches(np.full(len(rows), len(columns)), _MOST_AT_ONCE)
            out[at] = sum(float(self._distances(rows[part], columns).sum()) for part in parts)
        some = np.flatnonzero(few)
        for part in _batches(pairs[some], _MOST_AT_ONCE):
            which = some[part]
            out[which] = self._of_few(members, starts, one[which], other[which], pairs[which])
        return out

    def _of_few(self, members: Rows, starts: Rows, one: Rows, other: Rows, pairs: Rows) -> Floats:
        """The sums of the distances [m], pair of rows by pair of rows."""
        assert self._each is not None
        begins = np.cumsum(pairs) - pairs
        whose = np.repeat(np.arange(len(pairs)), pairs)
        row, column = np.divmod(np.arange(len(whose)) - begins[whose], self._size[other][whose])
        left, right = members[starts[one][whose] + row], members[starts[other][whose] + column]
        return np.asarray(np.add.reduceat(self._each(left, right), begins))


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
    while clusters.round():
        pass
    return np.asarray(np.unique(clusters.labels, return_inverse=True)[1], dtype=np.int64)
