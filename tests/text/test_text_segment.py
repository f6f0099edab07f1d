"""Sentences and clauses, never split inside a fact."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_samples import LANGUAGES, SOUP, load

from cx_audit.text import Segment, clean, sentences, statements

CASES = [(language, case) for language, cases in load("sentences").items() for case in cases]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_sentences(language: str, case: str) -> None:
    expected = [piece.strip() for piece in re.split(r" ?/ ", case)]
    text = case.replace("。/ ", "。").replace(" / ", " ")
    assert [text[s.start : s.end] for s in sentences(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Returns are free; exchanges cost €5.", ["Returns are free;", "exchanges cost €5."]),
        ("en", "Returns are free, but beans aren't.", ["Returns are free,", "but beans aren't."]),
        ("en", "Delivery time: 2 days.", ["Delivery time: 2 days."]),
        (
            "en",
            "You asked when it would reach you: in two days.",
            ["You asked when it would reach you:", "in two days."],
        ),
        ("en", "It is free – the first time.", ["It is free –", "the first time."]),
        ("nl", "Het duurt 2 – 3 dagen.", ["Het duurt 2 – 3 dagen."]),
        ("ar", "الشحن مجاني؛ والإرجاع بعشرة دراهم.", ["الشحن مجاني؛", "والإرجاع بعشرة دراهم."]),
        ("ar", "الشحن مجاني، لكن الإرجاع بعشرة.", ["الشحن مجاني،", "لكن الإرجاع بعشرة."]),
        ("en", "beans, butter, milk", ["beans, butter, milk"]),
    ],
)
def test_statements(language: str, text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in statements(text, language)] == expected


def test_a_letter_after_a_vowel_sign_is_no_abbreviation() -> None:
    text = "يُعاد المبلغ تلقائيًا. شكرًا لكم."
    assert [text[s.start : s.end] for s in sentences(text, "ar")] == text.replace(". ", "./").split("/")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Im Maer. gilt es."),
        ("fr", "Voir réf. A pour cela."),
        ("fr", "Voir re\u0301f. A pour cela."),
        ("vi", "Ở TP. Hồ Chí Minh."),
        ("es", "Pida p. ej. A o B."),
    ],
)
def test_abbreviations_in_any_spelling(language: str, text: str) -> None:
    assert len(sentences(text, language)) == 1


def test_range_of_the_text() -> None:
    text = "Hi. One. Two. Bye."
    assert [text[s.start : s.end] for s in sentences(text, "en", start=4, end=13)] == ["One.", "Two."]
    assert sentences("", "en") == []
    assert sentences(" \n ", "en") == []


@given(SOUP, st.sampled_from(LANGUAGES), st.booleans(), st.data())
@settings(max_examples=300, deadline=None)
def test_pieces_cover_the_text_and_spare_the_facts(raw: str, language: str, clauses: bool, data: st.DataObject) -> None:
    text = clean(raw).text if data.draw(st.booleans()) else raw
    edges = st.integers(0, len(text))
    protected = [(min(a, b), max(a, b)) for a, b in data.draw(st.lists(st.tuples(edges, edges), max_size=4))]
    pieces = (statements if clauses else sentences)(text, language, protected)
    covered = [text[p.start : p.end] for p in pieces]
    assert "".join("".join(covered).split()) == "".join(text.split())
    assert all(piece == piece.strip() and piece for piece in covered)
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    for start, end in protected:
        solid = text[start:end].strip()
        first = start + text[start:end].index(solid) if solid else start
        # the characters of a protected span, its outer white space aside, stand in one piece
        assert not solid or any(p.start <= first and first + len(solid) <= p.end for p in pieces)


def test_a_segment_is_a_plain_pair() -> None:
    assert Segment(1, 2) == Segment(start=1, end=2)
