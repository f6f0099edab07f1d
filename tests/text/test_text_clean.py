"""Markup, placeholders and invisible characters go; what is left knows where it came from."""

from __future__ import annotations

import html
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_samples import SOUP, load

from cx_audit.model import Markup
from cx_audit.text import PLACEHOLDER, clean, clean_question, has_words, sentences, split_boilerplate, statements

PLAIN: dict[str, Any] = load("plain")


@pytest.mark.parametrize("name", PLAIN)
def test_what_a_customer_reads(name: str) -> None:
    markup, raw, expected = PLAIN[name]
    assert clean(raw, Markup(markup)).text == expected


@given(SOUP, st.sampled_from(Markup))
@settings(max_examples=400, deadline=None)
def test_any_input_keeps_true_offsets(raw: str, markup: Markup) -> None:
    cleaned = clean(raw, markup)
    mapped = cleaned.mapped
    assert len(mapped.offsets) == len(mapped.ends) == len(cleaned.text)
    assert list(mapped.offsets) == sorted(mapped.offsets)
    assert list(mapped.ends) == sorted(mapped.ends)
    for i, character in enumerate(cleaned.text):
        start, end = cleaned.original(i, i + 1)
        assert 0 <= start < end <= len(raw)
        source = raw[start:end]
        if character not in f" \n{PLACEHOLDER}|":
            decoded = html.unescape(source if source.endswith(";") else f"{source};")
            assert character == source or character in decoded


@given(SOUP, st.sampled_from(Markup))
@settings(max_examples=200, deadline=None)
def test_no_control_survives_and_white_space_is_folded(raw: str, markup: Markup) -> None:
    text = clean(raw, markup).text
    assert text == text.strip()
    assert not set("\r\t\x00\x1b\u200b\u202e\ufeff\ud800") & set(text)
    assert not any(pair in text for pair in ("  ", "\n\n", " \n", "\n "))
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_characters="<>&{}[]%*$#\\", codec="utf-8")))
@settings(deadline=None)
def test_plain_text_is_cleaned_once(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once
    assert has_words(once) == has_words(raw)


@given(st.text(alphabet="abc 12.,é\n", max_size=60))
@settings(deadline=None)
def test_escaping_changes_nothing(text: str) -> None:
    assert clean(html.escape(f"a < {text}"), Markup.HTML).text == clean(f"a < {text}").text


def test_span_covers_the_markup_inside() -> None:
    raw = "<p>You have <b>30</b>&nbsp;days.</p>"
    cleaned = clean(raw, Markup.HTML)
    at = cleaned.text.index("30 days")
    start, end = cleaned.original(at, at + len("30 days"))
    assert raw[start:end] == "30</b>&nbsp;days"


def test_placeholder_maps_to_the_whole_variable() -> None:
    raw = "Hi {{ticket.requester.first_name}}, welcome"
    cleaned = clean(raw)
    at = cleaned.text.index(PLACEHOLDER)
    assert raw[slice(*cleaned.original(at, at + 1))] == "{{ticket.requester.first_name}}"


def test_empty_span_and_empty_text() -> None:
    assert clean("").text == ""
    assert clean("").original(0, 0) == (0, 0)
    assert clean(" <p> ", Markup.HTML).text == ""


HOSTILE = {
    "[": "[" * 50_000,
    "*": "*" * 50_000,
    "_": "_" * 50_000,
    "`": "`" * 50_000,
    "#": "#" * 50_000,
    "|": "|" * 50_000 + "x",
    "{{": "{{" * 20_000,
    "{%": "{%" * 20_000,
    "{a ": "{a " * 20_000,
    "icu": "{a,plural,{" * 6_000,
    "[A ": "[A " * 20_000,
    "%a": "%a" * 40_000,
    "$a": "$a" * 40_000,
    "$a.": "$" + "a." * 40_000,
    "$a(": "$a(" * 30_000,
    "<?": "<?" * 40_000,
    "<": "<" * 50_000,
    "<a ": "<a " * 20_000,
    "<a=": '<a =">" ' * 8_000,
    "<!--": "<!--" * 20_000,
    "<td>": "<td>" * 20_000,
    "<svg>": "<svg>" * 15_000,
    "<script>": "<script>" * 12_000,
    "&": "&a" * 40_000,
    "[a](": "[a](" * 20_000,
    "![": "![" * 40_000,
    "**a ": "**a " * 20_000,
    "_a ": "_a " * 30_000,
    "*a": "*a" * 40_000,
    "spaces": " " * 100_000 + "x",
    "newlines": "\n" * 100_000 + "x",
    "lines": " \n" * 50_000 + "x",
    "---": "-" * 50_000 + "x",
    "- ": "- " * 40_000 + "x",
    "...": "." * 50_000 + "x",
    "a.": "a. " * 30_000,
    "?": "?! " * 30_000,
    "Hi": "Hi! " * 25_000,
    "Thanks": "Ok. Thanks " * 9_000,
    "prose": "You have 30 days to send it back, but e.g. beans not. " * 1_900,
}


@pytest.mark.timing
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_repeats_take_no_time(name: str) -> None:
    text = HOSTILE[name]
    begun = time.process_time()
    for markup in Markup:
        clean(text, markup)
    clean_question(text)
    cleaning = time.process_time() - begun
    for language in ("en", "de"):
        split_boilerplate(text, language)
        sentences(text, language, [(i, i + 1) for i in range(0, len(text), 10)])
        statements(text, language)
    total = time.process_time() - begun
    # 100,000 characters take tenths of a second; a quadratic pattern takes minutes
    assert cleaning < 4
    assert total < 6


def test_huge_numeric_reference_is_no_error() -> None:
    raw = f"<p title='&#{'9' * 5000};'>a&#{'9' * 5000};b</p>"
    text = clean(raw, Markup.HTML).text
    assert text.startswith("a")
    assert text.endswith("9;b")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Returns::Window - standard", "Returns: Window: standard"),
        ("utter_return_policy", "utter return policy"),
        ("Can I return\nopened  beans?", "Can I return opened beans?"),
        ("<b>Shipping</b> &amp; delivery", "Shipping & delivery"),
        ("Account > Delete » now", "Account: Delete: now"),
        ("", ""),
    ],
)
def test_question_is_one_plain_line(raw: str, expected: str) -> None:
    assert clean_question(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("…", False), ("… - !", False), ("", False), ("…a", True), ("٣", True), ("😀", False), ("أ", True)],
)
def test_has_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected


def test_lines_wrapped_within_a_sentence_are_joined_in_markdown() -> None:
    text = (
        "# Loan machines of the workshop in the city of Delft\nthe deposit\n\n"
        "No rental; a deposit of 75 euros by payment link, released on the day the\nloan machine is back with us.\n"
        "Opening hours of the workshop and of the shop:\n- Monday to Friday from nine to five in the afternoon\n"
        "- Saturday\n"
    )
    cleaned = clean(text, Markup.MARKDOWN)
    assert "on the day the loan machine is back with us." in cleaned.text
    assert "Delft\nthe deposit" in cleaned.text
    assert "afternoon\nSaturday" in cleaned.text
    at = cleaned.text.index("loan machine")
    start, end = cleaned.original(at, at + len("loan machine"))
    assert text[start:end] == "loan machine"
