"""Values in words for people."""

from __future__ import annotations

import pytest

from cx_audit.compare.display import display, speakers, voice
from cx_audit.facts import extract


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("within 30 days", "en", "up to 30 days"),
        ("een jaar garantie", "nl", "1 year"),
        ("€ 4,95", "nl", "4.95 EUR"),
        ("5 € al mes", "es", "5 EUR per month"),
        ("free of charge", "en", "free"),
        ("66 cents", "en", "66 ¢"),
        ("15 %", "de", "15 %"),
        ("until 5:30 pm", "en", "17:30"),
        ("van 9.00 tot 17.30 uur", "nl", "09:00-17:30"),
        ("until 16 December", "en", "16 December"),
        ("until 16 December 2026", "en", "16 December 2026"),
        ("Monday and Tuesday", "en", "Monday, Tuesday"),
        ("open Monday to Friday", "en", "Monday to Friday"),
        ("open every day", "en", "every day"),
        ("open Sundays and bank holidays", "en", "Sunday, public holidays"),
        ("op zon- en feestdagen gesloten", "nl", "Sunday, public holidays"),
        ("hasta 23 kg", "es", "up to 23 kg"),
        ("10 Go par mois", "fr", "10 GB per month"),
        ("höchstens 55 x 40 x 20 cm", "de", "up to 55 x 40 x 20 cm"),
        ("children under 12", "en", "less than 12 years old"),
        ("2% mỗi năm", "vi", "2 % per year"),
        ("two bags per person", "en", "2 bags per person"),
    ],
)
def test_values_read_as_people_write_them(text: str, language: str, shown: str) -> None:
    (fact,) = extract(text, language)
    assert display(fact) == shown


def test_speakers_are_named_once() -> None:
    assert speakers(["the FAQ"]) == "the FAQ"
    assert speakers(["agent rep1", "the FAQ", "the FAQ", "the macro"]) == "agent rep1, the FAQ and the macro"


def test_voices_read_as_people_say_them() -> None:
    assert voice("faq") == "the FAQ"
    assert voice("macro", "nl") == "the Dutch macro"
    assert voice("agent:rep1", "vi") == "agent rep1 (Vietnamese)"
    assert voice("help_center") == "help_center"
