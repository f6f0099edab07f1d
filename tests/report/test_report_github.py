"""Workflow commands: one line each, escaped as GitHub's runner reads them, no more than it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from ci_samples import NASTY, many, one_finding, shuffled, words
from hypothesis import given
from report_samples import make_report

from cx_audit.model import FindingKind, Report, Severity, Status
from cx_audit.report.github import MOST, render
from cx_audit.report.places import own_path

COMMAND = re.compile(r"::(\w+) ([^:]*)::(.*)")


@dataclass(frozen=True)
class Command:
    level: str
    properties: dict[str, str]
    message: str


def _unescaped(text: str, *, of_property: bool) -> str:
    """What the runner makes of it: the escapes, "%" last."""
    for code, character in [("%0D", "\r"), ("%0A", "\n"), *([("%3A", ":"), ("%2C", ",")] if of_property else [])]:
        text = text.replace(code, character)
    return text.replace("%25", "%")


def _commands(report: Report, fail_on: str = "low") -> tuple[list[Command], str]:
    """The commands as the runner reads them, and the last line."""
    *lines, last = render(report, fail_on=fail_on).split("\n")[:-1]
    found = []
    for line in lines:
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(part.partition("=")[::2] for part in match[2].split(","))
        unescaped = {name: _unescaped(value, of_property=True) for name, value in properties.items()}
        found.append(Command(match[1], unescaped, _unescaped(match[3], of_property=False)))
    return found, last


def test_what_fails_is_an_error_at_the_line_to_mend() -> None:
    commands, last = _commands(make_report())
    assert [command.level for command in commands] == ["error"] * 4 + ["warning"] + ["notice"] * 2
    fee = commands[1]
    assert fee.properties == {
        "file": "exports/zendesk/macros.json",
        "line": "212",
        "title": "HIGH contradiction: ¿Cuánto cuesta devolver un pedido?",
    }
    assert fee.message.splitlines() == [
        "Amount: faq says free; macro says 4.95 EUR",
        "B macro (es) (exports/zendesk/macros.json:212): La devolución tiene un coste de «4,95 €» que se descuenta del"
        " reembolso.",
        "A faq (es) (site/help/devoluciones.html:31): La devolución es «gratuita» dentro de la península",
    ]
    assert last.endswith("chatbot answers 33 % of them.")


def test_what_does_not_fail_is_a_warning() -> None:
    commands, _ = _commands(make_report(), "high")
    assert [command.level for command in commands[:4]] == ["error", "error", "warning", "warning"]
    assert "error" not in {command.level for command in _commands(make_report(), "never")[0]}


@pytest.mark.parametrize("status", [Status.BASELINE, Status.SUPPRESSED])
def test_what_is_known_is_not_annotated(status: Status) -> None:
    assert _commands(one_finding("x", status=status))[0] == []


def test_what_differs_rightly_is_not_annotated() -> None:
    assert _commands(one_finding("x", kind=FindingKind.SCOPED, severity=Severity.INFO))[0] == []


def test_the_policy_is_not_where_a_departure_is_mended() -> None:
    commands, _ = _commands(make_report([f for f in make_report().findings if f.id == "f-policy"]))
    assert commands[0].properties["file"] == "site/help/devoluciones.html"


def test_no_more_than_github_shows_and_the_rest_counted() -> None:
    commands, last = _commands(many(MOST + 3))
    assert len(commands) == MOST
    assert last.endswith(" 3 more not annotated.")


@given(words)
def test_any_words_stay_within_their_command(text: str) -> None:
    report = one_finding(text)
    (command,), last = _commands(report)
    assert command.level == "error"
    assert set(command.properties) <= {"file", "line", "title"}
    assert command.properties.get("file") == own_path(report.answers[0].place)
    assert not last.lstrip().startswith("::")
    assert "##[" not in last


@pytest.mark.parametrize("text", NASTY)
def test_no_line_begins_with_a_command_but_ours(text: str) -> None:
    lines = [line for line in re.split(r"[\r\n\x85\u2028\u2029]", render(one_finding(text))) if line]
    assert [line.lstrip().startswith("::") for line in lines] == [True, False]


def test_the_order_of_what_was_read_changes_nothing() -> None:
    assert render(make_report()) == render(shuffled(make_report()))
