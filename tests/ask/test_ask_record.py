"""Replies become answers in the interchange format, each distinct one once."""

from __future__ import annotations

import json
import random
from pathlib import Path

from ask_kit import call

from cx_audit.ask.plan import calls
from cx_audit.ask.questions import Asking
from cx_audit.ask.reading import Said, Unsaid
from cx_audit.ask.record import recording, rows
from cx_audit.model import Answer, Skipped
from cx_audit.sources import discover, read_all
from cx_audit.sources.interface import Reason

ASKING = Asking("ask-1", "en", ("How long?", "Return window?"), intent="window")
PLANNED = list(calls([ASKING], 3))


def replies(*told: Said | Unsaid) -> dict[str, Said | Unsaid]:
    return {one.key: reply for one, reply in zip(PLANNED, told, strict=False)}


def test_equal_replies_are_one_answer_that_says_how_often() -> None:
    days, week = Said("30 days."), Said("A week.")
    told = rows(PLANNED, replies(days, days, days, week, Said("30  days. \n"), days), "chatbot", "rasa")
    assert [(row["answer"], row["uses"], row["question"], row["variants"]) for row in told] == [
        ("30 days.", 5, "How long?", ["Return window?"]),
        ("A week.", 1, "Return window?", []),
    ]
    assert {row["asked"] for row in told} == {"ask-1"}
    assert {row["times_asked"] for row in told} == {6}
    assert {row["intent"] for row in told} == {"window"}


def test_what_is_no_answer_is_a_row_without_one() -> None:
    lost, broken = Unsaid(Reason.NOT_UNDERSTOOD), Unsaid(Reason.BOT_ERROR, "answered 500")
    told = rows(PLANNED, replies(Said("30 days."), lost, lost, broken), "chatbot", "rasa")
    assert [(row["answer"], row.get("skipped"), row["uses"], row.get("detail")) for row in told] == [
        ("30 days.", None, 1, None),
        ("", "bot did not understand", 2, None),
        ("", "error of the bot", 1, "answered 500"),
    ]


def test_the_order_in_which_replies_came_changes_nothing() -> None:
    told = [Said("30 days."), Said("A week."), Unsaid(Reason.EMPTY), Said("30 days."), Said("x"), Said("y")]
    known = replies(*told)
    whole = recording(rows(PLANNED, known, "chatbot", "rasa"))
    for seed in range(5):
        keys = random.Random(seed).sample(sorted(known), len(known))
        assert recording(rows(PLANNED, {key: known[key] for key in keys}, "chatbot", "rasa")) == whole


def test_an_audit_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "chatbot.jsonl"
    told = replies(Said("30 days.\u2028<b>“x”</b>"), Unsaid(Reason.NOT_UNDERSTOOD), Unsaid(Reason.MEDIA_ONLY))
    path.write_bytes(recording(rows(PLANNED, told, "chatbot", "rasa")))
    records = list(read_all(discover([path])))
    (answer,) = [record for record in records if isinstance(record, Answer)]
    assert (answer.channel, answer.asked, answer.uses, answer.locale) == ("chatbot", "ask-1", 1, "en")
    assert answer.text == "30 days.\n<b>“x”</b>"
    skipped = {(record.reason, record.count) for record in records if isinstance(record, Skipped)}
    assert skipped == {("bot did not understand", 1), ("buttons or pictures only", 1)}


def test_calls_without_a_reply_are_left_out() -> None:
    assert rows([call()], {}, "chatbot", "rasa") == []
    assert recording([]) == b""
    assert json.loads(recording(rows(PLANNED, replies(Said("x")), "c", "b")))["bot"] == "b"
