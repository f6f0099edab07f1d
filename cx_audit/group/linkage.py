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

__all__ = ["Distances", "Rows", "average_linkage"]

Rows = npt.NDArray[np.int64]

Distances = Callable[[Rows, Rows], npt.NDArray[np.float64]]
"""Non-negative distances [len(a), len(b)] between two sets of rows."""

_BLOCK = 2048


def _parts(count: int, distances: Distances, cut: float) -> Rows:
    near_rows: list[Rows] = []
    near_columns: list[Rows] = []
    for i in range(0, count, _BLOCK):
        a = np.arange(i, min(i + _BLOCK, count))
        for j in range(i, count, _BLOCK):
            b = np.arange(j, min(j + _BLOCK, count))
            r, c = np.nonzero(distances(a, b) <= cut)
            near_rows.append(r + i)
            near_columns.append(c + j)
    r, c = np.concatenate(near_rows), np.concatenate(near_columns)
    _, labels = connected_components(
        coo_array((np.ones(len(r), dtype=np.int8), (r, c)), shape=(count, count)), directed=False
    )
    return np.asarray(labels, dtype=np.int64)


def average_linkage(count: int, distances: Distances, cut: float) -> Rows:
    """Cluster labels [count]; clusters part where their mean distance exceeds ``cut``."""
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    parts = _parts(count, distances, cut)
    labels = np.zeros(count, dtype=np.int64)
    following = 0
    order = np.argsort(parts, kind="stable")
    for members in np.split(order, np.nonzero(np.diff(parts[order]))[0] + 1):
        if len(members) == 1:
            labels[members] = following
            following += 1
            continue
        inner = distances(members, members)
        np.fill_diagonal(inner, 0.0)
        inner = (inner + inner.T) / 2
        found = fcluster(linkage(squareform(inner, checks=False), "average"), cut, "distance")
        labels[members] = found - 1 + following
        following += int(found.max())
    return labels
