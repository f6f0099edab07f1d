"""Numbers that say nothing of what they count."""

from __future__ import annotations

import pytest
from compare_kit import answer, compare, contradictions

from cx_audit.compare.view import view_answer
from cx_audit.text import clean


def _loose(text: str, language: str = "en", question: str = "") -> list[tuple[str, str]]:
    given = answer("faq-1", text, locale=language, question=question)
    return [(f.fact.text, f.fact.unit) for f in view_answer(given, clean(text), language).loose]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("You may take three with you.", "en", [("three", "")]),
        ("Je mag er drie meenemen.", "nl", [("drie", "meenemen")]),
        ("Each team has 5 wardrobes.", "en", [("5", "wardrobes")]),
        ("Step 4: press Send.", "en", []),
        ("1. Open the app.\n2. Press Send.", "en", []),
        ("The older Galaxy 15 works, too.", "en", []),
        ("See article no. 3 of the terms.", "en", []),
        ("It has 2.5 of them.", "en", []),
        ("You may take 3 bags.", "en", []),
    ],
)
def test_numbers_of_steps_entries_and_names_count_nothing(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert _loose(text, language) == expected


def test_a_number_of_the_customers_own_said_back_counts_nothing() -> None:
    assert _loose("Six is too many.", question="Can I bring six?") == []
    assert _loose("Six is too many.", question="How much may I bring?") == [("Six", "")]


def test_a_number_without_a_noun_borrows_that_of_the_other_answer() -> None:
    told = compare(
        [answer("faq-1", "You may take two bags on board."), answer("bot-1", "On board you may take three with you.")],
        least=0.0,
    )
    (finding,) = contradictions(told)
    assert {position.display for position in finding.positions} == {"2 bags", "3 bags"}
    same = [answer("faq-1", "You may take two bags on board."), answer("bot-1", "On board you may take two with you.")]
    assert contradictions(compare(same, least=0.0)) == []


def test_a_number_is_not_lent_what_the_answer_counts_elsewhere() -> None:
    answers = [
        answer("faq-1", "You may take two bags on board."),
        answer("bot-1", "You may take two bags on board, and five with Plus."),
    ]
    assert contradictions(compare(answers, least=0.0)) == []


def test_two_numbers_meet_where_one_unknown_word_follows_both() -> None:
    def told(right: str) -> int:
        answers = [answer("faq-1", "Each team has 5 wardrobes free."), answer("bot-1", right)]
        return len(contradictions(compare(answers, least=0.0)))

    assert told("Each team has 7 wardrobes free.") == 1
    assert told("Each team has 5 wardrobes free.") == 0
    assert told("Each team has 7 ladders free.") == 0
