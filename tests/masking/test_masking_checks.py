"""Check digits; the numbers are the examples that the issuers publish, or made up with right digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.masking.checks import is_card, is_iban, is_national_id


@pytest.mark.parametrize("number", ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"])
def test_cards(number: str) -> None:
    assert is_card(number)


@given(st.integers(0, 15), st.integers(1, 9))
def test_a_card_with_one_wrong_digit_is_none(place: int, by: int) -> None:
    digits = list("4111111111111111")
    digits[place] = str((int(digits[place]) + by) % 10)
    assert not is_card("".join(digits))


@pytest.mark.parametrize("text", ["NL91ABNA0417164300", "DE89370400440532013000", "PL61109010140000071219812874"])
def test_ibans(text: str) -> None:
    assert is_iban(text)
    assert not is_iban(text[:-1] + str((int(text[-1]) + 1) % 10))


@pytest.mark.parametrize(
    "text",
    ["12345678Z", "X1234567L", "RSSMRA85T10A562S", "44051401359", "529.982.247-25", "255081416802538", "219-09-9999"],
)
def test_national_numbers(text: str) -> None:
    assert is_national_id(text)


@pytest.mark.parametrize(
    "text",
    ["12345678A", "RSSMRA85T10A562T", "44051401358", "111.111.111-11", "255081416802539", "000-12-3456", "1234567"],
)
def test_no_national_numbers(text: str) -> None:
    assert not is_national_id(text)
