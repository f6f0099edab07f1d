"""Pairs that clash, put together: each answer of one side clashes with each of the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from cx_audit.compare.polarity_blocks import Clash, blocks
from cx_audit.compare.polarity_sides import SAID, Side
from cx_audit.compare.polarity_stance import AXES, Claim
from cx_audit.text import Segment

TEXTS = ("We ship it taxed.", "The price holds all duties.", "Nothing comes on top.", "Duty is yours to settle.")


def side(row: int, matter: str = SAID, *, positive: bool) -> Side:
    whole = Segment(0, len(TEXTS[row]))
    claim = Claim(whole, TEXTS[row], (), (0,) * len(AXES), *(False,) * 5)
    return Side(matter, positive, claim, ())


def elsewhere(one: Side, at: int) -> Side:
    """The same answer's clause at another place."""
    return replace(one, claim=one.claim._replace(segment=Segment(at, at + 9), text="Elsewhere"))


def clash(up: int, down: int, probability: float, matter: str = SAID) -> Clash:
    good, bad = side(up, matter, positive=True), side(down, matter, positive=False)
    return Clash(up, down, good, bad, probability, sure=True)


def test_what_stands_against_a_quoted_clause_is_quoted_too() -> None:
    second = clash(2, 0, 0.6)
    (block,) = blocks([clash(1, 0, 0.9), replace(second, refused=elsewhere(second.refused, 50))])
    assert [side.words for side in block.no[0]] == [TEXTS[0], "Elsewhere"]
    assert [len(said) for said in block.yes.values()] == [1, 1]


def test_the_order_of_the_pairs_is_all_one() -> None:
    found = [clash(1, 0, 0.9), clash(2, 0, 0.6), clash(3, 2, 0.55)]
    told = {tuple((tuple(b.yes), tuple(b.no)) for b in blocks(some)) for some in permutations(found)}
    assert len(told) == 1
