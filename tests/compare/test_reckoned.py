"""Times and dates that a rep reckoned for one customer state no rule."""

from __future__ import annotations

import pytest
from compare_kit import answer, compare, contradictions

from cx_audit.compare.reckoned import reckoned
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.model import Answer, FactKind
from cx_audit.text import clean


def _view(said: Answer) -> AnswerView:
    return view_answer(said, clean(said.text), "en")


def _rep(text: str, question: str, *, id: str = "agent-1") -> Answer:
    return answer(id, text, agent="Ann", question=question)


CLOSES = answer("faq-1", "The desk closes 20 minutes before departure, at 18:00 at the latest.")
MINE = _rep("Be at the desk by 21:40, please.", "My coach leaves at 22:00, when must I be there?")


def _first(view: AnswerView, kind: FactKind) -> int:
    return next(n for n, f in enumerate(view.facts) if f.fact.kind is kind)


def _reckoned(one: Answer, other: Answer, kind: FactKind) -> bool:
    a, b = _view(one), _view(other)
    x, y = a.facts[_first(a, kind)].fact, b.facts[_first(b, kind)].fact
    found = reckoned(x, a, y, b)
    assert found == reckoned(y, b, x, a)
    return found


def test_a_time_before_the_customers_own_is_reckoned() -> None:
    assert _reckoned(MINE, CLOSES, FactKind.HOURS)
    assert contradictions(compare([CLOSES, MINE], least=0.0)) == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Be at the desk by 21:40, please.", "When must I be there?"),
        ("Be at the desk by 21:30, please.", "My coach leaves at 22:00, when must I be there?"),
        ("Be at the desk by 22:00, please.", "My coach leaves at 22:00, when must I be there?"),
    ],
)
def test_a_time_that_no_span_explains_is_not(text: str, question: str) -> None:
    assert not _reckoned(_rep(text, question), CLOSES, FactKind.HOURS)


def test_only_a_rep_reckons() -> None:
    macro = answer("macro-1", MINE.text, question=MINE.question)
    assert not _reckoned(macro, CLOSES, FactKind.HOURS)


@pytest.mark.parametrize(("date", "found"), [("1 June", True), ("31 May", True), ("12 June", False), ("2 May", False)])
def test_a_date_some_days_after_the_customers_own_is_reckoned(date: str, found: bool) -> None:
    rule = answer("faq-1", "You may return it within 30 days; last winter's sale ended on 15 January.")
    mine = _rep(f"You have until {date}.", "It came on 2 May, until when may I return it?")
    assert _reckoned(mine, rule, FactKind.DATE) is found


def test_a_span_may_reach_into_the_next_year() -> None:
    rule = answer("faq-1", "You may return it within 30 days; last winter's sale ended on 15 January.")
    mine = _rep("You have until 9 January.", "It came on 10 December, until when may I return it?")
    assert _reckoned(mine, rule, FactKind.DATE)
