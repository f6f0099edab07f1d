"""The rule files of methods, and their small pattern language."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cx_audit.compare.method_cues import spot
from cx_audit.compare.method_pack import Family, families, related, words
from cx_audit.compare.method_phrases import OTHER, TARGET, folds_accents, matcher
from cx_audit.compare.method_spans import named
from cx_audit.facts.fold import fold

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "vi")
FIRST_CLASS = ("ar", "de", "en", "es", "fr", "nl", "vi")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("pay later", "you may pay later", True),
        ("pay later", "you may pay. later", False),
        ("pay/settle later", "settle later", True),
        ("as_soon_as/when we", "as soon as we", True),
        ("cash*", "cashless", True),
        ("cash", "cashless", False),
        ("*kaart", "bankkaart", True),
        ("by a? card", "by card", True),
        ("by a? card", "by a card", True),
        ("not ~ accept", "not at this time accept", True),
        ("not ~ accept", "not one two three four five six accept", False),
        ("no {}", f"no {TARGET}", True),
        ("no {}", f"no {OTHER}", False),
        ("over #", "over 50", True),
        ("{} no $", f"{TARGET} no", True),
        ("{} no $", f"{TARGET} no way", False),
        ("^ no", "no thanks", True),
        ("^ no", "oh no", False),
        ("débit", "debit", True),
    ],
)
def test_patterns(phrase: str, text: str, found: bool) -> None:
    assert bool(matcher((phrase,), "en").search(text)) is found


def test_no_phrases_match_nothing() -> None:
    assert not matcher((), "en").search("anything")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_all_that_decides(language: str) -> None:
    known = words(language)
    assert known is not None
    for name in type(known).model_fields:
        assert getattr(known, name), f"{language}: {name} is empty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_of_a_list_stands_there_twice(language: str) -> None:
    known = words(language)
    assert known is not None
    for name in type(known).model_fields:
        entries = getattr(known, name)
        if isinstance(entries, tuple):
            assert len(entries) == len(set(entries)), f"{language}: {name}"


def plain_names(language: str) -> list[tuple[Family, str, str]]:
    """Family, concept and name, of all names without a pattern sign."""
    return [
        (family, concept, name)
        for family in families().values()
        for concept, entry in family.concepts.items()
        for name in (*entry.names.get(language, ()), *entry.names.get("any", ()))
        if not any(sign in name for sign in "*?/~_#")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_finds_its_own_method(language: str) -> None:
    for family, concept, name in plain_names(language):
        text = fold(name, accents=folds_accents(language)).text
        if family.kind == "choice":
            assert concept in {cue.concept for cue, _, _ in spot(text, language, choice=True)}, name
        else:
            heard = frozenset({family.family} if family.context else ())
            assert concept in {n.concept for n in named(text, language, heard)}, name


@pytest.mark.parametrize("language", FIRST_CLASS)
def test_every_choice_can_be_said_in_every_language(language: str) -> None:
    for family in families().values():
        if family.kind == "choice":
            for name, concept in family.concepts.items():
                assert concept.names.get(language) or concept.names.get("any"), f"{family.family}: {name}"


def test_related_methods() -> None:
    assert related("payment", "credit_card", "visa")
    assert related("payment", "visa", "credit_card")
    assert not related("payment", "visa", "paypal")


def test_a_family_may_only_include_what_it_has() -> None:
    with pytest.raises(ValidationError, match="unknown concept 'b'"):
        Family.model_validate({"family": "f", "title": "F", "concepts": {"a": {"title": "A", "includes": ["b"]}}})


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Family.model_validate({"family": "f", "title": "F", "colour": "red", "concepts": {}})


def test_a_language_without_a_file_has_no_words() -> None:
    assert words("sv") is None
