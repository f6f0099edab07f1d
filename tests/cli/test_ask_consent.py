"""Consent, and what is said before it."""

from __future__ import annotations

import io

import pytest
import typer

from cx_audit.ask.plan import Call, Cost
from cx_audit.ask.questions import Asking
from cx_audit.cli import ask_run
from cx_audit.cli.ask_words import cost_lines, skip_lines
from cx_audit.errors import UsageError

ASKING = Asking("ask-1", "en", ("How long?", "Return window?"))
PLANNED = [Call(ASKING, wording, run) for run in (1, 2) for wording in ASKING.wordings]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("reply", "agreed"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_a_user_is_asked(monkeypatch: pytest.MonkeyPatch, reply: str, agreed: bool) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(reply))
    if agreed:
        ask_run._consent(5, yes=False)
    else:
        with pytest.raises(typer.Exit) as caught:
            ask_run._consent(5, yes=False)
        assert caught.value.exit_code == 2


def test_nobody_to_ask_is_an_error_unless_it_was_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(UsageError, match=r"1,234 requests would go to a live bot \(add --yes"):
        ask_run._consent(1234, yes=False)
    ask_run._consent(1234, yes=True)


def test_what_is_left_is_told_and_an_estimate_is_called_one() -> None:
    told = cost_lines("openai at https://x", PLANNED, PLANNED[1:], Cost(3, 12_345, 600), "")
    assert told[0] == "openai at https://x: 1 question (en 1) in 2 wordings, 4 requests"
    assert told[1] == "1 were asked before; 3 are left"
    assert (
        told[2] == "an estimate: about 12,000 tokens sent and 600 received, at 4 bytes a token and 200 tokens a reply"
    )
    assert "not known" in told[3]
    priced = cost_lines("openai", PLANNED, PLANNED, Cost(4, 10, 10, 0.5), "EUR")
    assert priced[-1] == "at your prices about 0.50 EUR, an estimate too"
    assert len(cost_lines("rasa", PLANNED, PLANNED, Cost(4), "")) == 1


def test_why_replies_are_no_answers_is_counted() -> None:
    rows = [
        {"skipped": "error of the bot", "uses": 2, "detail": "answered 500\x1b[31m"},
        {"skipped": "error of the bot", "uses": 1},
        {"answer": "30 days."},
    ]
    assert skip_lines(rows) == ["3 replies not recorded: error of the bot, such as: answered 500"]
