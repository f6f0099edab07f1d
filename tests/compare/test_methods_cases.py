"""Every invented pair of tests/cases/methods clashes, or doesn't, just as it says; and in either order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cx_audit.compare.method_clash import method_clashes
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.model import Answer
from cx_audit.text import clean

CASES = Path(__file__).parents[1] / "cases" / "methods"
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "vi")


def load() -> list[tuple[str, dict[str, Any]]]:
    """(language, case) of all cases."""
    return [
        (path.stem, case)
        for path in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def view(name: str, case: dict[str, Any], language: str) -> AnswerView:
    return view_answer(Answer(name, "faq", case["q"], case[name]), clean(case[name]), language)


@pytest.mark.parametrize(("language", "case"), load())
def test_case(language: str, case: dict[str, Any]) -> None:
    a, b = view("a", case, language), view("b", case, language)
    assert bool(method_clashes([a, b])) is case["clash"]
    assert bool(method_clashes([b, a])) is case["clash"]


@pytest.mark.parametrize(("language", "case"), load())
def test_no_answer_clashes_with_itself(language: str, case: dict[str, Any]) -> None:
    for name in ("a", "b"):
        assert method_clashes([view(name, case, language)] * 2) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_cases_of_both_kinds(language: str) -> None:
    kinds = [case["clash"] for spoken, case in load() if spoken == language]
    assert kinds.count(True) >= 12
    assert kinds.count(False) >= 12
