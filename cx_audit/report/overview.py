"""What a report comes to: what stands first, who covers what, who agrees with whom, and the line that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cx_audit.model import Finding, FindingKind, Report, Severity, Status
from cx_audit.report.safe import one_line

__all__ = [
    "NOUNS",
    "Coverage",
    "agreed",
    "counted",
    "coverage",
    "coverage_line",
    "percent",
    "worst_first",
]

NOUNS: dict[FindingKind, tuple[str, str]] = {
    FindingKind.CONTRADICTION: ("contradiction", "contradictions"),
    FindingKind.POLICY: ("departure from policy", "departures from policy"),
    FindingKind.UNVERIFIED: ("unverified difference", "unverified differences"),
    FindingKind.OMISSION: ("omission", "omissions"),
    FindingKind.SCOPED: ("scoped difference", "scoped differences"),
    FindingKind.GAP: ("gap", "gaps"),
    FindingKind.STALE: ("stale fact", "stale facts"),
}
"""What one and what many of a kind are called."""

_SEVERITIES = tuple(Severity)
_KINDS = tuple(FindingKind)
_STATUSES = tuple(Status)


@dataclass(frozen=True, slots=True)
class Coverage:
    """``answered`` of ``questions`` have an answer in ``channel``."""

    channel: str
    answered: int
    questions: int

    @property
    def share(self) -> float:
        """``answered`` as a share, 0..1."""
        return self.answered / self.questions if self.questions else 0.0


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """New before known before suppressed; then by severity and kind; then as the audit ordered them.

    Where metrics rank them, kinds stay apart, and within one those come first that touch most customers.
    """
    told = tuple(findings)
    ranked = any("rank" in finding.impact for finding in told)

    def place(finding: Finding) -> tuple[int, ...]:
        status, severity = _STATUSES.index(finding.status), _SEVERITIES.index(finding.severity)
        kind = _KINDS.index(finding.kind)
        if not ranked:
            return status, severity, kind
        rank = finding.impact.get("rank")
        return status, kind, rank if isinstance(rank, int) else len(told) + 1, severity

    return tuple(sorted(told, key=place))


def counted(number: int, kind: FindingKind) -> str:
    """A number with its noun: "1 gap", "3 contradictions"."""
    return f"{number:,} {NOUNS[kind][number != 1]}"


def percent(share: float) -> str:
    """A share in whole percents that never rounds "nearly" to all or "hardly" to none."""
    if 0 < share < 0.01:
        return "under 1 %"
    whole = 99 if 0.99 < share < 1 else round(100 * share)
    return f"{whole} %"


def coverage(report: Report) -> tuple[Coverage, ...]:
    """For each channel the share of the questions that it answers; the best covered first."""
    answered = report.summary.coverage
    channels = {answer.channel for answer in report.answers} | set(answered)
    rows = [Coverage(channel, answered.get(channel, 0), report.summary.questions) for channel in channels]
    return tuple(sorted(rows, key=lambda row: (-row.answered, row.channel)))


def agreed(report: Report) -> tuple[int, int]:
    """How many of the compared questions hold no contradiction, and how many were compared."""
    compared = max(0, report.summary.compared)
    disputed = len({finding.question_id for finding in _contradictions(report)})
    return max(0, compared - disputed), compared


def coverage_line(report: Report, *, hint: str = " (see --show-skips)") -> str:
    """What was found and what was looked at, in one line: the last thing any run says.

    ``hint`` tells where to read more about what was not compared.
    """
    summary = report.summary
    found = [
        counted(summary.findings.get(kind, 0), kind)
        for kind in FindingKind
        if summary.findings.get(kind, 0) or kind is FindingKind.CONTRADICTION
    ]
    questions = f"{summary.questions:,} question{'' if summary.questions == 1 else 's'}"
    parts = [f"{', '.join(found)} in {questions}"]
    if summary.not_compared:
        parts.append(f"{summary.not_compared:,} not compared{hint}")
    held = report.settings.get("policy")
    unspoken = held.get("not_found") if isinstance(held, Mapping) else None
    if isinstance(unspoken, Sequence) and unspoken:
        lines = f"policy line{'' if len(unspoken) == 1 else 's'}"
        parts.append(f"{len(unspoken):,} {lines} not found in any answer")
    rows = coverage(report)
    if rows and summary.questions:
        told = next((row for row in rows if row.channel == "chatbot"), rows[-1])
        parts.append(f"{one_line(told.channel)} answers {percent(told.share)} of them")
    return "; ".join(parts) + "."


def _contradictions(report: Report) -> list[Finding]:
    """Those that are not meant to be."""
    return [f for f in report.findings if f.kind is FindingKind.CONTRADICTION and f.status is not Status.SUPPRESSED]
