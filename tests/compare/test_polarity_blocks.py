"""What is one dispute is told once: who is on which side is one thing for all pairs of a question."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from cx_audit.compare.polarity_blocks import Clash, blocks, one_way
from cx_audit.compare.polarity_sides import SAID, Side
from cx_audit.compare.polarity_stance import AXES, Axis, Claim
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


def test_an_answer_read_as_better_than_one_and_worse_than_the_next_is_one_dispute_with_both() -> None:
    found = [clash(1, 0, 0.9), clash(0, 2, 0.6)]
    assert len(blocks(found)) == 2
    (block,) = blocks(one_way(found))
    assert (list(block.yes), list(block.no)) == ([1, 2], [0])
    assert block.yes[2][0].words == TEXTS[2]
    assert block.probability == 0.9


def test_what_stands_against_a_quoted_clause_is_quoted_too() -> None:
    second = clash(2, 0, 0.6)
    (block,) = blocks([clash(1, 0, 0.9), replace(second, refused=elsewhere(second.refused, 50))])
    assert [side.words for side in block.no[0]] == [TEXTS[0], "Elsewhere"]
    assert [len(said) for said in block.yes.values()] == [1, 1]


def test_what_a_label_says_outweighs_guesses() -> None:
    labelled = clash(0, 2, 0.6, Axis.MUST)
    turned = one_way([clash(1, 0, 0.9), labelled])
    assert turned[1] == labelled
    assert (turned[0].up, turned[0].down) == (0, 1)


def test_labels_that_gainsay_each_other_and_odd_rings_stay_as_they_are() -> None:
    against = [clash(1, 0, 0.9, Axis.CAN), clash(0, 2, 0.6, Axis.MUST)]
    assert one_way(against) == against
    ring = [clash(1, 0, 0.9), clash(0, 2, 0.6), clash(1, 2, 0.8)]
    assert one_way(ring) == ring


def test_the_order_of_the_pairs_is_all_one() -> None:
    found = [clash(1, 0, 0.9), clash(0, 2, 0.6), clash(3, 2, 0.55)]
    told = {tuple((tuple(b.yes), tuple(b.no)) for b in blocks(one_way(some))) for some in permutations(found)}
    assert len(told) == 1


def test_turned_twice_is_the_same() -> None:
    one = clash(1, 0, 0.9)
    assert one.turned != one
    assert one.turned.turned == one
