"""What makes a run fail: the same answer for the exit code and for every format that CI reads."""

from __future__ import annotations

from cx_audit.model import Finding, FindingKind, Severity, Status

__all__ = ["FAIL_ON", "fails"]

FAIL_ON = ("high", "medium", "low", "never")
"""What ``fail_on`` can be."""

_FAILING = frozenset({FindingKind.CONTRADICTION, FindingKind.POLICY})
_ORDER = (Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH)


def fails(finding: Finding, fail_on: str) -> bool:
    """Whether ``finding`` alone fails a run: a new contradiction or departure from policy, at least that severe.

    Omissions and differences of scope are told, since they may be meant. ``fail_on`` is one of ``FAIL_ON``.
    """
    if fail_on == "never" or finding.kind not in _FAILING or finding.status is not Status.NEW:
        return False
    return _ORDER.index(finding.severity) >= _ORDER.index(Severity(fail_on))
