"""Average linkage over same-question scores, cut at a threshold.

Two clusters merge only where their mean distance is below the cut, so at least one pair between them is: the
clusters lie inside the connected parts of the graph of near pairs, and each part can be linked by itself with
the same result as linking everything at once.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from cx_audit.group.neighbours import Rows
from cx_audit.group.sparse_linkage import Distances, DistancesOf, NearPairs, link_sparsely

__all__ = ["Distances", "DistancesOf", "NearPairs", "Rows", "average_linkage"]

_BLOCK = 2048
_DENSE = 64
"""Up to so many rows the matrix of all distances is small, and linking it quicker."""
_FULL, _MOST = 0.1, 2048
"""Also where more than this share of the pairs is near, up to so many rows."""


def _all_near(count: int, distances: Distances, cut: float) -> NearPairs:
    """The near pairs, each once, the lower row first."""
    found: list[NearPairs] = []
    for i in range(0, count, _BLOCK):
        a = np.arange(i, min(i + _BLOCK, count))
        for j in range(i, count, _BLOCK):
            between = distances(a, np.arange(j, min(j + _BLOCK, count)))
            rows, columns = np.nonzero(between <= cut)
            once = rows + i < columns + j
            found.append((rows[once] + i, columns[once] + j, between[rows, columns][once]))
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, columns, values


def _parts(count: int, pairs: NearPairs) -> Rows:
    """The connected part of each row."""
    rows, columns, _ = pairs
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _by_part(parts: Rows, pairs: NearPairs) -> Iterator[tuple[Rows, NearPairs]]:
    """The rows of each connected part of several, and the near pairs between them."""
    rows, columns, values = pairs
    order = np.argsort(parts, kind="stable")
    of_pairs = np.argsort(parts[rows], kind="stable")
    starts = np.searchsorted(parts[order], np.arange(parts.max() + 2))
    pair_starts = np.searchsorted(parts[rows][of_pairs], np.arange(parts.max() + 2))
    for part in np.nonzero(np.diff(starts) > 1)[0]:
        inside = of_pairs[pair_starts[part] : pair_starts[part + 1]]
        yield order[starts[part] : starts[part + 1]], (rows[inside], columns[inside], values[inside])


def _full(count: int, near: int) -> bool:
    return count <= _MOST and near > _FULL * count * (count - 1) / 2


def _dense(members: Rows, distances: Distances, cut: float) -> Rows:
    inner = distances(members, members)
    np.fill_diagonal(inner, 0.0)
    inner = (inner + inner.T) / 2
    found = fcluster(linkage(squareform(inner, checks=False), "average"), cut, "distance")
    return np.asarray(found - 1, dtype=np.int64)


def _sparse(members: Rows, pairs: NearPairs, distances: Distances, cut: float, each: DistancesOf | None) -> Rows:
    rows, columns, values = pairs
    own = np.searchsorted(members, rows), np.searchsorted(members, columns), values
    return link_sparsely(
        len(members),
        own,
        lambda a, b: distances(members[a], members[b]),
        cut,
        (lambda a, b: each(members[a], members[b])) if each else None,
    )


def average_linkage(
    count: int, distances: Distances, cut: float, near: NearPairs | None = None, each: DistancesOf | None = None
) -> Rows:
    """Cluster labels [count]; clusters part where their mean distance exceeds ``cut``.

    Args:
        count: how many rows there are.
        distances: non-negative distances between two sets of rows.
        cut: the largest mean distance within a cluster.
        near: all pairs with a distance up to ``cut``, where they are known; each once.
        each: the same distances of given pairs, where that is quicker for a few.
    """
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    pairs = _all_near(count, distances, cut) if near is None else near
    labels = np.full(count, -1)
    following = 0
    for members, inside in _by_part(_parts(count, pairs), pairs):
        if len(members) <= _DENSE or _full(len(members), len(inside[0])):
            found = _dense(members, distances, cut)
        else:
            found = _sparse(members, inside, distances, cut, each)
        labels[members] = found + following
        following += int(found.max()) + 1
    alone = np.nonzero(labels < 0)[0]
    labels[alone] = following + np.arange(len(alone))
    return labels
