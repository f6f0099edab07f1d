"""``rules/roles/examples``: every role is found in English and another language, and is kept from its neighbours."""

from __future__ import annotations

import pytest

from cx_audit.facts import extract
from cx_audit.resources import packaged
from cx_audit.roles import Outcome, name_roles, name_values, packaged_roles, role_examples, try_role
from cx_audit.roles.examples import examples_in
from cx_audit.roles.files import Example
from cx_audit.text import Segment

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "vi")


def roles(text: str, language: str, question: str = "") -> list[str | None]:
    """What each value of a text is about, in order."""
    return [naming.role if naming else None for _, naming in name_values(text, language, question)]


@pytest.mark.parametrize("role", sorted(packaged_roles()))
def test_the_examples_of_a_role_hold(role: str) -> None:
    outcomes = list(try_role(role))
    assert [one for one in outcomes if not one.passed] == []
    told = role_examples(role).examples
    assert "en" in told
    assert len(told) > 1


def test_every_language_has_many_examples_and_no_role_is_unknown() -> None:
    found = examples_in(packaged("rules") / "roles")
    assert set(found) == set(packaged_roles())
    for language in LANGUAGES:
        assert 6 * sum(language in told.examples for told in found.values()) > len(found)
    assert sum(bool(told.counterexamples) for told in found.values()) > len(found) / 2


def test_an_example_that_is_wrong_is_not_passed() -> None:
    said = Example(text="Delivery costs €5.")
    found = (("€5", "delivery_fee"),)
    assert Outcome("delivery_fee", "en", said, wanted=True, found=found).passed
    assert not Outcome("delivery_fee", "en", said, wanted=False, found=found).passed
    assert not Outcome("return_fee", "en", said, wanted=True, found=found).passed
    assert Outcome("return_fee", "en", said, wanted=False, found=found).passed


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
        ("en", "Delivery is free from €50, otherwise €4.95.", ["delivery_fee", "free_delivery_from", "delivery_fee"]),
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
