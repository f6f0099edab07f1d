"""What a rep says of one customer's own case, as tests/cases/reps/own_case.yml tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from compare_kit import answer, compare, contradictions

from cx_audit.model import Answer

CASES = Path(__file__).parents[1] / "cases" / "reps" / "own_case.yml"


def _cases() -> Iterator[tuple[list[str], set[str]]]:
    rows = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    for said, expected in zip(rows[::2], rows[1::2], strict=True):
        yield said, set() if expected == "nothing" else set(expected)


def _told(answers: list[Answer], languages: list[str]) -> set[str]:
    found = contradictions(compare(answers, languages, least=0.0))
    return {position.display for finding in found for position in finding.positions}


@pytest.mark.parametrize(("said", "expected"), list(_cases()))
def test_what_a_rep_says_of_one_customer(said: list[str], expected: set[str]) -> None:
    language, question, reply, other, page = said
    rep = answer("agent-1", reply, agent="Ann", question=question)
    assert _told([rep, answer("faq-1", page)], [language, other]) == expected


def test_a_page_speaks_of_no_one_customer() -> None:
    page = answer("faq-2", "So far Gold takes €480.")
    assert _told([page, answer("faq-1", "Gold takes €600.")], ["en", "en"]) == {"480 EUR", "600 EUR"}
