"""How crowded an answer's neighbourhood is: where many questions are near, the same likeness means less.

It is the mean likeness to the five nearest, counting so that it says how near other questions are, and not how many
answers a question has: replies of a channel that answers one question many times aren't counted, and of the
catalogues (a channel's answers in one language, each question once) that have an answer near by, only three bring
their first.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cx_audit.group.neighbours import Rows
from cx_audit.group.vectors import Matrix

__all__ = ["LEAST_CROWDING", "LISTED", "NEIGHBOURS", "crowding", "least_crowding"]

Floats = npt.NDArray[np.float64]

NEIGHBOURS = 5
LISTED = 12
"""So many of an answer's nearest are looked at for the five that count."""
_FIRSTS = 3

LEAST_CROWDING = 0.2
"""In a small or sparse export nothing is near, and without a floor the least far would pass for near."""
_LEAST_OF_REPLIES = 0.4
"""Of answers of a channel that repeats itself: no catalogue may know their question, and then nothing near counts."""


def crowding(best: Matrix, who: Rows, catalogues: Rows, repeating: npt.NDArray[np.bool_]) -> Floats:
    """The crowding [n] of rows, of those that are ``repeating`` at least 0.4, else 0.2.

    Args:
        best: likeness [n, k], ascending, to the nearest rows that count; k is up to LISTED.
        who: those rows [n, k].
        catalogues: of each row [n] the number of its catalogue.
        repeating: which rows [n] are of a channel that answers one question many times.
    """
    floor = np.where(repeating, _LEAST_OF_REPLIES, LEAST_CROWDING)
    if not best.shape[1]:
        return floor
    likeness = best[:, ::-1].astype(np.float64)
    kinds = catalogues[who[:, ::-1]]
    known = kinds == catalogues[:, None]
    for place in range(1, kinds.shape[1]):
        known[:, place] |= (kinds[:, :place] == kinds[:, place, None]).any(axis=1)
    kept = known | (np.cumsum(~known, axis=1) <= _FIRSTS)
    kept &= np.cumsum(kept, axis=1) <= NEIGHBOURS
    total, count = (likeness * kept).sum(axis=1), kept.sum(axis=1)
    if best.shape[1] == LISTED:  # those not listed are at most as near as the last
        total += (NEIGHBOURS - count) * likeness[:, -1]
        count = np.full(len(best), NEIGHBOURS)
    return np.asarray(np.maximum(total / count, floor))


def least_crowding(best: Matrix, catalogues: int) -> Floats:
    """What the crowding [n] comes to at least, where each row's nearest are at least as near as ``best``.

    ``catalogues`` is how many there are: so many, less three, may be passed over before one counts.
    """
    if not best.shape[1]:
        return np.full(len(best), LEAST_CROWDING)
    passed = max(0, catalogues - _FIRSTS) if best.shape[1] == LISTED else LISTED
    ranks = np.minimum(np.arange(1, NEIGHBOURS + 1) + passed, best.shape[1])
    return np.asarray(np.maximum(best[:, -ranks].mean(axis=1, dtype=np.float64), LEAST_CROWDING))
