"""The language of a text that doesn't say it."""

from __future__ import annotations

import pytest

from cx_audit.text import LanguageDetector, base_language

SEVEN = ("en", "nl", "es", "vi", "ar", "de", "fr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How long does delivery take?", "en"),
        ("Hoe lang duurt de levering?", "nl"),
        ("¿Cuánto tarda el envío?", "es"),
        ("Giao hàng mất bao lâu?", "vi"),
        ("كم يستغرق التوصيل؟", "ar"),
        ("Wie lange dauert die Lieferung?", "de"),
        ("Combien de temps prend la livraison ?", "fr"),
        ("Je krijgt je geld terug, zie https://www.example.com/returns/policy of mail help@example.com", "nl"),
    ],
)
def test_detects_among_the_configured(text: str, expected: str) -> None:
    assert LanguageDetector(SEVEN).detect(text) == expected


@pytest.mark.parametrize("text", ["", "…", "30 €", "https://example.com/how-long", "😀 !"])
def test_without_words_it_is_the_first(text: str) -> None:
    assert LanguageDetector(("nl", "en")).detect(text) == "nl"


def test_never_answers_with_a_language_that_was_not_asked_for() -> None:
    assert LanguageDetector(("de", "fr")).detect("How long does delivery take?") in ("de", "fr")
    assert LanguageDetector(("xx", "qq")).detect("How long does delivery take?") == "xx"
    assert LanguageDetector(("nl-BE",)).detect("How long does delivery take?") == "nl"
    assert LanguageDetector(()).detect("Hoe lang duurt het?") == "en"


def test_languages_are_base_languages_once() -> None:
    assert LanguageDetector(("nl-BE", "nl_NL", "pt_BR")).languages == ("nl", "pt")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nl-BE", "nl"),
        ("pt_BR", "pt"),
        ("EN", "en"),
        (" de_DE.UTF-8 ", "de"),
        ("zh-Hans-CN", "zh"),
        ("ar", "ar"),
        ("", ""),
    ],
)
def test_base_language(locale: str, expected: str) -> None:
    assert base_language(locale) == expected
