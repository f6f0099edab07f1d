"""What a reply says, whatever it holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.ask.bot import BotReply
from cx_audit.ask.reading import LONGEST, Said, Unsaid, read_reply
from cx_audit.sources.interface import Reason

RASA = BotReply(text="[].text", media="[?image || buttons]")
PLAIN = BotReply(text="text")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_without_a_crash(document: object) -> None:
    for shape in (RASA, PLAIN, BotReply(text="a.b[*].c[]", fallback="length(x)", asks="x > `1`")):
        reply = read_reply(document, shape)
        assert isinstance(reply, Said | Unsaid)
        if isinstance(reply, Said):
            json.dumps(reply.text, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], Reason.EMPTY),
        ([{"text": ""}, {"text": " \n"}], Reason.EMPTY),
        ([{"text": "…"}], Reason.EMPTY),
        ([{"image": "https://a/b.png"}], Reason.MEDIA_ONLY),
        ([{"buttons": [{"title": "Yes"}]}], Reason.MEDIA_ONLY),
        ({"detail": "not found"}, Reason.EMPTY),
        ([{"text": {"nested": "object"}}], Reason.BOT_ERROR),
        ([{"text": 5}], Reason.BOT_ERROR),
        ([{"text": "a" * (LONGEST + 1)}], Reason.TOO_LONG),
        ([{"text": "a" * 1000}] * 90, Reason.TOO_LONG),
        ([{"text": "a"}] * 101, Reason.BOT_ERROR),
    ],
)
def test_what_is_no_answer(document: object, reason: Reason) -> None:
    reply = read_reply(document, RASA)
    assert isinstance(reply, Unsaid)
    assert reply.reason is reason


def test_messages_of_one_reply_are_joined() -> None:
    reply = read_reply([{"text": "Hello."}, {"image": "x"}, {"text": "30 days."}, {"text": None}], RASA)
    assert reply == Said("Hello.\n30 days.")


def test_control_codes_and_terminal_sequences_are_taken_out() -> None:
    text = "30\x00 days\x1b[31m red\x1b]0;title\x07\x9b5m\r\nnext \ud800line"
    assert read_reply({"text": text}, PLAIN) == Said("30 days red5m\nnext line")


def test_markup_becomes_text_where_the_bot_says_so() -> None:
    html = {"text": "<p>30 <b>days</b> &amp; more</p><script>alert(1)</script>"}
    assert read_reply(html, BotReply(text="text", markup="html")) == Said("30 days & more")
    assert read_reply(html, PLAIN) == Said(html["text"])


def test_a_sentence_that_means_not_understood() -> None:
    shape = BotReply(text="text", not_understood=("I did not get that",))
    assert read_reply({"text": "Sorry,  I DID not get\nthat."}, shape) == Unsaid(Reason.NOT_UNDERSTOOD)
    assert read_reply({"text": "Pardon?"}, PLAIN, ("pardon?",)) == Unsaid(Reason.NOT_UNDERSTOOD)


def test_an_error_inside_a_good_status() -> None:
    shape = BotReply(text="text", error="error")
    assert read_reply({"error": {"code": 5, "why": "\x1b[2Jx\n" * 200}}, shape) != Said("")
    told = read_reply({"error": "quota\nspent \x1b[2J"}, shape)
    assert told == Unsaid(Reason.BOT_ERROR, "quota spent")
