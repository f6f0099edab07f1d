"""What a script learns from the exit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli_kit import ROWS, Cli, Outcome, write_csv

from cx_audit.cli.exits import ExitCode, exit_code
from cx_audit.model import Finding, FindingKind, Report, Severity, Status, Summary

ORDER = [Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH]
FAILING = {FindingKind.CONTRADICTION, FindingKind.POLICY}


def _report(*findings: Finding, compared: int = 1) -> Report:
    summary = Summary(answers=2, questions=1, compared=compared, not_compared=1 - compared, findings={}, coverage={})
    return Report("0", {}, summary, (), (), findings, ())


def _finding(kind: FindingKind = FindingKind.CONTRADICTION, severity: Severity = Severity.HIGH) -> Finding:
    return Finding("f", kind, severity, "q", "", ())


@pytest.mark.parametrize("fail_on", ["high", "medium", "low"])
@pytest.mark.parametrize("severity", ORDER)
def test_a_contradiction_fails_from_its_severity_on(severity: Severity, fail_on: str) -> None:
    reached = ORDER.index(severity) >= ORDER.index(Severity(fail_on))
    assert exit_code(_report(_finding(severity=severity)), fail_on) == (1 if reached else 0)


@pytest.mark.parametrize("kind", FindingKind)
def test_only_contradictions_and_departures_from_policy_fail(kind: FindingKind) -> None:
    assert exit_code(_report(_finding(kind)), "low") == (1 if kind in FAILING else 0)


def test_the_worst_finding_counts() -> None:
    low, high = _finding(severity=Severity.LOW), _finding(severity=Severity.HIGH)
    assert exit_code(_report(low, high), "high") == exit_code(_report(high, low), "high") == ExitCode.FINDINGS


@pytest.mark.parametrize("status", [Status.BASELINE, Status.SUPPRESSED])
def test_a_known_finding_does_not_fail(status: Status) -> None:
    assert exit_code(_report(replace(_finding(), status=status)), "low") == ExitCode.CLEAN


def test_never_and_exit_zero_hide_findings_but_not_that_nothing_was_compared() -> None:
    assert exit_code(_report(_finding()), "never") == ExitCode.CLEAN
    assert exit_code(_report(_finding()), "low", exit_zero=True) == ExitCode.CLEAN
    assert exit_code(_report(compared=0), "never", exit_zero=True) == ExitCode.NOTHING_EXAMINED


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
    outcome = cli("audit", "agree.csv", "--group-by", "intent")
    assert outcome.code == 0
    assert outcome.out.startswith("No contradictions.")


def test_one_channel_alone_is_not_green(cli: Cli) -> None:
    write_csv(Path("alone.csv"), [row for row in ROWS if row["channel"] == "faq"])
    assert cli("audit", "alone.csv", "--group-by", "intent").code == 3
    assert cli("audit", "alone.csv", "--group-by", "intent", "--exit-zero").code == 3


def test_the_demo_always_exits_with_0(cli: Cli) -> None:
    assert cli("demo", "-f", "json").code == 0
