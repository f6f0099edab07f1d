"""Every pair of tests/cases/compare/relations.yml stands as said, whichever comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cx_audit.facts import Relation, extract, relation
from cx_audit.model import Fact

CASES = Path(__file__).parents[1] / "cases" / "compare" / "relations.yml"


def load() -> Iterator[tuple[Relation, str, str, str, str]]:
    for name, rows in yaml.safe_load(CASES.read_text(encoding="utf-8")).items():
        for row in rows:
            yield (Relation(name), *row)


def only(text: str, language: str) -> Fact:
    facts = extract(text, language)
    assert len(facts) == 1, facts
    return facts[0]


@pytest.mark.parametrize(("expected", "language", "text", "other_language", "other"), list(load()))
def test_relation(expected: Relation, language: str, text: str, other_language: str, other: str) -> None:
    first, second = only(text, language), only(other, other_language)
    assert relation(first, second) is expected
    assert relation(second, first) is expected


def test_each_relation_has_many_cases_over_the_languages() -> None:
    rows = list(load())
    assert all(sum(row[0] is found for row in rows) >= 10 for found in Relation)
    assert {"ar", "de", "en", "es", "fr", "nl", "vi"} <= {language for row in rows for language in (row[1], row[3])}
