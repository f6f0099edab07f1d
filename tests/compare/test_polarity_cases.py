"""Every clause, answer and pair of tests/cases/polarity is read just as it says there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cx_audit.compare.polarity_sides import opposition
from cx_audit.compare.polarity_stance import Axis, read_claims
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading, read_answer
from cx_audit.compare.view import view_answer
from cx_audit.model import Answer
from cx_audit.text import clean

CASES = Path(__file__).parents[1] / "cases" / "polarity"
FIRST_CLASS = ("ar", "de", "en", "es", "fr", "nl", "vi")
NO_VECTORS = ClauseVectors({}, None)


def load(key: str) -> list[tuple[str, list[Any]]]:
    """(language, case) of all cases of a kind."""
    return [
        (path.stem, case)
        for path in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))[key]
    ]


def read(text: str, language: str) -> Reading:
    return read_answer(view_answer(Answer("a", "faq", "?", text), clean(text), language))


@pytest.mark.parametrize(("language", "case"), load("reads"))
def test_side(language: str, case: list[Any]) -> None:
    text, axis, side = case
    sides = {
        claim.side(Axis(axis))
        for claim in read_claims(view_answer(Answer("a", "faq", "?", text), clean(text), language))
    }
    assert sides - {0} == ({side} if side else set())


@pytest.mark.parametrize(("language", "case"), load("verdicts"))
def test_verdict(language: str, case: list[Any]) -> None:
    text, reply = case
    assert read(text, language).reply == reply


@pytest.mark.parametrize(("language", "case"), load("pairs"))
def test_pair_in_either_order(language: str, case: list[Any]) -> None:
    a, b, matter = (*(read(text, language) for text in case[:2]), case[2])
    there, back = opposition(a, b, NO_VECTORS), opposition(b, a, NO_VECTORS)
    if matter is None:
        assert there is None
        assert back is None
    else:
        assert there is not None
        assert back is not None
        assert [(side.matter, side.positive) for side in there] == [(matter, True), (matter, False)]
        assert [(side.matter, side.positive) for side in back] == [(matter, False), (matter, True)]


@pytest.mark.parametrize(("language", "case"), load("asked"))
def test_what_yes_or_no_comes_to(language: str, case: list[Any]) -> None:
    question, text, axis, side = case
    reading = read_answer(view_answer(Answer("a", "faq", question, text), clean(text), language))
    assert reading.verdict is not None
    assert (reading.verdict.axis, reading.verdict.side) == (axis, side)


@pytest.mark.parametrize("language", FIRST_CLASS)
def test_first_class_languages_have_cases(language: str) -> None:
    for key, least in (("reads", 14), ("verdicts", 4), ("pairs", 3), ("asked", 3)):
        assert sum(spoken == language for spoken, _ in load(key)) >= least
