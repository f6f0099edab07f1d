"""A book is no booking."""

from __future__ import annotations

import pytest

from cx_audit.roles import question_stage


@pytest.mark.parametrize(
    ("question", "language", "stage"),
    [
        ("How long can I keep a book?", "en", None),
        ("I lost a book, what now?", "en", None),
        ("Hoe lang mag ik een boek houden?", "nl", None),
        ("Can I book online?", "en", "hospitality"),
        ("How do I change a booking?", "en", "hospitality"),
        ("Kan ik online boeken?", "nl", "hospitality"),
    ],
)
def test_stage(question: str, language: str, stage: str | None) -> None:
    assert question_stage([(question, language)]) == stage
