"""What a script learns from the exit code of a command; ``tests/test_exits.py`` has the function behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_kit import BY_INTENT, ROWS, Cli, Outcome, write_csv

from cx_audit.model import Severity

ORDER = [Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH]


def test_the_command_exits_with_1_for_a_contradiction(audit: Callable[..., Outcome]) -> None:
    outcome = audit("-f", "json")
    assert [f["kind"] for f in outcome.report["findings"]] == ["contradiction"]
    assert outcome.code == 1


@pytest.mark.parametrize("fail_on", ["high", "medium", "low", "never", "HIGH"])
def test_fail_on_is_obeyed(audit: Callable[..., Outcome], fail_on: str) -> None:
    outcome = audit("-f", "json", "--fail-on", fail_on)
    (severity,) = {f["severity"] for f in outcome.report["findings"]}
    reached = fail_on != "never" and ORDER.index(severity) >= ORDER.index(Severity(fail_on.lower()))
    assert outcome.code == (1 if reached else 0)


@pytest.mark.parametrize(("option", "code"), [((), 0), (("--fail-on", "low"), 1)])
def test_the_configuration_says_what_fails_and_an_option_wins(
    audit: Callable[..., Outcome], option: tuple[str, ...], code: int
) -> None:
    Path("cx-audit.yml").write_text("fail_on: never\n", encoding="utf-8")
    assert audit(*option).code == code


def test_exit_zero(audit: Callable[..., Outcome]) -> None:
    assert audit("--exit-zero").code == 0


def test_agreeing_channels_exit_with_0(cli: Cli) -> None:
    write_csv(Path("agree.csv"), ROWS[2:])
    outcome = cli("audit", "agree.csv", *BY_INTENT)
    assert outcome.code == 0
    assert outcome.out.startswith("No contradictions.")


def test_one_channel_alone_is_not_green(cli: Cli) -> None:
    write_csv(Path("alone.csv"), [row for row in ROWS if row["channel"] == "faq"])
    assert cli("audit", "alone.csv", *BY_INTENT).code == 3
    assert cli("audit", "alone.csv", *BY_INTENT, "--exit-zero").code == 3


def test_the_demo_always_exits_with_0(cli: Cli) -> None:
    assert cli("demo", "-f", "json").code == 0
