"""What two answers say alike guides what a third is held against."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from compare_kit import answer

from cx_audit.compare.align_all import align_all
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.view import view_answer
from cx_audit.facts import Relation
from cx_audit.model import Answer
from cx_audit.text import clean

PAGE = answer("faq-1", "Sales: from 3 May 2027, or 1 June 2027, or 8 July 2027.")
BOT = answer("bot-1", "It opens on 9 August 2027.")
MACRO = answer("mac-1", "Members book on 1 June 2027.")


def _met(*answers: Answer) -> dict[tuple[str, str], list[tuple[str, str, Relation]]]:
    views = [view_answer(a, clean(a.text), "en") for a in answers]
    nothing = Contexts({}, np.zeros((0, 1), dtype=np.float32))
    found = align_all(views, nothing)
    return {
        (views[i].answer.id, views[j].answer.id): [(p.left.fact.text, p.right.fact.text, p.relation) for p in pairs]
        for (i, j), pairs in found.items()
    }


def _other_date(told: dict[tuple[str, str], list[tuple[str, str, Relation]]]) -> str:
    """What the bot's date is held against on the page."""
    (pair,) = [pairs for names, pairs in told.items() if set(names) == {"faq-1", "bot-1"}]
    (met,) = pair
    return met[0] if met[1] == "9 August 2027" else met[1]


def test_a_value_goes_to_the_one_that_a_third_answer_shares() -> None:
    assert _other_date(_met(PAGE, BOT)) != "1 June 2027"
    assert _other_date(_met(PAGE, BOT, MACRO)) == "1 June 2027"


def test_the_order_of_answers_does_not_matter() -> None:
    assert {_other_date(_met(*order)) for order in permutations((PAGE, BOT, MACRO))} == {"1 June 2027"}


def test_equal_values_stay_together_whatever_a_third_says() -> None:
    same = answer("bot-1", "It opens on 3 May 2027.")
    told = _met(PAGE, same, MACRO)
    assert told["faq-1", "bot-1"] == [("3 May 2027", "3 May 2027", Relation.EQUAL)]
