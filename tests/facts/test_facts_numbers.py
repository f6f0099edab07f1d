"""Numbers in digits and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.facts import languages
from cx_audit.facts.number_words import number_words
from cx_audit.facts.numbers import read_digits


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("30", "30"),
        ("4,000", "4000"),
        ("4.000", "4000"),
        ("4,95", "4.95"),
        ("4.95", "4.95"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.000.000", "1000000"),
        ("10 000", "10000"),
        ("10 000,50", "10000.50"),
        ("1'250", "1250"),
        ("0.500", "0.5"),
        ("12,5", "12.5"),
    ],
)
def test_read_digits(written: str, value: str) -> None:
    assert read_digits(written, ".") == Decimal(value)
    assert read_digits(written, ",") == Decimal(value)


def test_three_decimals_are_read_by_the_language_where_fractions_are_likely() -> None:
    assert read_digits("2.125", ".", fraction=True) == Decimal("2.125")
    assert read_digits("2.125", ",", fraction=True) == 2125


@given(st.integers(1000, 10**9))
def test_grouped_numbers_read_alike_in_both_styles(number: int) -> None:
    assert read_digits(f"{number:,}", ".") == number
    assert read_digits(f"{number:,}".replace(",", "."), ",") == number


@pytest.mark.parametrize("language", languages())
def test_every_number_up_to_a_thousand_has_a_word(language: str) -> None:
    assert set(range(1001)) <= {int(value) for value in number_words(language).values()}


def test_a_language_without_rules_has_no_number_words() -> None:
    assert number_words("xx") == {}
