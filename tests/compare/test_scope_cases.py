"""``tests/cases/scope``: what values are limited to, and how two scopes meet; two lines a case."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from cx_audit.compare.scope import meeting
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.model import Answer
from cx_audit.text import clean

_FOLDER = Path(__file__).parents[1] / "cases" / "scope"
_LANGUAGES = ("ar", "de", "en", "es", "fr", "nl", "pl", "pt", "vi")


def _cases(name: str) -> list[tuple[object, object]]:
    rows = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    assert len(rows) % 2 == 0, f"{name}: a case is two lines"
    return list(pairwise(rows))[::2]


def _read() -> list[tuple[str, str, list[str]]]:
    return [(*next(iter(said.items())), limits) for said, limits in _cases("read.yml")]  # type: ignore[attr-defined]


def _view(text: str, language: str) -> AnswerView:
    return view_answer(Answer("1", "faq", "?", text), clean(text), language)


@pytest.mark.parametrize(("language", "text", "limits"), _read())
def test_what_values_are_limited_to(language: str, text: str, limits: list[str]) -> None:
    assert [" ".join(sorted(fact.scope)) or "-" for fact in _view(text, language).facts] == limits


@pytest.mark.parametrize(("texts", "how"), _cases("meet.yml"))
def test_how_scopes_meet(texts: list[str], how: str) -> None:
    a, b = _view(texts[1], texts[0]), _view(texts[3], texts[2])
    assert meeting(a, a.facts[0], b, b.facts[0]).value == how
    assert meeting(b, b.facts[0], a, a.facts[0]).value == how


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_language_has_cases_of_both_kinds(language: str) -> None:
    limited = [limits != ["-"] for spoken, _, limits in _read() if spoken == language]
    assert limited.count(True) >= 7
    assert limited.count(False) >= 1
