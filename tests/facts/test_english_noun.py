"""What is counted, as English reports call it."""

from __future__ import annotations

import pytest

from cx_audit.facts.nouns import english_noun


@pytest.mark.parametrize(
    ("noun", "many", "told"),
    [
        ("keer", True, "times"),
        ("keer", False, "time"),
        ("time", True, "times"),
        ("dispositivos", True, "devices"),
        ("kinderen", True, "children"),
        ("seats", True, "seats"),  # English has a word of its own for it
        ("schroef", True, "schroef"),  # no pack knows it
    ],
)
def test_english_noun(noun: str, many: bool, told: str) -> None:
    assert english_noun(noun, many=many) == told
