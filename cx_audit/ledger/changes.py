"""What changed between two reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cx_audit.ledger.entry import Entry, entry_of
from cx_audit.ledger.identity import Identity, identities
from cx_audit.ledger.match import match
from cx_audit.model import Finding, FindingKind, Report, Severity, Status

__all__ = ["Change", "Changes", "changes"]

_SEVERITIES = tuple(Severity)
_KINDS = tuple(FindingKind)
_NO_DAY = date.min
"""The day plays no part where two reports are compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """A finding with what names it: its fingerprint and the title of its question."""

    finding: Finding
    fingerprint: str
    question: str


@dataclass(frozen=True, slots=True)
class Changes:
    """New in the second report, fixed since the first, still there (as the second tells it); each worst first."""

    new: tuple[Change, ...]
    fixed: tuple[Change, ...]
    still: tuple[Change, ...]


def changes(old: Report, new: Report) -> Changes:
    """Compare two reports, finding by finding.

    What is suppressed is neither new nor still there; what was told before and is suppressed now is not fixed.
    """
    before, after = _changes_of(old), _changes_of(new)
    entries = {one.fingerprint: _entry(one, identity) for one, identity in before}
    matches = match(entries.values(), [identity for _, identity in after])
    gone = {entry.fingerprint for entry in matches.gone}
    added: list[Change] = []
    still: list[Change] = []
    for (one, _), known in zip(after, matches.known_by, strict=True):
        if one.finding.status is not Status.SUPPRESSED:
            (still if known else added).append(one)
    fixed = [one for one, _ in before if one.fingerprint in gone and one.finding.status is not Status.SUPPRESSED]
    return Changes(_worst_first(added), _worst_first(fixed), _worst_first(still))


def _changes_of(report: Report) -> list[tuple[Change, Identity]]:
    titles = {question.id: question.title for question in report.questions}
    return [
        (Change(finding, identity.fingerprint, titles[finding.question_id]), identity)
        for finding, identity in zip(report.findings, identities(report), strict=True)
    ]


def _entry(one: Change, identity: Identity) -> Entry:
    return entry_of(one.finding, identity, one.question, _NO_DAY)


def _worst_first(found: list[Change]) -> tuple[Change, ...]:
    return tuple(
        sorted(
            found,
            key=lambda c: (_SEVERITIES.index(c.finding.severity), _KINDS.index(c.finding.kind), c.fingerprint),
        )
    )
