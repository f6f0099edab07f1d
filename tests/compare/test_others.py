"""What other answers say of two differing values."""

from __future__ import annotations

import pytest
from compare_kit import answer

from cx_audit.compare.align_all import align_all
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.others import met_rows, unmet
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.facts import Relation
from cx_audit.text import clean


def _views(*texts: str) -> list[AnswerView]:
    return [view_answer(answer(f"faq-{n}", text), clean(text), "en") for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), 0.5),
        (("Please write to us.",), 1.0),
        (("Returns are free.", "Please write to us."), 1.0),
        (("Return it within 30 days.",), 0.0),
        (("Return it within 21 days.", "Please write to us."), 0.5),
    ],
)
def test_the_share_of_answers_that_say_nothing_on_either(others: tuple[str, ...], expected: float) -> None:
    views = _views("Return it within 30 days.", "Return it within 14 days.", *others)
    pairs = align_all(views, Contexts({}, None))
    (pair,) = pairs[0, 1]
    assert pair.relation is Relation.DIFFERENT
    assert unmet(0, 1, pair, met_rows(pairs), len(views)) == expected
