"""What it costs to bring something back late is no return fee."""

from __future__ import annotations

import pytest

from cx_audit.compare import view_answer
from cx_audit.model import Answer
from cx_audit.text import clean


@pytest.mark.parametrize(
    ("language", "question", "text", "is_return_fee"),
    [
        ("en", "What does it cost if I bring something back late?", "We charge €0.20 per day for each item.", False),
        ("en", "Returns", "Late returns cost €2 a day.", False),
        ("nl", "Wat kost te laat terugbrengen?", "Per dag betaal je € 0,20.", False),
        ("de", "Was kostet es, wenn ich zu spät zurückgebe?", "Pro Tag 0,20 €.", False),
        ("en", "What does it cost to return something?", "Returning an item costs €2.", True),
        ("nl", "Wat kost terugsturen?", "Retourneren kost € 2.", True),
    ],
)
def test_return_fee(language: str, question: str, text: str, is_return_fee: bool) -> None:
    (fact,) = view_answer(Answer("1", "faq", question, text, locale=language), clean(text), language).facts
    assert (fact.role == "return_fee") is is_return_fee
