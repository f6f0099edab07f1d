"""Every invented sentence of tests/cases/facts gives just the facts that stand beside it."""

from __future__ import annotations

import pytest
from facts_notation import parse, show
from facts_score import load, report

from cx_audit.facts import extract, languages
from cx_audit.model import FactKind


@pytest.mark.parametrize(("language", "text", "facts"), list(load()))
def test_case(language: str, text: str, facts: str) -> None:
    assert [show(fact) for fact in extract(text, language)] == parse(facts)


@pytest.mark.parametrize("language", languages())
def test_each_language_has_many_cases_of_every_kind(language: str) -> None:
    cases = [(text, facts) for name, text, facts in load() if name == language]
    assert len({text for text, _ in cases}) >= 60
    kinds = {fact.partition(" ")[0] for _, facts in cases for fact in parse(facts)}
    assert kinds == {kind.value for kind in FactKind}
    assert sum(1 for _, facts in cases if not facts) >= 5


def test_the_report_names_each_language_and_kind() -> None:
    names = {line.split()[0] for line in report().splitlines()}
    assert {*languages(), *(kind.value for kind in FactKind), "all"} <= names
