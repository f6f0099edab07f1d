"""All pairs of answers to a question weighed together."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.compare.polarity_joint import Pair, joint_chances

USUAL, LIKELY, DOUBTFUL = 0.05, 0.8, 0.5


def one_against(rest: int, chance: float) -> dict[Pair, float]:
    """Answer 0 may contradict each of the others, which agree."""
    return {pair: chance if pair[0] == 0 else USUAL for pair in combinations(range(rest + 1), 2)}


def test_one_against_three_that_agree_is_likelier_than_against_one() -> None:
    alone = joint_chances(one_against(1, DOUBTFUL))
    against = joint_chances(one_against(3, DOUBTFUL))
    assert against[0, 1] > DOUBTFUL > alone[0, 1]
    assert against[1, 2] < USUAL


def test_a_doubtful_pair_is_borne_out_by_a_likely_one() -> None:
    backed = joint_chances({(0, 1): LIKELY, (0, 2): DOUBTFUL, (1, 2): USUAL})
    not_backed = joint_chances({(0, 1): USUAL, (0, 2): DOUBTFUL, (1, 2): USUAL})
    assert backed[0, 2] > not_backed[0, 2]


def test_three_that_all_contradict_each_other_back_none() -> None:
    every = joint_chances(dict.fromkeys(combinations(range(3), 2), LIKELY))
    assert every[0, 1] < joint_chances({(0, 1): LIKELY, (0, 2): LIKELY, (1, 2): USUAL})[0, 1]


def test_a_pair_that_was_not_compared_says_nothing() -> None:
    known = {(0, 1): DOUBTFUL, (1, 2): USUAL}
    assert set(joint_chances(known)) == set(known)
    assert joint_chances({}) == {}


@pytest.mark.parametrize("rest", [9, 12])
def test_of_many_answers_those_that_say_most_are_weighed(rest: int) -> None:
    found = joint_chances(one_against(rest, DOUBTFUL))
    assert found[0, 1] > LIKELY
    assert found[1, 2] < USUAL


@given(st.lists(st.floats(0, 1), min_size=10, max_size=10), st.permutations(range(5)))
def test_names_of_rows_do_not_matter(chances: list[float], order: list[int]) -> None:
    pairs = dict(zip(combinations(range(5), 2), chances, strict=True))
    renamed = {(min(order[i], order[j]), max(order[i], order[j])): p for (i, j), p in pairs.items()}
    back = joint_chances(renamed)
    for (i, j), chance in joint_chances(pairs).items():
        assert 0 <= chance <= 1
        assert back[min(order[i], order[j]), max(order[i], order[j])] == pytest.approx(chance, abs=0.0011)
