"""Slots of a day, and hours of two teams on the same days."""

from __future__ import annotations

import pytest
from compare_kit import answer, compare, contradictions

from cx_audit.compare.slots import one_slot
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.model import FactKind
from cx_audit.text import clean

WHOLE = "We deliver between 8:00 and 21:00."


def _view(text: str) -> AnswerView:
    return view_answer(answer("faq-1", text), clean(text), "en")


def _one_slot(one: str, other: str, place: int = 0) -> bool:
    a, b = _view(one), _view(other)
    x, y = a.by_kind[FactKind.HOURS][place], b.by_kind[FactKind.HOURS][0]
    found = one_slot(x, a, y, b)
    assert found == one_slot(y, b, x, a)
    return found


@pytest.mark.parametrize("place", range(4))
def test_slots_one_after_another_make_the_whole(place: int) -> None:
    assert _one_slot("Choose 8:00-11:00, 11:00-14:00, 14:00-17:00 or 17:00-21:00.", WHOLE, place)


@pytest.mark.parametrize(
    "text",
    [
        "Choose 8:00-11:00, 11:00-14:00 or 14:00-17:00.",  # nothing after five
        "Choose 8:00-11:00, 12:00-17:00 or 17:00-21:00.",  # a gap
        "Choose 9:00-14:00 or 14:00-21:00.",
        "We deliver between 8:00 and 18:00.",
        "We deliver between 8:00 and 21:00.",
    ],
)
def test_other_hours_are_no_slots(text: str) -> None:
    assert not _one_slot(text, WHOLE)


@pytest.mark.parametrize(
    ("slot", "found"), [("19:00-21:00", True), ("7:00-9:00", True), ("18:00-20:00", False), ("17:00-21:00", False)]
)
def test_the_whole_may_say_how_long_a_slot_is(slot: str, found: bool) -> None:
    assert _one_slot(f"Choose {slot}.", "We ride from 7:00 to 21:00, in slots of 2 hours.") is found


def test_a_slot_contradicts_nothing() -> None:
    slots = answer("faq-1", "Choose a delivery slot of 8:00-11:00, 11:00-14:00, 14:00-17:00 or 17:00-21:00.")
    whole = answer("bot-1", "We deliver between 8:00 and 21:00.")
    assert contradictions(compare([slots, whole], least=0.0)) == []
    shorter = answer("bot-1", "We deliver between 8:00 and 18:00.")
    assert contradictions(compare([slots, shorter], least=0.0))


@pytest.mark.parametrize(
    "both",
    [
        "Phone: Monday to Friday 9:00-20:00. Chat: Monday to Friday 9:00-18:00.",
        "Chat: Monday to Friday 9:00-18:00. Phone: Monday to Friday 9:00-20:00.",
    ],
)
def test_hours_of_either_team_are_found_among_those_of_both(both: str) -> None:
    page = answer("faq-1", both)
    for told in ("9:00-18:00", "9:00-20:00"):
        assert contradictions(compare([page, answer("bot-1", f"Monday to Friday {told}.")], least=0.0)) == []
    other = answer("bot-1", "Monday to Friday 9:00-17:00.")
    assert contradictions(compare([page, other], least=0.0))
