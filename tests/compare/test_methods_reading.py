"""What is left unread for speed changes nothing."""

from __future__ import annotations

from functools import cache

import pytest
from test_methods_cases import LANGUAGES, load, view

from cx_audit.compare.method_clash import method_clashes
from cx_audit.compare.method_cues import spots
from cx_audit.compare.method_mentions import mentions, shared_mentions
from cx_audit.compare.method_needs import gated, keys_in
from cx_audit.compare.method_pack import Words, families, words
from cx_audit.compare.method_phrases import folds_accents, name_spans
from cx_audit.facts.fold import fold


class Kept(dict[bytes, str]):
    """A memo in memory."""

    def put(self, key: bytes, value: str) -> None:
        self[key] = value


@cache
def texts(language: str) -> list[str]:
    """The answers of the cases of a language, folded."""
    cases = (case for spoken, case in load() if spoken == language)
    return [fold(case[name], accents=folds_accents(language)).text for case in cases for name in "ab"]


def lists(known: Words) -> list[tuple[str, ...]]:
    found = (getattr(known, name) for name in type(known).model_fields)
    return [phrases for phrases in found if isinstance(phrases, tuple)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_found_wherever_it_stands(language: str) -> None:
    for text in texts(language):
        expected = {
            (family.family, name, start)
            for family in families().values()
            for name, concept in family.concepts.items()
            for table in (concept.names, concept.weak)
            for phrase in (*table.get(language, ()), *table.get("any", ()))
            for start, _ in name_spans(phrase, language, text)
        }
        found = {(one.cue.family, one.cue.concept, one.start) for one in spots(text, language)}
        signs = {name for family in families().values() for name, one in family.concepts.items() if one.symbols}
        assert expected <= found
        assert {name for _, name, _ in found - expected} <= signs


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_found_wherever_their_gate_is_open_or_shut(language: str) -> None:
    known = words(language)
    assert known is not None
    shut = 0
    for text in texts(language):
        for phrases in lists(known):
            told = gated(phrases, language)
            assert bool(told.search(text, keys_in(text))) is bool(told.pattern.search(text)), phrases
            shut += not told.may_match(keys_in(text))
    assert shut


@pytest.mark.parametrize(("language", "case"), load())
def test_a_memo_changes_no_clash(language: str, case: dict[str, str]) -> None:
    views = [view("a", case, language), view("b", case, language)]
    memo = Kept()
    alone = method_clashes(views)
    assert method_clashes(views, memo) == alone
    assert len(memo) == 2
    assert method_clashes(views, memo) == alone


def test_what_no_other_answer_may_name_is_not_read() -> None:
    case = {"q": "How can I pay?", "a": "We accept Visa. We ship with DHL.", "b": "We don't accept Visa."}
    one, other = view("a", case, "en"), view("b", case, "en")
    assert [m.concept for m in mentions(one)] == ["visa", "dhl"]
    assert [[m.concept for m in told] for told in shared_mentions([one, other])] == [["visa"], ["visa"]]
    assert shared_mentions([one]) == [()]
