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

__all__ = ["LEAST_CROWDING", "LISTED", "NEIGHBOURS", "crowding"]

Floats = npt.NDArray[np.float64]

NEIGHBOURS = 5
LISTED = 12
"""So many of an answer's nearest are looked at for the five that count."""
_FIRSTS = 3

LEAST_CROWDING = 0.2
"""In a small or sparse export nothing is near, and without a floor the least far would pass for near."""
_LEAST_OF_REPLIES = 0.4
"""Of answers of a channel that repeats itself: no catalogue may know their question, and then nothing near counts."""


def crowding(best: Matrix, theirs: Rows, own: Rows, repeating: npt.NDArray[np.bool_]) -> Floats:
    """The crowding [n] of rows, of those that are ``repeating`` at least 0.4, else 0.2.

    Where only some of LISTED nearest are known, it is no more than when all are: a nearer one takes another's place.

    Args:
        best: likeness [n, k], ascending, to the nearest rows that count; k is up to LISTED.
        theirs: the numbers [n, k] of those rows' catalogues.
        own: the number [n] of each row's own.
        repeating: which rows [n] are of a channel that answers one question many times.
    """
    floor = np.where(repeating, _LEAST_OF_REPLIES, LEAST_CROWDING)
    if not best.shape[1]:
        return floor
    likeness = best[:, ::-1].astype(np.float64)
    kinds = theirs[:, ::-1]
    known = kinds == own[:, None]
    for place in range(1, kinds.shape[1]):
        known[:, place] |= (kinds[:, :place] == kinds[:, place, None]).any(axis=1)
    kept = known | (np.cumsum(~known, axis=1) <= _FIRSTS)
    kept &= np.cumsum(kept, axis=1) <= NEIGHBOURS
    total, count = (likeness * kept).sum(axis=1), kept.sum(axis=1)
    if best.shape[1] == LISTED:  # those not listed are at most as near as the last
        total += (NEIGHBOURS - count) * likeness[:, -1]
        count = np.full(len(best), NEIGHBOURS)
    return np.asarray(np.maximum(total / count, floor))
