"""A third answer that gives both of two differing values, each of its own thing."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from compare_kit import answer

from cx_audit.compare import Weights, compare_question
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.view import AnswerView, FactInContext, view_answer
from cx_audit.group import Matrix
from cx_audit.model import Answer, Finding, FindingKind, Question
from cx_audit.text import clean

LIST = answer("faq-1", "In town delivery costs 20 EUR. Out of town delivery costs 32 EUR.")
TOWN = answer("bot-1", "In town you pay 20 EUR.")
COUNTRY = answer("mac-1", "Out of town you pay 32 EUR.")


class ByWord(Contexts):
    """Two contexts are alike where both, or neither, have a word."""

    def __init__(self, word: str) -> None:
        super().__init__({}, np.zeros((0, 1), dtype=np.float32))
        self._word = word

    def likeness(self, a: AnswerView, left: FactInContext, b: AnswerView, right: FactInContext) -> tuple[float, float]:
        alike = (self._word in left.context.lower()) == (self._word in right.context.lower())
        return (0.8, 0.8) if alike else (0.2, 0.2)

    def between(self, views: object) -> dict[tuple[int, int], Matrix]:
        return {}

    def sentences(self, a: AnswerView, b: AnswerView) -> Matrix:
        return np.full((len(a.sentences), len(b.sentences)), 0.6, dtype=np.float32)


def _told(*answers: Answer, word: str = "out of") -> list[Finding]:
    views = [view_answer(a, clean(a.text), "en") for a in answers]
    question = Question("q-1", "?", tuple(a.id for a in answers), (), ())
    odds = np.full((len(views), len(views)), 4.0)
    found = compare_question(question, views, ByWord(word), odds, Weights.packaged(), 0.05)
    return [f for f in found if f.kind in (FindingKind.CONTRADICTION, FindingKind.SCOPED)]


def test_a_price_list_tells_two_prices_apart() -> None:
    (alone,) = _told(TOWN, COUNTRY)
    assert alone.kind is FindingKind.CONTRADICTION
    (told,) = _told(LIST, TOWN, COUNTRY)
    assert told.kind is FindingKind.SCOPED
    assert told.message.endswith("differs by scope: 20 EUR / 32 EUR (the FAQ gives both, each for its own case)")


def test_the_order_of_answers_does_not_matter() -> None:
    assert {_told(*order)[0].id for order in permutations((LIST, TOWN, COUNTRY))} == {_told(LIST, TOWN, COUNTRY)[0].id}


def test_the_price_of_another_thing_is_still_wrong() -> None:
    wrong = answer("mac-1", "In town you pay 32 EUR.")
    assert FindingKind.CONTRADICTION in {f.kind for f in _told(LIST, TOWN, wrong)}
    assert FindingKind.CONTRADICTION in {f.kind for f in _told(LIST, wrong)}


def test_a_list_without_one_of_the_values_explains_nothing() -> None:
    other = answer("faq-1", "In town delivery costs 20 EUR. Out of town delivery costs 35 EUR.")
    found = _told(other, TOWN, COUNTRY)
    assert {f.kind for f in found if {"bot-1", "mac-1"} <= {q.answer_id for p in f.positions for q in p.quotes}} == {
        FindingKind.CONTRADICTION
    }


def test_words_that_are_all_alike_tell_nothing_apart() -> None:
    found = _told(LIST, TOWN, COUNTRY, word="delivery rates")
    assert FindingKind.CONTRADICTION in {f.kind for f in found}


@pytest.mark.parametrize("days", ["2 to 4 days", "within 4 days"])
def test_a_pair_explained_leaves_the_values_to_others(days: str) -> None:
    """The list's second row is what the reply is held against, once the first is known to be another thing."""
    page = answer("faq-1", f"In town {days}. Out of town 7 days.")
    bot = answer("bot-1", f"In town it takes {days}, out of town 9 days.")
    reply = answer("mac-1", "Out of town it takes 7 days.")
    found = [f for f in _told(page, bot, reply) if f.kind is FindingKind.CONTRADICTION]
    values = {frozenset(q.quote[a:b] for p in f.positions for q in p.quotes for a, b in q.marks) for f in found}
    assert values == {frozenset({"7 days", "9 days"})}
