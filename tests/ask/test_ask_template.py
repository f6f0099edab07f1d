"""Requests are filled in as data: nothing that is put in gets out of its place."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.ask.bot import Bot
from cx_audit.ask.template import fill_request, settle
from cx_audit.errors import UsageError


def bot(settings: dict[str, Any] | None = None, **request: object) -> Bot:
    data = {"about": "a bot", "settings": settings or {}, "request": {"url": "https://bot.example/ask", **request}}
    return Bot.model_validate({**data, "reply": {"text": "text"}})


@given(st.text(max_size=80).map(lambda text: text.encode("utf-8", "ignore").decode()))
def test_a_question_stays_the_text_that_it_is(question: str) -> None:
    one = bot(json={"a": "{question}", "b": ["x {question} y"], "c": {"{question}": 1}})
    body = json.loads(fill_request(one, {}, question, "s", "en").body or b"")
    assert body == {"a": question, "b": [f"x {question} y"], "c": {"{question}": 1}}


@given(st.text(max_size=80).map(lambda text: text.encode("utf-8", "ignore").decode()))
def test_a_question_in_an_address_is_one_segment_of_it(question: str) -> None:
    if question in (".", ".."):
        return
    one = bot(url="https://bot.example/ask/{question}/end", query={"q": "{question}", "n": "1"})
    parts = urlsplit(fill_request(one, {}, question, "s", "en").url)
    assert parts.netloc == "bot.example"
    assert unquote(parts.path.split("/")[2]) == question
    assert parts.path.split("/")[3:] == ["end"]
    assert parse_qs(parts.query, keep_blank_values=True) == {"q": [question], "n": ["1"]}


def test_a_form_is_escaped_too() -> None:
    one = bot(form={"message": "{question}", "lang": "{language}"})
    sent = fill_request(one, {}, "a&b=c é", "s", "nl")
    assert parse_qs((sent.body or b"").decode()) == {"message": ["a&b=c é"], "lang": ["nl"]}
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_question_cannot_name_a_setting() -> None:
    one = bot({"key": {"about": "k", "default": "hidden"}}, json={"a": "{question}", "b": "{key}"})
    body = json.loads(fill_request(one, settle(one, {}), "{key} {session}", "s", "en").body or b"")
    assert body["a"] == "{key} {session}"


def test_a_number_stays_a_number_and_what_is_not_set_is_left_out() -> None:
    settings = {"temperature": {"about": "t", "optional": True}, "system": {"about": "s", "optional": True}}
    body = {
        "temperature": "{temperature}",
        "messages": [{"role": "system", "content": "{system}"}, {"role": "user", "content": "{question}"}],
    }
    one = bot(settings, json=body)
    assert json.loads(fill_request(one, {}, "Why?", "s", "en").body or b"") == {
        "messages": [{"role": "user", "content": "Why?"}]
    }
    filled = json.loads(fill_request(one, {"temperature": 0.2, "system": "Be kind."}, "Why?", "s", "en").body or b"")
    assert filled["temperature"] == 0.2
    assert [message["role"] for message in filled["messages"]] == ["system", "user"]


def test_an_optional_piece_of_the_address() -> None:
    settings = {"env": {"about": "e", "optional": True}}
    one = bot(settings, url="https://bot.example/a[/environments/{env}]/{question}")
    assert fill_request(one, {}, "q", "s", "en").url == "https://bot.example/a/q"
    assert (
        fill_request(one, {"env": "live/../x"}, "q", "s", "en").url
        == "https://bot.example/a/environments/live%2F..%2Fx/q"
    )


@pytest.mark.parametrize("value", [".", ".."])
def test_a_setting_that_climbs_is_refused(value: str) -> None:
    one = bot({"project": {"about": "p"}}, url="https://bot.example/{project}/{question}")
    with pytest.raises(UsageError, match="can't stand in an address"):
        fill_request(one, {"project": value}, "q", "s", "en")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "é", "a\0b"])
def test_a_header_holds_one_line_of_ascii(value: str) -> None:
    one = bot({"project": {"about": "p"}}, headers={"x-project": "{project}"}, json={"q": "{question}"})
    with pytest.raises(UsageError, match="x-project"):
        fill_request(one, {"project": value}, "q", "s", "en")


def test_a_default_may_name_another_setting() -> None:
    settings = {"region": {"about": "r"}, "url": {"about": "u", "default": "https://{region}.example"}}
    one = bot(settings, url="{url}/ask", json={"q": "{question}"})
    assert fill_request(one, settle(one, {"region": "eu"}), "q", "s", "en").url == "https://eu.example/ask"


def test_missing_and_unknown_settings_are_told() -> None:
    one = bot({"project": {"about": "the id of the project"}}, url="https://bot.example/{project}/{question}")
    with pytest.raises(UsageError, match=r"the bot needs project, the id of the project .*--set project="):
        settle(one, {})
    with pytest.raises(UsageError, match=r"no setting projekt \(its settings: project\)"):
        settle(one, {"projekt": "x"})
