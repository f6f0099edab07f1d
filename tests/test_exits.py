"""The exit code over all that can decide it."""

from __future__ import annotations

from itertools import product

import pytest

from cx_audit.cli.exits import ExitCode, exit_code
from cx_audit.config import Config
from cx_audit.model import Finding, FindingKind, Report, Severity, Status, Summary

FAIL_ON = ("high", "medium", "low", "never")
RANK = {Severity.INFO: 0, Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3}
FAILING = {FindingKind.CONTRADICTION, FindingKind.POLICY}


def _finding(kind: FindingKind, severity: Severity, status: Status) -> Finding:
    return Finding("f-1", kind, severity, "q-1", "", (), status=status)


def _report(*findings: Finding, compared: int = 1) -> Report:
    summary = Summary(answers=2, questions=1, compared=compared, not_compared=1 - compared, findings={}, coverage={})
    return Report("0", {}, summary, (), (), findings, ())


@pytest.mark.parametrize(("kind", "severity", "status"), list(product(FindingKind, Severity, Status)))
def test_one_finding(kind: FindingKind, severity: Severity, status: Status) -> None:
    report = _report(_finding(kind, severity, status))
    for fail_on in FAIL_ON:
        fails = (
            fail_on != "never"
            and kind in FAILING
            and status is Status.NEW
            and RANK[severity] >= RANK[Severity(fail_on)]
        )
        assert exit_code(report, fail_on) == (ExitCode.FINDINGS if fails else ExitCode.CLEAN)
        assert exit_code(report, fail_on, exit_zero=True) is ExitCode.CLEAN


@pytest.mark.parametrize(("fail_on", "exit_zero"), list(product(FAIL_ON, (False, True))))
def test_nothing_compared_is_never_green(fail_on: str, exit_zero: bool) -> None:
    assert exit_code(_report(compared=0), fail_on, exit_zero=exit_zero) is ExitCode.NOTHING_EXAMINED
    found = _finding(FindingKind.CONTRADICTION, Severity.HIGH, Status.NEW)
    assert exit_code(_report(found, compared=0), fail_on, exit_zero=exit_zero) is ExitCode.NOTHING_EXAMINED


def test_one_failing_finding_among_others_is_enough() -> None:
    quiet = [
        _finding(FindingKind.OMISSION, Severity.HIGH, Status.NEW),
        _finding(FindingKind.POLICY, Severity.INFO, Status.NEW),
    ]
    loud = _finding(FindingKind.POLICY, Severity.MEDIUM, Status.NEW)
    assert exit_code(_report(*quiet), "low") is ExitCode.CLEAN
    assert exit_code(_report(*quiet, loud), "low") is ExitCode.FINDINGS
    assert exit_code(_report(*quiet, loud), "high") is ExitCode.CLEAN


def test_no_findings_is_clean() -> None:
    assert exit_code(_report(), "low") is ExitCode.CLEAN


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(ValueError, match="severe"):
        exit_code(_report(), "severe")


def test_codes_are_the_documented_ones() -> None:
    codes = (ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.ERROR, ExitCode.NOTHING_EXAMINED)
    assert [int(code) for code in codes] == [0, 1, 2, 3]


def test_every_level_of_the_configuration_is_understood() -> None:
    for fail_on in FAIL_ON:
        assert exit_code(_report(), Config(fail_on=fail_on).fail_on) is ExitCode.CLEAN  # type: ignore[arg-type]
