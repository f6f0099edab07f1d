"""Stances: every pair across them was found to clash."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cx_audit.compare.around import Words
from cx_audit.compare.positions import Clash, drawn_in, stances
from cx_audit.compare.view import FactInContext
from cx_audit.model import Fact, FactKind
from cx_audit.text import Segment


def fact(days: int) -> FactInContext:
    value = Fact(FactKind.DURATION, 0, 1, str(days), "day", Decimal(days), Decimal(days))
    return FactInContext(value, Segment(0, 1), Words(""))


@given(st.lists(st.integers(1, 3), min_size=2, max_size=6))
def test_answers_part_by_value(days: list[int]) -> None:
    facts = [fact(d) for d in days]
    rows = range(len(days))
    clashes = [Clash(i, j, facts[i], facts[j], 0.9) for i in rows for j in rows if i < j and days[i] != days[j]]
    agreed = [(i, facts[i], j, facts[j]) for i in rows for j in rows if i < j and days[i] == days[j]]
    told = stances(clashes, agreed)
    if len(set(days)) == 1:
        assert told == []
        return
    ((found, support),) = told
    assert sorted(sorted(row for row, _ in s.members) for s in found) == sorted(
        [i for i in rows if days[i] == value] for value in sorted(set(days))
    )
    assert support == clashes


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda p: p[0] < p[1]), max_size=15))
def test_no_pair_is_told_whose_sides_did_not_clash(pairs: set[tuple[int, int]]) -> None:
    facts = [fact(i + 1) for i in range(6)]
    clashes = [Clash(i, j, facts[i], facts[j], 0.9) for i, j in sorted(pairs)]
    told = {
        tuple(sorted((a, b)))
        for found, _ in stances(clashes, [])
        for k, s in enumerate(found)
        for t in found[k + 1 :]
        for a, _ in s.members
        for b, _ in t.members
    }
    assert told == pairs


def test_who_says_what_a_side_says_is_drawn_in_and_nobody_else() -> None:
    facts = [fact(days) for days in (30, 14, 30, 45)]
    told = [Clash(0, 1, facts[0], facts[1], 0.9)]
    weaker = [Clash(1, 2, facts[1], facts[2], 0.3), Clash(1, 3, facts[1], facts[3], 0.3)]
    assert drawn_in(told, weaker, [(0, facts[0], 2, facts[2])]) == weaker[:1]
    assert drawn_in(told, weaker, []) == []
    assert drawn_in([], weaker, [(0, facts[0], 2, facts[2])]) == []
