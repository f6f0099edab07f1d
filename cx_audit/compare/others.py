"""What the other answers to a question say of two differing values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cx_audit.compare.align import Aligned
from cx_audit.facts import Relation

__all__ = ["Met", "met_rows", "unmet"]

Place = tuple[int, int]
"""An answer's row, and where in it a value begins."""

Met = Mapping[Place, set[int]]
"""For each value the rows of the answers that say it, too, or say another for it."""

_UNKNOWN = 0.5


def met_rows(pairs: Mapping[tuple[int, int], Sequence[Aligned]]) -> Met:
    """Who meets whom, by the pairing of each two answers."""
    out: dict[Place, set[int]] = defaultdict(set)
    for (i, j), aligned in pairs.items():
        for pair in aligned:
            if pair.relation in (Relation.EQUAL, Relation.DIFFERENT):
                out[i, pair.left.fact.start].add(j)
                out[j, pair.right.fact.start].add(i)
    return out


def unmet(i: int, j: int, pair: Aligned, met: Met, rows: int) -> float:
    """How many of the other answers have nothing to say on either value, as a share; one half where there are none.

    What one channel alone speaks of is seldom what was asked.

    Args:
        i, j: the rows of the two answers.
        pair: their differing values.
        met: of ``met_rows``.
        rows: how many answers the question has.
    """
    others = rows - 2
    if others < 1:
        return _UNKNOWN
    places = (i, pair.left.fact.start), (j, pair.right.fact.start)
    return 1 - sum(len(met.get(place, set()) - {i, j}) for place in places) / (2 * others)
