"""The rule files of scope."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cx_audit.compare.regions import regions_of
from cx_audit.compare.scope_cues import cues
from cx_audit.compare.scope_pack import Dimension, ScopeWords, dimensions, scope_words

LANGUAGES = ("ar", "de", "en", "es", "fr", "nl", "vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_dimension(language: str) -> None:
    known = scope_words(language)
    listed = {name for name, dimension in dimensions().items() if dimension.values}
    assert listed - set(known.cues) <= {"line"}
    ranges = {name for name, dimension in dimensions().items() if dimension.range}
    assert ranges == set(known.measures)
    assert known.except_
    assert known.otherwise
    assert known.aside


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plain_phrase_finds_its_own_value(language: str) -> None:
    words = scope_words(language)
    for dimension, values in words.cues.items():
        for value, phrases in values.items():
            for phrase in phrases:
                if any(sign in phrase for sign in "*?/~_#$^"):
                    continue
                found = cues(phrase, language)
                assert (dimension, value) in {(c.dimension, c.value) for c in found}, (phrase, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_stands_twice_in_one_list(language: str) -> None:
    for values in scope_words(language).cues.values():
        for phrases in values.values():
            assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_added_country_is_read(language: str) -> None:
    for code, names in scope_words(language).regions.items():
        for name in names:
            assert code in regions_of(name, language), name


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("الشحن إلى السعودية", "ar", {"SA"}),
        ("داخل الإمارات", "ar", {"AE"}),
        ("الدعم المالي", "ar", set()),
        ("American Express is fine", "en", set()),
        ("American customers", "en", {"US"}),
        ("la tienda española", "es", {"ES"}),
        ("en español", "es", set()),
        ("the Dutch webshop", "en", {"NL"}),
        ("belgische klanten", "nl", {"BE"}),
        ("áo thun và mũ", "vi", set()),
        ("20 GB of data", "en", set()),
        ("in den Niederlanden", "de", {"NL"}),
        ("un verre d'eau", "fr", set()),
    ],
)
def test_countries_and_what_only_looks_like_them(text: str, language: str, codes: set[str]) -> None:
    assert regions_of(text, language) == codes


def test_only_known_values_may_be_named() -> None:
    with pytest.raises(ValidationError, match="unknown value 'x'"):
        Dimension.model_validate({"title": "t", "values": {"a": "A"}, "usual": ["x"]})
    with pytest.raises(ValidationError, match="tier"):
        ScopeWords.model_validate({"cues": {"tier": {"wooden": ["wood"]}}})
    with pytest.raises(ValidationError, match="range"):
        ScopeWords.model_validate({"measures": {"tier": ["x"]}})
    with pytest.raises(ValidationError, match=r"\$nobody"):
        ScopeWords.model_validate({"cues": {"tier": {"gold": ["gold $nobody"]}}})


def test_a_language_without_a_file_has_no_words() -> None:
    assert scope_words("tlh") == ScopeWords()
    assert cues("anything at all", "tlh") == []
