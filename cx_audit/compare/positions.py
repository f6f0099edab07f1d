"""From disagreeing pairs to positions: who says what, over all answers of a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cx_audit.compare.view import AnswerView, FactInContext

__all__ = ["Agreement", "Clash", "Stance", "drawn_in", "stances"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers ``a`` and ``b`` (rows) say different things with these facts, with this probability.

    ``apart``: to different customers or of different things, so rightly; ``witness`` is a third answer that says so.
    """

    a: int
    b: int
    left: FactInContext
    right: FactInContext
    probability: float
    apart: bool = False
    witness: AnswerView | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """One position: answers (rows) and, for each, the fact that says it."""

    members: tuple[tuple[int, FactInContext], ...]


Agreement = tuple[int, FactInContext, int, FactInContext]
"""Two answers (rows) that say the same, each with its fact."""


class _Union:
    def __init__(self) -> None:
        self._parent: dict[tuple[int, int], tuple[int, int]] = {}

    def find(self, x: tuple[int, int]) -> tuple[int, int]:
        self._parent.setdefault(x, x)
        while self._parent[x] != x:
            x = self._parent[x]
        return x

    def join(self, x: tuple[int, int], y: tuple[int, int]) -> None:
        a, b = sorted((self.find(x), self.find(y)))
        self._parent[b] = a


def _key(row: int, fact: FactInContext) -> tuple[int, int]:
    return (row, fact.fact.start)


def _sides(clashes: Sequence[Clash], agreeing: _Union) -> dict[tuple[int, int], dict[int, FactInContext]]:
    sides: dict[tuple[int, int], dict[int, FactInContext]] = defaultdict(dict)
    for clash in clashes:
        sides[agreeing.find(_key(clash.a, clash.left))][clash.a] = clash.left
        sides[agreeing.find(_key(clash.b, clash.right))][clash.b] = clash.right
    return sides


def _topics(clashes: Sequence[Clash], agreeing: _Union) -> list[list[Clash]]:
    """Clashes that share a side belong to one finding."""
    joined = _Union()
    for clash in clashes:
        joined.join(agreeing.find(_key(clash.a, clash.left)), agreeing.find(_key(clash.b, clash.right)))
    topics: dict[tuple[int, int], list[Clash]] = defaultdict(list)
    for clash in clashes:
        topics[joined.find(agreeing.find(_key(clash.a, clash.left)))].append(clash)
    return [topics[key] for key in sorted(topics)]


def _agreeing(agreements: Sequence[Agreement]) -> _Union:
    out = _Union()
    for a, left, b, right in agreements:
        out.join(_key(a, left), _key(b, right))
    return out


def drawn_in(clashes: Sequence[Clash], weaker: Sequence[Clash], agreements: Sequence[Agreement]) -> list[Clash]:
    """Of ``weaker`` clashes those between two sides that one of ``clashes`` sets against each other.

    Who says what one side of a contradiction says contradicts the other side, too, though in words less alike.
    """
    agreeing = _agreeing(agreements)

    def ends(clash: Clash) -> frozenset[tuple[int, int]]:
        return frozenset((agreeing.find(_key(clash.a, clash.left)), agreeing.find(_key(clash.b, clash.right))))

    sure = {ends(clash) for clash in clashes}
    return [clash for clash in weaker if ends(clash) in sure]


def stances(clashes: Sequence[Clash], agreements: Sequence[Agreement]) -> list[tuple[list[Stance], list[Clash]]]:
    """Findings as lists of stances, with the clashes that support each.

    Every two answers in different stances of one finding clash; answers in one stance agree. Where the clashes
    don't divide the answers cleanly (5 days, 7 days, and "5 to 7" that fits both), a finding is told per pair of
    stances, so that no pair is claimed that was not found.
    """
    agreeing = _agreeing(agreements)
    out: list[tuple[list[Stance], list[Clash]]] = []
    for topic in _topics(clashes, agreeing):
        out.extend(_divide(topic, agreeing))
    return out


def _divide(topic: list[Clash], agreeing: _Union) -> list[tuple[list[Stance], list[Clash]]]:
    sides = _sides(topic, agreeing)
    between: dict[frozenset[tuple[int, int]], list[Clash]] = defaultdict(list)
    for clash in topic:
        ends = (agreeing.find(_key(clash.a, clash.left)), agreeing.find(_key(clash.b, clash.right)))
        between[frozenset(ends)].append(clash)
    names = sorted(sides)
    rows = [set(sides[name]) for name in names]
    complete = all(frozenset((x, y)) in between for i, x in enumerate(names) for y in names[i + 1 :])
    disjoint = all(not (rows[i] & rows[j]) for i in range(len(rows)) for j in range(i))
    if complete and disjoint and len(names) > 1:
        return [([_stance(sides[name]) for name in names], topic)]
    return [told for ends in sorted(between, key=sorted) if (told := _two_sides(ends, between[ends], agreeing))]


def _two_sides(
    ends: frozenset[tuple[int, int]], found: list[Clash], agreeing: _Union
) -> tuple[list[Stance], list[Clash]] | None:
    """The finding of one pair of sides; an answer that stands on both stays on the first."""
    members: dict[tuple[int, int], dict[int, FactInContext]] = {end: {} for end in sorted(ends)}
    for clash in found:
        members[agreeing.find(_key(clash.a, clash.left))][clash.a] = clash.left
        members[agreeing.find(_key(clash.b, clash.right))][clash.b] = clash.right
    if len(members) < 2:
        return None
    left, right = members.values()
    for row in set(left) & set(right):
        del right[row]
    quoted = {_key(row, fact) for side in (left, right) for row, fact in side.items()}
    support = [c for c in found if {_key(c.a, c.left), _key(c.b, c.right)} <= quoted]
    return ([_stance(left), _stance(right)], support) if right and support else None


def _stance(members: dict[int, FactInContext]) -> Stance:
    return Stance(tuple(sorted(members.items(), key=lambda item: item[0])))
