"""``tests/cases/roles/xx.yml``: every role is found by its cue in English, and many in each other language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cx_audit.facts import extract
from cx_audit.roles import Naming, name_roles, packaged_roles
from cx_audit.text import Segment, sentences

_FOLDER = Path(__file__).parents[1] / "cases" / "roles"
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "vi")


def namings(text: str, language: str, question: str = "") -> list[Naming | None]:
    """What each value of a text is about, in order."""
    facts = tuple(extract(text, language))
    pieces = sentences(text, language, [(f.start, f.end) for f in facts])
    homes = [next((s for s in pieces if s.start <= f.start < s.end), Segment(f.start, f.end)) for f in facts]
    return name_roles(text, homes, facts, question, language)


def roles(text: str, language: str, question: str = "") -> list[str | None]:
    """Their ids."""
    return [naming.role if naming else None for naming in namings(text, language, question)]


def _read(language: str) -> dict[str, tuple[str, str]]:
    rows: dict[str, tuple[str, str]] = yaml.safe_load((_FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return rows


_CASES = [
    pytest.param(language, role, question, text, id=f"{language}-{role}")
    for language in LANGUAGES
    for role, (question, text) in _read(language).items()
]


@pytest.mark.parametrize(("language", "role", "question", "text"), _CASES)
def test_a_cue_finds_its_role(language: str, role: str, question: str, text: str) -> None:
    assert role in roles(text, language, question)


def test_every_role_has_an_english_case_and_every_language_many() -> None:
    assert set(_read("en")) == set(packaged_roles())
    for language in LANGUAGES:
        assert len(_read(language)) * 6 > len(packaged_roles())


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Delivery costs €5, returns are free.", ["delivery_fee", "return_fee"]),
        ("en", "Returns are free and delivery costs €5.", ["return_fee", "delivery_fee"]),
        ("nl", "Verzending kost € 5, retourneren is gratis.", ["delivery_fee", "return_fee"]),
        ("nl", "Je krijgt je geld binnen 9 dagen na ontvangst van je retour terug.", ["refund_time"]),
        ("ar", "سيصلك المبلغ خلال ٩ أيام بعد استلام الإرجاع.", ["refund_time"]),
        ("ar", "ستسترد أموالك خلال ٩ أيام بعد استلام الإرجاع.", ["refund_time"]),
        ("de", "Der Versand kostet 5 €, die Rücksendung ist kostenlos.", ["delivery_fee", "return_fee"]),
        ("es", "El envío cuesta 5 €, la devolución es gratis.", ["delivery_fee", "return_fee"]),
        ("fr", "La livraison coûte 5 €, le retour est gratuit.", ["delivery_fee", "return_fee"]),
        ("vi", "Phí giao hàng 30.000đ, trả hàng miễn phí.", ["delivery_fee", "return_fee"]),
        ("ar", "رسوم التوصيل ٢٥ درهماً، الإرجاع مجاني.", ["delivery_fee", "return_fee"]),
        ("pt", "O envio custa 5 €, a devolução é grátis.", ["delivery_fee", "return_fee"]),
        ("it", "La spedizione costa 5 €, il reso è gratuito.", ["delivery_fee", "return_fee"]),
        ("pl", "Dostawa kosztuje 15 zł, zwrot jest darmowy.", ["delivery_fee", "return_fee"]),
        ("pt", "Devolva em até 30 dias; fazemos o estorno em 5 dias úteis.", ["return_window", "refund_time"]),
        ("it", "Restituisci entro 30 giorni; ti rimborsiamo entro 5 giorni.", ["return_window", "refund_time"]),
        ("pl", "Odeślij towar w ciągu 30 dni; pieniądze zwracamy w ciągu 5 dni.", ["return_window", "refund_time"]),
        ("en", "Return it within 30 days; we refund you within 5 working days.", ["return_window", "refund_time"]),
        ("en", "Delivery is free from €50, otherwise €4.95.", ["free_delivery_from", "delivery_fee"]),
    ],
)
def test_each_value_of_a_sentence_has_its_own_role(language: str, text: str, expected: list[str]) -> None:
    found = [role for role in roles(text, language) if role]
    assert [role for role in found if role in expected] == expected


def test_a_value_is_named_by_the_question_where_its_sentence_says_nothing() -> None:
    assert roles("30 days.", "en", "How long do I have to return an item?") == ["return_window"]
    assert roles("30 days.", "en", "") == [None]


def test_a_question_about_something_else_leaves_a_passing_word_without_a_role() -> None:
    assert roles("It takes 3 weeks, and a parcel is on its way.", "en", "How do I become a partner?") == [None]


def test_a_language_without_words_names_nothing() -> None:
    assert roles("Delivery takes 3 days.", "sw") in ([], [None])
    assert name_roles("3 days", [Segment(0, 6)], extract("3 days", "en"), "", "xx") == [None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_a_name_in_each_language_with_words(language: str) -> None:
    assert not [role.id for role in packaged_roles().values() if not role.names.get(language)]
