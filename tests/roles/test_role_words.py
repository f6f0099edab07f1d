"""How words are matched: by language, at their start or end, as phrases, in clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.roles.lexicon import Lexicon


def lexicon(phrase: str, *, accents: bool = True, clitics: tuple[str, ...] = ()) -> Lexicon:
    return Lexicon({"x": [phrase]}, ["and"], clitics, accents=accents)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("return*", "Returning is easy", True),
        ("return", "Returning is easy", False),
        ("*kosten", "De verzendkosten", True),
        ("*kosten", "kostenlos", False),
        ("*zins*", "der Dispozinssatz", True),
        ("send back", "You SEND   back the item", True),
        ("send back", "You send it back", False),
        ("check in", "Check-in opens", True),
        ("días", "diez dias", True),
        ("d'activation", "frais d’activation", True),
    ],
)
def test_patterns(phrase: str, text: str, found: bool) -> None:
    assert bool(lexicon(phrase).read(text).hits) is found


def test_arabic_clitics_and_vowel_signs_make_no_difference() -> None:
    words = lexicon("إرجاع", clitics=("ال", "و", "وال", "ب", "لل"))
    for text in ("الإرجاع", "والارجاع", "بإرجاع", "إِرجاع", "للإرجاع"):
        assert words.read(text).hits, text


def test_vietnamese_syllables_keep_their_marks() -> None:
    words = lexicon("trả hàng", accents=False)
    assert words.read("Trả hàng trong 7 ngày").hits
    assert not words.read("tra hang trong 7 ngay").hits
    assert words.read("tra\u0309 ha\u0300ng").hits


def test_clauses_end_at_commas_and_conjunctions_but_not_inside_numbers() -> None:
    reading = lexicon("x").read("It costs 1,000.50 euro, and more; or less")
    assert reading.clauses == (0, 0, 0, 0, 1, 1, 2, 2)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [("Il reso è gratis", (0, 0, 0, 0)), ("reso e cambio", (0, 1, 1)), ("reso pero cambio", (0, 1, 1))],
)
def test_an_accent_that_no_break_has_makes_another_word(text: str, clauses: tuple[int, ...]) -> None:
    assert Lexicon({}, ["e", "però"], (), accents=True).read(text).clauses == clauses


@given(st.text(max_size=80))
def test_any_text_can_be_read_and_its_words_lie_in_it(text: str) -> None:
    reading = lexicon("a*").read(text)
    assert len(reading.starts) == len(reading.ends) == len(reading.clauses)
    assert all(0 <= start < end <= len(text) for start, end in zip(reading.starts, reading.ends, strict=True))
    assert reading == lexicon("a*").read(text)
