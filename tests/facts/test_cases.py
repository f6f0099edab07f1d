"""Every invented sentence of tests/cases/facts gives just the facts that stand beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from notation import parse, show

from cx_audit.facts import extract, languages

CASES = Path(__file__).parents[1] / "cases" / "facts"


def load() -> list[tuple[str, str, str]]:
    """(language, text, facts) of all cases."""
    return [
        (path.stem, case["text"], case["facts"])
        for path in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("language", "text", "facts"), load())
def test_case(language: str, text: str, facts: str) -> None:
    assert [show(fact) for fact in extract(text, language)] == parse(facts)


@pytest.mark.parametrize("language", languages())
def test_each_language_has_many_cases(language: str) -> None:
    assert sum(1 for case in load() if case[0] == language) >= 60
