"""Text of others can't steer a terminal, a spreadsheet or a page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_audit.report.safe import (
    block,
    cell,
    isolate,
    language_tag,
    one_line,
    reads_right_to_left,
    strip_controls,
    web_link,
)

ANY_TEXT = st.text(st.characters(), max_size=80)  # half characters too
STEERING = st.text(st.sampled_from("\x1b\x9b\x9d\x07\\[]0;1mJ?\r\n\t ab\u202e\u2066\u2069\ud800é"), max_size=40)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b(Bcharset", "charset"),
        ("lone \x1b", "lone "),
        ("bell\x07 and \x00nul", "bell and nul"),
        ("14\u202e41\u202c days", "1441 days"),
        ("half \ud800 character", "half \ufffd character"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("persian \u200c joiner 👩\u200d🚀", "persian \u200c joiner 👩\u200d🚀"),
    ],
)
def test_controls_are_stripped_and_words_kept(text: str, left: str) -> None:
    assert strip_controls(text) == left


@given(st.one_of(ANY_TEXT, STEERING))
@settings(deadline=None)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    for clean in (one_line(text), block(text), cell(text)):
        clean.encode()
        assert not {c for c in clean if unicodedata.category(c) == "Cc"} - {"\n"}
        assert not set(clean) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert "\n" not in one_line(text) + cell(text)


def test_a_block_keeps_its_paragraphs() -> None:
    assert block("  one\t two \n\n\n three\nfour ") == "one two\n\nthree\nfour"


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("x")',
        "+31 20 123",
        "-1",
        "@SUM(A1)",
        "  =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\ttab",
        '"=1+1',
        "＝1+1",
        "\x00=1+1",
        "\x1b[31m=1+1",
        "\u202e=1+1",
        "\ufeff=1+1",
    ],
)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


def test_no_formula_starts_after_the_separator_of_european_spreadsheets() -> None:
    assert cell('Codes; =1+1;"@x; a-b') == "Codes; '=1+1;\"'@x; a-b"


@pytest.mark.parametrize("text", ["14 days", "€4.95", "a=b", "", "1-2", "'quoted'"])
def test_harmless_cells_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_a_cell_holds_no_more_than_excel_can() -> None:
    assert len(cell("x" * 40_000)) == 32_767
    assert len(cell("=" + "x" * 40_000)) == 32_767


def test_excel_counts_an_emoji_as_two() -> None:
    assert cell("🎉" * 16_383) == "🎉" * 16_383
    assert cell("🎉" * 16_384) == "🎉" * 16_383 + "…"
    assert cell("x" + "🎉" * 16_384) == "x" + "🎉" * 16_382 + "…"


def test_right_to_left_text_is_kept_apart() -> None:
    assert isolate("plain") == "plain"
    assert isolate("خلال 14 يوم") == "\u2068خلال 14 يوم\u2069"
    assert isolate("WhatsApp للمساعدة", right_to_left=True) == "\u2068\u200fWhatsApp للمساعدة\u2069"
    assert reads_right_to_left("14 يوم")
    assert reads_right_to_left("(שלום) hello")
    assert not reads_right_to_left("hello שלום")
    assert not reads_right_to_left("14 !")


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("nl", "nl"),
        ("pt_BR", "pt-BR"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ('en" onclick="x', None),
        ("", None),
        (None, None),
    ],
)
def test_language_tags(locale: str | None, tag: str | None) -> None:
    assert language_tag(locale) == tag


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "file:///etc/passwd",
        "http://a b",
        'https://a"onclick=',
        "https://" + "a" * 3000,
        "",
        None,
    ],
)
def test_only_plain_web_addresses_are_linked(url: str | None) -> None:
    assert web_link(url) is None


def test_a_web_address_is_linked() -> None:
    assert web_link(" https://shop.example/help?a=1&b=é#x ") == "https://shop.example/help?a=1&b=é#x"
