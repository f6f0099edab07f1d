"""Values of one kind that stand side by side, and what is said of each."""

from __future__ import annotations

import pytest
from compare_kit import answer

from cx_audit.compare.siblings import Siblings, own_words, say_same, sibling_texts, told_as
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.text import clean


def _view(id: str, text: str, question: str = "How much?") -> AnswerView:
    return view_answer(answer(id, text, question=question), clean(text), "en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Trains 5 EUR, coaches 7 EUR.", ["Trains …", "coaches … ."]),
        ("You pay 5 EUR for trains, 7 EUR for coaches.", ["You pay … for trains", "… for coaches."]),
        ("It costs 5 EUR.", ["It costs … ."]),
        ("Coach: adults 5 EUR, children 3 EUR.", ["Coach: adults …", "Coach: children … ."]),
        ("Adults: 5 EUR, children: 3 EUR.", ["Adults: …", "children: … ."]),
        ("The fee is 5 EUR within 3 days, 7 EUR within 9 days.", None),
    ],
)
def test_each_value_has_words_of_its_own(text: str, said: list[str] | None) -> None:
    view = _view("faq-1", text)
    money = [fact for fact in view.facts if fact.fact.kind.value == "money"]
    found = [own_words(view, fact) for fact in money]
    if said is None:  # values of other kinds stay: they may name the row
        assert "3 days" in found[0]
        assert "9 days" in found[1]
    else:
        assert found == said


def test_a_value_is_said_of_its_question_too() -> None:
    view = _view("mac-1", "It costs 5 EUR for 3 days. Enjoy!", "Fares::Coach")
    fact = view.by_kind[next(kind for kind in view.by_kind if kind.value == "money")][0]
    sentence, whole = told_as(view, fact)
    assert "Coach" in sentence
    assert "3 days" in sentence
    assert "5 EUR" not in sentence
    assert "Enjoy" not in sentence
    assert "Coach" in whole
    assert "Enjoy" in whole


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("It costs 5 EUR.", "You pay 5.00 EUR.", True),
        ("It costs 5 EUR.", "You pay 6 EUR.", False),
        ("Open 8:00-22:00.", "Open until 22:00.", True),
        ("Open 8:00-22:00.", "Open 9:00-21:00.", False),
        ("You have 30 days.", "You have up to 30 days.", True),
    ],
)
def test_one_value_in_two_ways(one: str, other: str, same: bool) -> None:
    facts = [_view("faq-1", text).facts[0].fact for text in (one, other)]
    assert say_same(*facts) is same
    assert say_same(*reversed(facts)) is same


def test_only_what_gives_both_values_is_asked() -> None:
    views = [
        _view("bot-1", "The train is 5 EUR."),
        _view("mac-1", "The coach is 7 EUR."),
        _view("faq-1", "Trains 5 EUR, coaches 7 EUR."),
        _view("faq-2", "Trains 5 EUR."),
    ]
    (third, x, y), *more = Siblings(views).both(0, views[0].facts[0], 1, views[1].facts[0])
    assert (third.answer.id, x.fact.text, y.fact.text, more) == ("faq-1", "5 EUR", "7 EUR", [])


def test_texts_are_wanted_only_where_a_third_gives_both() -> None:
    faq = _view("faq-1", "Trains 5 EUR, coaches 7 EUR.")
    train, coach = _view("bot-1", "The train is 5 EUR."), _view("mac-1", "The coach is 7 EUR.")
    assert not set(sibling_texts([faq, train]))
    assert not set(sibling_texts([faq, train, _view("bot-2", "The train is 5 EUR.")]))
    texts = {text for _, text in sibling_texts([faq, train, coach])}
    assert {"Trains …", "coaches … .", "How much? The train is … ."} <= texts
