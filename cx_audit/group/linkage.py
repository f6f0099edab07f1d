"""Average linkage over same-question scores, cut at a threshold.

Two clusters merge only where their mean distance is below the cut, so at least one pair between them is: the
clusters lie inside the connected parts of the graph of near pairs, and each part can be linked by itself with
the same result as linking everything at once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from cx_audit.group.sparse_linkage import link_sparsely

__all__ = ["Distances", "Near", "NearPairs", "Rows", "average_linkage"]

Rows = npt.NDArray[np.int64]

Distances = Callable[[Rows, Rows], npt.NDArray[np.float64]]
"""Non-negative distances [len(a), len(b)] between two sets of rows."""

NearPairs = tuple[Rows, Rows, npt.NDArray[np.float64]]
"""Places in two sets of rows, and the distance of each pair."""

Near = Callable[[Rows, Rows, float], NearPairs]
"""The pairs between two sets of rows with a distance up to a cut."""

_BLOCK = 2048
_DENSE = 1500
"""Up to so many rows the matrix of all distances is small, and linking it quicker."""


def _all_near(count: int, near: Near, cut: float) -> NearPairs:
    """The near pairs, each once, the lower row first."""
    found: list[NearPairs] = []
    for i in range(0, count, _BLOCK):
        a = np.arange(i, min(i + _BLOCK, count))
        for j in range(i, count, _BLOCK):
            rows, columns, values = near(a, np.arange(j, min(j + _BLOCK, count)), cut)
            once = rows + i < columns + j
            found.append((rows[once] + i, columns[once] + j, values[once]))
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, columns, values


def _parts(count: int, pairs: NearPairs) -> Rows:
    """The connected part of each row."""
    rows, columns, _ = pairs
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _dense(members: Rows, distances: Distances, cut: float) -> Rows:
    inner = distances(members, members)
    np.fill_diagonal(inner, 0.0)
    inner = (inner + inner.T) / 2
    found = fcluster(linkage(squareform(inner, checks=False), "average"), cut, "distance")
    return np.asarray(found - 1, dtype=np.int64)


def _sparse(members: Rows, pairs: NearPairs, distances: Distances, cut: float) -> Rows:
    rows, columns, values = pairs
    inside = np.isin(rows, members)
    own = np.searchsorted(members, rows[inside]), np.searchsorted(members, columns[inside]), values[inside]
    return link_sparsely(len(members), own, lambda a, b: distances(members[a], members[b]), cut)


def average_linkage(count: int, distances: Distances, cut: float, near: Near | None = None) -> Rows:
    """Cluster labels [count]; clusters part where their mean distance exceeds ``cut``.

    ``near`` finds near pairs sooner than by ``distances``, from which they are taken otherwise.
    """
    if count == 0:
        return np.zeros(0, dtype=np.int64)

    def measured(a: Rows, b: Rows, most: float) -> NearPairs:
        between = distances(a, b)
        rows, columns = np.nonzero(between <= most)
        return rows, columns, between[rows, columns]

    pairs = _all_near(count, near or measured, cut)
    parts = _parts(count, pairs)
    labels = np.zeros(count, dtype=np.int64)
    following = 0
    order = np.argsort(parts, kind="stable")
    for members in np.split(order, np.nonzero(np.diff(parts[order]))[0] + 1):
        if len(members) == 1:
            found = np.zeros(1, dtype=np.int64)
        elif len(members) <= _DENSE:
            found = _dense(members, distances, cut)
        else:
            found = _sparse(members, pairs, distances, cut)
        labels[members] = found + following
        following += int(found.max()) + 1
    return labels
