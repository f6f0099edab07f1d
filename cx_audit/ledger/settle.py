"""A report in the light of what was known: each finding gets its status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cx_audit.ledger.entry import Entry
from cx_audit.ledger.identity import identities
from cx_audit.ledger.match import match
from cx_audit.ledger.suppressions import Notice, Suppression, suppressed
from cx_audit.model import Finding, FindingKind, Report, Status

__all__ = ["NEW_ONLY", "Settled", "new_only", "settle"]

NEW_ONLY = "new_only"
"""The setting of a report that holds its new findings alone."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The report with each finding's status, the entries that were found again and those that are resolved."""

    report: Report
    known: tuple[Entry, ...]
    resolved: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def settle(report: Report, entries: Iterable[Entry], suppressions: Sequence[Suppression], today: date) -> Settled:
    """Say of each finding whether it is meant to be, known, or new; in that order, since what is meant is no loan.

    The counts of the summary leave out what is meant to be.
    """
    found = identities(report)
    hidden, notices = suppressed(suppressions, report, found, today)
    matches = match(entries, found)
    findings = tuple(
        replace(finding, status=_status(place in hidden, bool(known)))
        for place, (finding, known) in enumerate(zip(report.findings, matches.known_by, strict=True))
    )
    known_now = {
        entry.fingerprint: entry
        for finding, entries_ in zip(findings, matches.known_by, strict=True)
        if finding.status is Status.BASELINE
        for entry in entries_
    }
    known = tuple(known_now[name] for name in sorted(known_now))
    return Settled(_with(report, findings), known, matches.gone, notices)


def new_only(report: Report) -> Report:
    """``report`` with its new findings alone, and the counts to go with them; its settings say so."""
    kept = _with(report, tuple(f for f in report.findings if f.status is Status.NEW))
    return replace(kept, settings={**kept.settings, NEW_ONLY: True})


def _status(meant: bool, known: bool) -> Status:
    if meant:
        return Status.SUPPRESSED
    return Status.BASELINE if known else Status.NEW


def _with(report: Report, findings: tuple[Finding, ...]) -> Report:
    kinds = Counter(finding.kind for finding in findings if finding.status is not Status.SUPPRESSED)
    counts = {kind.value: kinds[kind] for kind in FindingKind if kinds[kind]}
    return replace(report, findings=findings, summary=replace(report.summary, findings=counts))
