"""Exit codes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from cx_audit.model import Report
from cx_audit.report.gate import FAIL_ON, fails

__all__ = ["ExitCode", "exit_code"]


class ExitCode(IntEnum):
    """What a script learns from a run."""

    CLEAN = 0
    FINDINGS = 1
    ERROR = 2
    NOTHING_EXAMINED = 3
    INTERRUPTED = 130


def exit_code(report: Report, fail_on: str, *, exit_zero: bool = False) -> ExitCode:
    """The code of a finished audit.

    Only contradictions and departures from policy fail a run; omissions and differences of scope are told, since
    they may be meant. ``fail_on`` is the least severity that fails: high, medium, low, or never. ``exit_zero``
    turns findings into success, but not an audit that compared nothing, neither with
    another answer nor with a policy. ValueError for another level.
    """
    if fail_on not in FAIL_ON:
        raise ValueError(f"no level to fail on: {fail_on!r}")
    held = report.settings.get("policy")
    if report.summary.compared == 0 and not (isinstance(held, Mapping) and held.get("found")):
        return ExitCode.NOTHING_EXAMINED
    if exit_zero or fail_on == "never":
        return ExitCode.CLEAN
    return ExitCode.FINDINGS if any(fails(finding, fail_on) for finding in report.findings) else ExitCode.CLEAN
