"""The same paragraph in seven languages never disagrees with itself; with one value changed it does."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from facts_paragraphs import Paragraph, load

from cx_audit import Answer, audit
from cx_audit.facts import Relation, extract, languages, relation
from cx_audit.model import Fact, FindingKind

PARAGRAPHS = load()
LANGUAGES = ("ar", "de", "en", "es", "fr", "nl", "vi")
EACH = [pytest.param(paragraph, id=paragraph.name) for paragraph in PARAGRAPHS]


def without_equal(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in facts if not any(relation(fact, other) is Relation.EQUAL for other in others)]


def test_there_are_paragraphs_of_many_trades_in_each_language() -> None:
    assert len(PARAGRAPHS) >= 6
    assert set(LANGUAGES) <= set(languages())
    for paragraph in PARAGRAPHS:
        assert set(paragraph.text) == set(paragraph.question) == set(paragraph.change) == set(LANGUAGES)


@pytest.mark.parametrize("paragraph", EACH)
def test_each_fact_has_an_equal_in_every_language(paragraph: Paragraph) -> None:
    facts = {language: extract(text, language) for language, text in paragraph.text.items()}
    kinds = {language: Counter(fact.kind for fact in found) for language, found in facts.items()}
    assert len(set(map(str, map(sorted, (kind.elements() for kind in kinds.values()))))) == 1
    assert sum(kinds["en"].values()) >= 6
    for one, other in permutations(LANGUAGES, 2):
        assert without_equal(facts[one], facts[other]) == [], (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paragraph", EACH)
def test_a_changed_value_equals_none(paragraph: Paragraph, language: str) -> None:
    facts = extract(paragraph.text[language], language)
    changed = extract(paragraph.changed(language), language)
    (new,) = without_equal(changed, facts)
    (old,) = without_equal(facts, changed)
    assert relation(old, new) is Relation.DIFFERENT


def answers(paragraph: Paragraph) -> list[Answer]:
    return [
        Answer(f"{paragraph.name}-{language}", f"faq_{language}", paragraph.question[language], text, locale=language)
        for language, text in paragraph.text.items()
    ]


@pytest.mark.model
def test_an_audit_of_them_finds_no_contradiction() -> None:
    report = audit([answer for paragraph in PARAGRAPHS for answer in answers(paragraph)])
    assert report.summary.compared >= len(PARAGRAPHS)
    assert [finding for finding in report.findings if finding.kind is FindingKind.CONTRADICTION] == []


@pytest.mark.model
def test_an_audit_finds_each_changed_value() -> None:
    """One language of each paragraph is told otherwise by its macro; another language each time round."""
    for place in range(len(LANGUAGES)):
        records: list[Answer] = []
        told: dict[str, str] = {}
        for paragraph, language in zip(PARAGRAPHS, LANGUAGES[place:] + LANGUAGES[:place], strict=False):
            macro = f"{paragraph.name}-macro"
            told[macro] = f"{paragraph.name}-{language}"
            changed = Answer(macro, "macro", paragraph.question[language], paragraph.changed(language), locale=language)
            records += [*answers(paragraph), changed]
        found = {
            frozenset(quote.answer_id for position in finding.positions for quote in position.quotes)
            for finding in audit(records).findings
            if finding.kind is FindingKind.CONTRADICTION
        }
        for macro, original in told.items():
            assert any({macro, original} <= said for said in found), (macro, original, found)
        assert all(said & set(told) for said in found)
