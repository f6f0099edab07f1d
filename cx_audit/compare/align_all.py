"""Pair the facts of all answers to a question, so that what two answers say alike guides what a third is held against.

Where the bot names one date, the page three, and the macro one of those three, the bot's date belongs to the one that
page and macro share. Where two of them differ and a third gives both values, each of its own thing, these are two
things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from cx_audit.compare.align import Aligned, Votes, align
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.timetable import timetable
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.compare.witness import Witnesses, tells_apart
from cx_audit.facts import Relation

__all__ = ["align_all"]

_VOTE, _MOST = 0.1, 0.3
_APART = 0.5

Place = tuple[int, int]
"""An answer's row, and where in it a value begins."""


class _Partner(NamedTuple):
    """The value that a value was paired with in another answer."""

    place: Place
    relation: Relation
    fact: FactInContext


_Partners = dict[Place, dict[int, _Partner]]


def _partners(pairs: dict[tuple[int, int], list[Aligned]]) -> _Partners:
    """For each value the one it was paired with in each other answer."""
    out: _Partners = defaultdict(dict)
    for (i, j), aligned in pairs.items():
        for pair in aligned:
            left, right = (i, pair.left.fact.start), (j, pair.right.fact.start)
            out[left][j] = _Partner(right, pair.relation, pair.right)
            out[right][i] = _Partner(left, pair.relation, pair.left)
    return out


def _voted(i: int, j: int, partners: _Partners, own: Sequence[Aligned]) -> Iterator[tuple[int, int]]:
    """Values of answers ``i`` and ``j`` that a third answer brings together: it says the one, and meets the other."""
    for near, far, side in ((i, j, 0), (j, i, 1)):
        for pair in own:
            if pair.relation is Relation.EQUAL:
                continue
            start = (pair.left, pair.right)[side].fact.start
            for row, met in partners[near, start].items():
                if row == far:
                    continue
                said = partners.get(met.place, {}).get(far)
                if said and said.relation is Relation.EQUAL:
                    yield (start, said.place[1]) if side == 0 else (said.place[1], start)


def _witness(
    i: int, j: int, pair: Aligned, partners: _Partners, views: Sequence[AnswerView], contexts: Contexts
) -> AnswerView | None:
    """The answer, first by its id, that gives both of two differing values, each of its own thing."""
    if pair.relation is not Relation.DIFFERENT or pair.same_day:
        return None
    here, there = partners[i, pair.left.fact.start], partners[j, pair.right.fact.start]
    for row in sorted(here.keys() & there.keys() - {i, j}, key=lambda row: views[row].answer.id):
        x, y = here[row], there[row]
        gives_both = x.relation is y.relation is Relation.EQUAL and x.place != y.place
        if gives_both and tells_apart(views[row], x.fact, y.fact, pair, contexts):
            return views[row]
    return None


def _choice(pair: Aligned) -> bool:
    """Whether either value could be held against another one."""
    return any(len(view.by_kind.get(pair.left.fact.kind, ())) > 1 for view in pair.between)


def _votes(i: int, j: int, partners: _Partners, own: Sequence[Aligned], doubted: Sequence[Aligned]) -> Votes:
    """What third answers say for and against setting two values side by side; empty where that changes nothing."""
    paired = {(pair.left.fact.start, pair.right.fact.start) for pair in own}
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for places in _voted(i, j, partners, own):
        votes[places] = min(votes[places] + _VOTE, _MOST)
    against = {(p.left.fact.start, p.right.fact.start): -_APART for p in doubted if _choice(p)}
    return votes | against if against or votes.keys() - paired else {}


def align_all(views: Sequence[AnswerView], contexts: Contexts) -> dict[tuple[int, int], list[Aligned]]:
    """The pairing of each two answers, by their rows, the lower first."""
    tables = [timetable(view) for view in views]
    pairs = {
        (i, j): align(views[i], views[j], contexts, (tables[i], tables[j]))
        for i, j in combinations(range(len(views)), 2)
    }
    if len(views) < 3:
        return pairs
    partners, witnesses = _partners(pairs), Witnesses(views, contexts)

    def explained(i: int, j: int, pair: Aligned) -> Aligned:
        third = witnesses.of(i, j, pair)
        return pair if third is None else replace(pair, witness=third)

    def heard(i: int, j: int, pair: Aligned) -> Aligned:
        third = _witness(i, j, pair, partners, views, contexts) if pair.witness is None else None
        return pair if third is None else replace(pair, witness=third)

    for (i, j), first in list(pairs.items()):
        own = [explained(i, j, pair) for pair in first]
        # by the words next to them alone two values are of two things: there may be better partners
        doubted = [pair for pair in own if heard(i, j, pair) is not pair]
        if votes := _votes(i, j, partners, own, doubted):
            second = align(views[i], views[j], contexts, (tables[i], tables[j]), votes)
            own = [explained(i, j, pair) for pair in second]
        pairs[i, j] = [heard(i, j, pair) for pair in own]
    return pairs
