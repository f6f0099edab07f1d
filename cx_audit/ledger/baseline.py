"""The baseline as a loan: it is written once, shrinks with each update, and grows only when asked to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cx_audit.ledger.entry import Entry, entries_of, entry_of
from cx_audit.ledger.identity import identities
from cx_audit.ledger.match import match
from cx_audit.model import Report, Severity, Status

__all__ = ["Age", "Update", "ages", "create", "update"]

_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Age:
    """An entry and for how many days it has been known."""

    entry: Entry
    days: int


@dataclass(frozen=True, slots=True)
class Update:
    """What the file is to hold, what left it, what came in, and what is new and was not let in."""

    entries: tuple[Entry, ...]
    dropped: tuple[Entry, ...]
    added: tuple[Entry, ...]
    kept_out: tuple[Entry, ...]


def create(report: Report, today: date) -> tuple[Entry, ...]:
    """The findings of ``report`` as known from ``today`` on; suppressed ones are no loan and stay out."""
    return entries_of(report, today)


def update(entries: Iterable[Entry], report: Report, today: date, *, add: bool = False) -> Update:
    """The baseline after ``report``: resolved entries drop out, those that shrank are written anew with their old date.

    New findings come in only with ``add``. ``report`` must be of all that the baseline was made of: what is not
    examined counts as resolved.
    """
    titles = {question.id: question.title for question in report.questions}
    found = identities(report)
    matches = match(entries, found)
    kept: list[Entry] = []
    new: list[Entry] = []
    for finding, identity, known in zip(report.findings, found, matches.known_by, strict=True):
        entry = entry_of(finding, identity, titles[finding.question_id], today)
        if known:
            kept.append(_renewed(entry, known))
        elif finding.status is not Status.SUPPRESSED:
            new.append(entry)
    new.sort(key=_by_fingerprint)
    held = sorted(kept + new if add else kept, key=_by_fingerprint)
    return Update(tuple(held), matches.gone, tuple(new) if add else (), () if add else tuple(new))


def _renewed(entry: Entry, known: Sequence[Entry]) -> Entry:
    """``entry`` with the age of the oldest that it was known by, and in its old words if it is the very same."""
    first_seen = min(old.first_seen for old in known)
    same = next((old for old in known if old.fingerprint == entry.fingerprint), None)
    if same is None:
        return replace(entry, first_seen=first_seen)
    return replace(entry, first_seen=first_seen, question=same.question, message=same.message)


def _by_fingerprint(entry: Entry) -> str:
    return entry.fingerprint


def ages(entries: Iterable[Entry], today: date) -> tuple[Age, ...]:
    """Worst first, and of one severity the oldest first; a date to come counts as today."""
    aged = (Age(entry, max(0, (today - entry.first_seen).days)) for entry in entries)
    return tuple(
        sorted(aged, key=lambda age: (_SEVERITIES.index(age.entry.severity), -age.days, age.entry.fingerprint))
    )
