"""Rows of values, and values that were worked out from others."""

from __future__ import annotations

import pytest
from compare_kit import answer, compare, contradictions

from cx_audit.compare.rows import same_row
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.facts.extract import read
from cx_audit.text import clean


def _view(text: str, language: str = "en") -> AnswerView:
    return view_answer(answer("faq-1", text, locale=language), clean(text), language)


def _rows(text: str, language: str = "en") -> list[tuple[str, list[str]]]:
    return [(f.fact.text, [key.text for key in f.row]) for f in _view(text, language).facts]


def test_a_count_names_the_row_of_what_it_brings() -> None:
    assert _rows("2 items get 10 % off, 3 items get 15 %.") == [
        ("2 items", []),
        ("10 %", ["2 items"]),
        ("3 items", []),
        ("15 %", ["3 items"]),
    ]


def test_a_row_may_begin_with_what_it_brings() -> None:
    rows = dict(_rows("20 € con 6 meses, 15 € con 12 meses.", "es"))
    assert (rows["20 €"], rows["15 €"]) == (["6 meses"], ["12 meses"])


def test_days_name_the_row_of_times_in_their_sentence_only() -> None:
    rows = dict(_rows("On Monday 9:00-17:00. Returns take 5 days."))
    assert rows["9:00-17:00"] == ["Monday"]
    assert rows["5 days"] == []


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2 items get 10 % off.", "2 items get 15 % off.", 1.0),
        ("2 items get 10 % off.", "3 items get 10 % off.", -1.0),
        ("You get 10 % off.", "3 items get 10 % off.", 0.0),
    ],
)
def test_rows_are_one_where_their_names_agree(left: str, right: str, expected: float) -> None:
    one, two = _view(left).facts[-1], _view(right).facts[-1]
    assert same_row(one.row, two.row) == expected == same_row(two.row, one.row)


def test_a_reps_total_is_no_other_price() -> None:
    unit = answer("faq-1", "Assembly costs $40 per piece.")
    total = answer("agent-1", "For your three beds that is $120.", agent="Ann", question="What for 3 beds?")
    assert contradictions(compare([unit, total], least=0.0)) == []
    told = answer("agent-1", "Assembly is $120.", agent="Ann", question="What does assembly cost?")
    assert len(contradictions(compare([unit, told], least=0.0))) == 1


def test_a_customers_own_figure_said_back_is_no_rule() -> None:
    rule = answer("faq-1", "You need 10 nights for Silver.")
    reply = answer("agent-1", "With 12 nights you're well past it.", agent="Ann", question="I have 12 nights, enough?")
    assert contradictions(compare([rule, reply], least=0.0)) == []
    assert contradictions(compare([rule, answer("bot-1", "You need 12 nights for Silver.")], least=0.0))


def test_what_is_off_and_what_is_left_to_pay_make_a_whole() -> None:
    off = answer("faq-1", "You can ask for 40 % off.")
    assert contradictions(compare([off, answer("bot-1", "You pay at least 60 % of the price.")], least=0.0)) == []
    assert contradictions(compare([off, answer("bot-1", "You can ask for 50 % off.")], least=0.0))


def test_numbers_that_belong_to_no_fact_are_kept_with_their_place() -> None:
    text = "45 days in a row with Standard and ninety with Plus."
    found = read(text, "en")
    assert [(fact.text, fact.unit) for fact in found.facts] == [("45 days", "day")]
    assert [(fact.text, fact.low, fact.unit) for fact in found.loose] == [("ninety", 90, "")]


def test_what_a_rep_reckons_from_the_customers_figures_is_no_rule() -> None:
    rule = answer("faq-1", "You pay 10 euros for every month left, 120 euros at most.")
    reply = answer("agent-1", "10 euros a month, so 30 euros for you.", agent="Ann", question="3 months left, and now?")
    assert contradictions(compare([rule, reply], least=0.0)) == []
    other = answer("agent-1", "10 euros a month, at most 90 euros.", agent="Ann", question="What if I leave?")
    assert contradictions(compare([rule, other], least=0.0))


def test_an_age_that_the_customer_named_is_not_the_limit_said() -> None:
    rule = answer("faq-1", "We take pets until the day they turn eight.")
    reply = answer("agent-1", "We take pets up to their tenth birthday.", agent="Ann", question="He is 9 years old.")
    assert contradictions(compare([rule, reply], least=0.0))
