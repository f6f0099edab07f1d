"""A known finding, as the baseline and the history keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cx_audit.ledger.identity import Identity, identities
from cx_audit.model import Finding, FindingKind, Report, Severity, Status

__all__ = ["Entry", "entries_of", "entry_of"]

_LONGEST = 160
_JOINERS = "\u200c\u200d"
"""Unseen, but part of how Persian and Hindi are written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One known finding; ``first_seen`` is when it was first kept, ``question`` and ``message`` are for people."""

    identity: Identity
    first_seen: date
    severity: Severity
    question: str
    message: str

    @property
    def fingerprint(self) -> str:
        """What it is known by."""
        return self.identity.fingerprint

    @property
    def kind(self) -> FindingKind:
        """What it says."""
        return self.identity.kind

    @property
    def role(self) -> str | None:
        """What the value is about."""
        return self.identity.role


def entry_of(finding: Finding, identity: Identity, title: str, first_seen: date) -> Entry:
    """``finding`` as an entry; ``title`` is that of its question."""
    return Entry(identity, first_seen, finding.severity, _short(title), _short(finding.message))


def entries_of(report: Report, today: date) -> tuple[Entry, ...]:
    """All findings of ``report`` that aren't suppressed, as seen ``today``, in the order of their fingerprints."""
    titles = {question.id: question.title for question in report.questions}
    made = (
        entry_of(finding, identity, titles[finding.question_id], today)
        for finding, identity in zip(report.findings, identities(report), strict=True)
        if finding.status is not Status.SUPPRESSED
    )
    return tuple(sorted(made, key=lambda entry: entry.fingerprint))


def _short(text: str) -> str:
    """On one line of bounded length, without what could steer a terminal."""
    seen = "".join(c if c.isprintable() or c in _JOINERS else " " for c in text)
    line = " ".join(seen.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2].rsplit(' ', 1)[0]} …"
