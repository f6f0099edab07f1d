"""Labels of buttons, and sentences that close the list before them."""

from __future__ import annotations

import pytest

from cx_audit.compare.method_labels import without_addresses, without_labels
from cx_audit.compare.method_mentions import mentions
from cx_audit.compare.method_spans import Named
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.view import view_answer
from cx_audit.facts.fold import MASK
from cx_audit.model import Answer
from cx_audit.text import clean


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('press "stop renewing" now', "stop renewing"),
        ("tippe auf „nicht verlängern“ und fertig", "nicht verlängern"),
        ("appuyez sur « ne pas renouveler » ici", "ne pas renouveler"),
        ("account > plan", "plan"),
        ("konto → karnet → „nie odnawiaj”.", "karnet"),
    ],
)
def test_a_label_is_masked_and_the_length_kept(text: str, label: str) -> None:
    said = without_labels(text, ())
    assert len(said) == len(text)
    assert label not in said
    assert said.replace(MASK, "") != text


def test_a_quoted_sentence_is_read() -> None:
    text = 'they say "we do not take any cards at our counters"'
    assert without_labels(text, ()) == text


def test_a_label_that_names_a_method_stays() -> None:
    text = 'choose "pay with klarna"'
    start = text.index("klarna")
    assert without_labels(text, [Named("payment", "klarna", start, start + 6)]) == text


def stances(question: str, text: str, language: str = "en") -> set[tuple[str, Stance]]:
    view = view_answer(Answer("a", "faq", question, text), clean(text), language)
    return {(told.concept, told.stance) for told in mentions(view)}


def test_a_later_sentence_makes_it_the_only_way() -> None:
    assert stances("How do I cancel?", "Call us. This is the only way.") == {("phone", Stance.ONLY)}


@pytest.mark.parametrize(
    "text",
    [
        "Call us. It takes a minute. We're friendly. You'll see. This is the only way to know.",
        "Pay by card or call us. There's no other way.",
    ],
)
def test_what_stands_too_far_off_or_is_of_two_kinds_is_not_closed(text: str) -> None:
    assert Stance.ONLY not in {stance for _, stance in stances("How do I cancel?", text)}


def test_no_other_way_than_this_closes_nothing_before() -> None:
    told = stances("How do I cancel?", "Write to us by email. There's no other way than by phone.")
    assert ("email", Stance.ONLY) not in told
    assert ("phone", Stance.ONLY) in told


def test_a_comma_may_set_the_rest_against_a_closed_list() -> None:
    told = stances("How do I cancel?", "Only in our shops, online it isn't possible.")
    assert told == {("desk", Stance.ONLY), ("self", Stance.REFUSED)}


def test_a_password_is_not_asked_by_phone_and_the_phone_stays() -> None:
    assert ("phone", Stance.REFUSED) not in stances("How do I cancel?", "We never ask for your password by phone.")
    assert ("phone", Stance.REFUSED) in stances("How do I cancel?", "We never do this by phone.")


def test_an_address_says_nothing_but_that_it_is_one() -> None:
    text = "write to invoices@firm.example today"
    at = text.index("@")
    said = without_addresses(text, [Named("way", "email", at, at + 1)])
    assert len(said) == len(text)
    assert "@" in said
    assert "invoices" not in said
    assert said.startswith("write to ")
    assert said.endswith(" today")
