"""Majorities, stages, sizes and tolerances."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cx_audit.facts import extract
from cx_audit.model import Fact
from cx_audit.roles import Naming, majority, question_stage, share_apart, tolerable
from cx_audit.roles.files import Tolerance


def fact(text: str) -> Fact:
    (found,) = extract(text, "en")
    return found


def naming(role: str, score: float = 3.0) -> Naming:
    return Naming(role, score, "")


def test_most_support_wins_and_close_calls_name_nothing() -> None:
    assert majority([naming("a"), naming("a"), naming("b")]) == "a"
    assert majority([naming("a"), naming("b")]) is None
    assert majority([naming("a"), None, None]) is None
    assert majority([naming("a"), None]) == "a"
    assert majority([]) is None


@pytest.mark.parametrize(
    ("asked", "stage"),
    [
        ([("How do I return my order?", "en")], "return"),
        ([("Where is my parcel?", "en"), ("Wanneer wordt mijn pakket bezorgd?", "nl")], "delivery"),
        ([("كم تستغرق استعادة المبلغ؟", "ar"), ("When do I get my refund?", "en")], "refund"),
        ([("Thời gian bảo hành?", "vi")], "warranty_repair"),
        ([("Wie kündige ich mein Abo?", "de")], "plan_renewal"),
        ([("?", "en")], None),
        ([("Return?", "xx")], None),
    ],
)
def test_questions_belong_to_stages(asked: list[tuple[str, str]], stage: str | None) -> None:
    assert question_stage(asked) == stage
    assert question_stage(reversed(asked)) == stage


def test_differences_are_shares_of_the_larger_value() -> None:
    assert share_apart(fact("14 days"), fact("4 weeks")) == Decimal("0.5")
    assert share_apart(fact("€5"), fact("€4")) == Decimal("0.2")
    assert share_apart(fact("€5"), fact("$4")) is None
    assert share_apart(fact("it is free of charge"), fact("it is free of charge")) == 0


def test_tolerances() -> None:
    assert not tolerable(fact("€100"), fact("€99"), Tolerance())
    assert tolerable(fact("€100"), fact("€99"), Tolerance(relative=Decimal("0.01")))
    assert not tolerable(fact("€100"), fact("€98"), Tolerance(relative=Decimal("0.01")))
    assert tolerable(fact("5 days"), fact("6 days"), Tolerance(absolute=Decimal(1)))
    assert not tolerable(fact("5 days"), fact("6 weeks"), Tolerance(absolute=Decimal(1)))
