"""Differences between customers of two places or plans, though the values can't be compared or are hardly alike."""

from __future__ import annotations

from dataclasses import replace

from compare_kit import answer, compare, look

from cx_audit.model import Finding, FindingKind

DUTCH = answer("faq-1", "Joining costs 29 EUR.", audience="NL")
BRITISH = answer("faq-2", "Joining costs 25 GBP.", audience="UK")


def _scoped(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.kind is FindingKind.SCOPED]


def test_prices_of_two_places_differ_by_scope() -> None:
    (told,) = _scoped(compare([DUTCH, BRITISH]))
    assert {position.display for position in told.positions} == {"29 EUR", "25 GBP"}
    assert "Netherlands" in told.message
    assert "United Kingdom" in told.message


def test_two_currencies_for_the_same_customers_say_nothing() -> None:
    assert not compare([answer("faq-1", "Joining costs 29 EUR."), answer("faq-2", "Joining costs 25 GBP.")])


def test_amounts_in_one_currency_are_compared_instead() -> None:
    both = answer("faq-2", "Joining costs 25 GBP, or 29 EUR by card from abroad.", audience="UK")
    assert not [
        told
        for told in _scoped(compare([DUTCH, both]))
        if "25 GBP" in {position.display for position in told.positions}
    ]


def test_one_difference_of_two_answers_is_told_however_unlikely() -> None:
    gold = answer("faq-1", "Gold members get 30 days and a gift worth 40 EUR.", audience="gold")
    silver = answer("faq-2", "Silver members get 2 hours and a gift worth 7 EUR.", audience="silver")
    assert len(_scoped(compare([gold, silver], likeness=0.0, least=0.99))) == 1


def test_what_is_not_apart_is_not_told_when_unlikely() -> None:
    one, other = answer("faq-1", "You get 30 days."), answer("faq-2", "You get 2 hours.")
    seen = look([one, other], likeness=0.0, least=0.99)
    assert seen.record.weighed
    assert not seen.findings


def test_where_a_contradiction_is_told_nothing_unlikely_is() -> None:
    gold = answer("faq-1", "Call 020 1234567. Gold members get 30 days.")
    silver = answer("faq-2", "Call 020 7654321. Silver members get 2 hours.")
    (told,) = compare([gold, silver], least=0.6)
    assert told.kind is FindingKind.CONTRADICTION
    assert told.fact_kind == "phone"
    (alone,) = compare([replace(one, text=one.text.partition(". ")[2]) for one in (gold, silver)], least=0.6)
    assert alone.kind is FindingKind.SCOPED
    assert alone.confidence < 0.6
