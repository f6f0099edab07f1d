"""Pair the facts of all answers to a question, so that what two answers say alike guides what a third is held against.

Where the bot names one date, the page three, and the macro one of those three, the bot's date belongs to the one that
page and macro share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from cx_audit.compare.align import Aligned, Votes, align
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.timetable import timetable
from cx_audit.compare.view import AnswerView
from cx_audit.facts import Relation

__all__ = ["align_all"]

_VOTE, _MOST = 0.1, 0.3

Place = tuple[int, int]
"""An answer's row, and where in it a value begins."""
_Partners = dict[Place, dict[int, tuple[Place, Relation]]]


def _partners(pairs: dict[tuple[int, int], list[Aligned]]) -> _Partners:
    """For each value the one it was paired with in each other answer."""
    out: _Partners = defaultdict(dict)
    for (i, j), aligned in pairs.items():
        for pair in aligned:
            left, right = (i, pair.left.fact.start), (j, pair.right.fact.start)
            out[left][j] = right, pair.relation
            out[right][i] = left, pair.relation
    return out


def _voted(i: int, j: int, partners: _Partners, own: Sequence[Aligned]) -> Iterator[tuple[int, int]]:
    """Values of answers ``i`` and ``j`` that a third answer brings together: it says the one, and meets the other."""
    for near, far, side in ((i, j, 0), (j, i, 1)):
        for pair in own:
            if pair.relation is Relation.EQUAL:
                continue
            start = (pair.left, pair.right)[side].fact.start
            for row, (place, _) in partners[near, start].items():
                if row == far:
                    continue
                said = partners.get(place, {}).get(far)
                if said and said[1] is Relation.EQUAL:
                    yield (start, said[0][1]) if side == 0 else (said[0][1], start)


def _votes(i: int, j: int, partners: _Partners, own: Sequence[Aligned]) -> Votes:
    paired = {(pair.left.fact.start, pair.right.fact.start) for pair in own}
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for places in _voted(i, j, partners, own):
        votes[places] = min(votes[places] + _VOTE, _MOST)
    return votes if votes.keys() - paired else {}


def align_all(views: Sequence[AnswerView], contexts: Contexts) -> dict[tuple[int, int], list[Aligned]]:
    """The pairing of each two answers, by their rows, the lower first."""
    tables = [timetable(view) for view in views]
    pairs = {
        (i, j): align(views[i], views[j], contexts, (tables[i], tables[j]))
        for i, j in combinations(range(len(views)), 2)
    }
    if len(views) < 3:
        return pairs
    partners = _partners(pairs)
    for (i, j), own in list(pairs.items()):
        if votes := _votes(i, j, partners, own):
            pairs[i, j] = align(views[i], views[j], contexts, (tables[i], tables[j]), votes)
    return pairs
