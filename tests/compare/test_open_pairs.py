"""Which statements a judge is shown."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from compare_kit import Alike, answer

from cx_audit.compare.judge import Said, StatementPair, Verdict
from cx_audit.compare.open_pairs import open_pairs
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.group import Matrix
from cx_audit.model import Answer, Finding, FindingKind, Position, Quote, Severity
from cx_audit.text import clean


def views_of(*answers: Answer) -> list[AnswerView]:
    return [view_answer(a, clean(a.text), a.locale or "en") for a in answers]


def texts(views: list[AnswerView], likeness: float = 0.6, told: tuple[Finding, ...] = ()) -> list[set[str]]:
    """What would be judged: the two wordings of each pair."""
    found = open_pairs(views, Alike(likeness), told)
    return [{one.pair.left.text, one.pair.right.text} for one in found]


def finding(kind: FindingKind, *quotes: Quote) -> Finding:
    positions = tuple(Position(str(n), str(n), (quote,)) for n, quote in enumerate(quotes))
    return Finding("f", kind, Severity.LOW, "q", "m", positions)


YES, NO = "Sale items can be returned.", "Sale items are final."


def test_two_statements_without_values_are_open() -> None:
    (found,) = open_pairs(views_of(answer("faq-1", YES, question="Sale?"), answer("bot-1", NO)), Alike(0.6), ())
    assert (found.left, found.right) == ((0, 0), (1, 0))
    assert {found.pair.left, found.pair.right} == {Said(YES, "en", "Sale?", YES), Said(NO, "en", "?", NO)}


@pytest.mark.parametrize("alike", [-0.2, 0.0, 0.19])
def test_unlike_statements_are_not_shown(alike: float) -> None:
    assert texts(views_of(answer("faq-1", YES), answer("bot-1", NO)), alike) == []


def test_the_same_words_are_not_shown() -> None:
    assert texts(views_of(answer("faq-1", YES), answer("bot-1", YES.upper()))) == []


@pytest.mark.parametrize("other", ["Send sale items back within 30 days.", "Return sale items within 14 days."])
def test_statements_whose_values_were_compared_are_settled(other: str) -> None:
    assert texts(views_of(answer("faq-1", "You can return it within 30 days."), answer("bot-1", other))) == []


def test_values_of_other_kinds_settle_nothing() -> None:
    one, other = "Returns cost you €5 by post.", "Sending it back takes 3 days."
    assert texts(views_of(answer("faq-1", one), answer("bot-1", other))) == [{one, other}]


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [("NL", "BE", False), ("NL", "NL, BE", True), ("NL", "", True), ("", "", True)],
)
def test_only_what_one_customer_may_be_told_is_shown(one: str, other: str, shown: bool) -> None:
    views = views_of(answer("faq-1", YES, audience=one), answer("bot-1", NO, audience=other))
    assert bool(texts(views)) is shown


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("We deliver to your door in Belgium.", "In Spain you pick it up.", False),
        ("We deliver to your door in Belgium.", "In Belgium you pick it up.", True),
        ("We deliver to your door in Belgium.", "You always pick it up yourself.", True),
        ("Opened items can be returned.", "Unopened items stay sold.", False),
    ],
)
def test_statements_limited_to_different_cases_are_not_shown(one: str, other: str, shown: bool) -> None:
    assert bool(texts(views_of(answer("faq-1", one), answer("bot-1", other)))) is shown
    asked = views_of(answer("faq-1", "Your parcel comes home.", question=one), answer("bot-1", other))
    assert bool(texts(asked)) is shown


@pytest.mark.parametrize("kind", [FindingKind.CONTRADICTION, FindingKind.OMISSION, FindingKind.UNVERIFIED])
def test_answers_already_in_contradiction_are_not_shown(kind: FindingKind) -> None:
    views = views_of(answer("faq-1", YES), answer("bot-1", NO))
    told = finding(kind, Quote("faq-1", "Other words.", 0, 1), Quote("bot-1", "And others.", 0, 1))
    assert bool(texts(views, told=(told,))) is (kind is not FindingKind.CONTRADICTION)


def test_the_sentences_of_a_doubt_are_judged_with_it_only() -> None:
    views = views_of(answer("faq-1", YES), answer("bot-1", NO))
    told = finding(FindingKind.UNVERIFIED, Quote("bot-1", NO, 0, 1), Quote("faq-1", YES, 0, 1))
    assert texts(views, told=(told,)) == []


class Table(Alike):
    """Sentences are as alike as the table says."""

    def __init__(self, rows: list[list[float]]) -> None:
        super().__init__(0.0)
        self._table = np.asarray(rows, np.float32)

    def sentences(self, a: AnswerView, b: AnswerView) -> Matrix:
        return self._table


def test_each_others_likest_go_together() -> None:
    views = views_of(
        answer("faq-1", "Sale items can be returned. The label is in the box."),
        answer("bot-1", "Print the label at home. We take no sale items. We love our customers."),
    )
    found = open_pairs(views, Table([[0.3, 0.7, 0.65], [0.9, 0.1, 0.1]]), ())
    assert [(pair.left, pair.right) for pair in found] == [((0, 1), (1, 0)), ((0, 0), (1, 1))]


def test_the_number_of_wordings_is_bounded_but_not_of_those_who_say_them() -> None:
    many = [answer(f"faq-{n:03}", f"Sale items number {'x' * (n + 3)} stay sold.") for n in range(80)]
    assert len(texts(views_of(*many[:2], answer("bot-1", NO)))) == 3
    assert len(texts(views_of(*many))) == 60
    same = [answer(f"faq-{n:03}", YES) for n in range(80)]
    assert len(texts(views_of(*same, answer("bot-1", NO)))) == 80


def test_the_order_of_answers_changes_nothing() -> None:
    answers = [answer("faq-1", YES), answer("bot-1", NO), answer("macro-1", "We never take back sale items.")]
    found = [texts(views_of(*order)) for order in permutations(answers)]
    assert all(sorted(map(sorted, one)) == sorted(map(sorted, found[0])) for one in found)
    assert all(one == found[0] for one in found)


def test_a_pair_has_no_first_side() -> None:
    one, other = Said("a", "en"), Said("b", "nl")
    assert StatementPair.of(one, other) == StatementPair.of(other, one)


@pytest.mark.parametrize("chances", [(1, 1, 0, 0), (0.5, 0, 0, 0), (1.2, -0.2, 0, 0), (float("nan"),) * 4])
def test_a_verdict_is_a_distribution(chances: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        Verdict(*chances)
    assert Verdict(0.25, 0.25, 0.25, 0.25)
