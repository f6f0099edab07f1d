"""Values that changed places disagree; the same values in another order don't."""

from __future__ import annotations

import pytest
from compare_kit import answer, compare, contradictions

SWAPPED = [
    (
        "en",
        "You can return it within 30 days. Refunds take 14 days.",
        "You can return it within 14 days. Refunds take 30 days.",
        {"return_window", "refund_time"},
    ),
    (
        "en",
        "Delivery costs €5, returns are free.",
        "Delivery is free, returns cost €5.",
        {"delivery_fee", "return_fee"},
    ),
    (
        "nl",
        "Verzending kost € 5, retourneren is gratis.",
        "Verzending is gratis, retourneren kost € 5.",
        {"delivery_fee", "return_fee"},
    ),
    (
        "de",
        "Der Versand kostet 5 €, die Rücksendung 3 €.",
        "Der Versand kostet 3 €, die Rücksendung 5 €.",
        {"delivery_fee", "return_fee"},
    ),
    (
        "es",
        "El reembolso tarda 14 días. El plazo de devolución es de 30 días.",
        "El reembolso tarda 30 días. El plazo de devolución es de 14 días.",
        {"return_window", "refund_time"},
    ),
]
REORDERED = [
    ("en", "Delivery costs €5, returns are free.", "Returns are free and delivery costs €5."),
    ("en", "Return it within 30 days. Refunds take 14 days.", "Refunds take 14 days. Return it within 30 days."),
    ("nl", "Verzending kost € 5, retourneren is gratis.", "Retourneren is gratis en verzending kost € 5."),
    ("fr", "La livraison coûte 5 €, le retour est gratuit.", "Le retour est gratuit, la livraison coûte 5 €."),
]


@pytest.mark.parametrize(("language", "one", "other", "expected"), SWAPPED)
def test_swapped_values_are_found_and_named(language: str, one: str, other: str, expected: set[str]) -> None:
    found = contradictions(compare([answer("faq-1", one), answer("macro-1", other)], language, likeness=0.9))
    assert found
    assert {finding.role for finding in found} <= expected
    for finding in found:
        assert len({position.display for position in finding.positions}) == 2


@pytest.mark.parametrize("likeness", [0.3, 0.6, 0.9])
@pytest.mark.parametrize(("language", "one", "other"), REORDERED)
def test_the_same_values_in_another_order_agree(language: str, one: str, other: str, likeness: float) -> None:
    assert not contradictions(compare([answer("faq-1", one), answer("macro-1", other)], language, likeness=likeness))
