"""Greetings and sign-offs are set apart, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_samples import LANGUAGES, SOUP, load

from cx_audit.text import Parts, clean, has_words, split_boilerplate

MESSAGES = [(language, *parts) for language, cases in load("boilerplate").items() for parts in cases]


@pytest.mark.parametrize(("language", "hello", "body", "bye"), MESSAGES)
def test_body_is_what_a_colleague_would_call_the_message(language: str, hello: str, body: str, bye: str) -> None:
    text = hello + body + bye
    parts = split_boilerplate(text, language)
    assert text[parts.start : parts.end] == body


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hi there!"),
        ("en", "Hello …,\nKind regards,\n…"),
        ("nl", "Met vriendelijke groet,\nAnna"),
        ("ar", "السلام عليكم"),
        ("vi", "Xin chào"),
        ("fr", "Merci beaucoup !"),
        ("en", "…"),
        ("en", ""),
    ],
)
def test_a_text_of_nothing_else_stays_whole(language: str, text: str) -> None:
    assert split_boilerplate(text, language) == Parts(0, len(text))


@given(SOUP, st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_parts_lie_within_any_text(raw: str, language: str) -> None:
    text = clean(raw).text
    parts = split_boilerplate(text, language)
    assert 0 <= parts.start <= parts.end <= len(text)
    assert has_words(text[parts.start : parts.end]) == has_words(text)


@given(
    st.sampled_from([m for m in MESSAGES if m[1] and m[1].endswith("\n")]),
    st.sampled_from(["You have 30 days.", "De kosten zijn € 4,95.", "نعم، مجاناً خلال ١٤ يوماً.", "3 Tage, dann 5 €."]),
)
def test_a_greeting_line_is_cut_before_any_body(message: tuple[str, str, str, str], body: str) -> None:
    language, hello, _, bye = message
    text = hello + body + bye
    parts = split_boilerplate(text, language)
    assert text[parts.start :].startswith(body)


def test_an_unknown_language_takes_the_phrases_of_all() -> None:
    text = "Hola Ana,\nsemtomna 30 days.\nMet vriendelijke groet,\nBas"
    parts = split_boilerplate(text, "sw")
    assert text[parts.start : parts.end] == "semtomna 30 days."
