"""The ledger in words: entries with age and severity, totals, and what is to be said of a suppression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cx_audit.model import Severity
from cx_audit.report.safe import isolate, one_line

if TYPE_CHECKING:
    from cx_audit.ledger import Age, Entry, Notice

__all__ = ["days", "entry_line", "entry_lines", "notice_line", "total"]


def days(number: int) -> str:
    """ "1 day", "204 days"."""
    return f"{number:,} day{'' if number == 1 else 's'}"


def entry_line(age: Age) -> str:
    """An entry on one line: severity, kind, age, question, message."""
    entry = age.entry
    told = f"{entry.severity.value.upper()} {entry.kind.value}, {days(age.days)} old"
    return f"{told}: {isolate(one_line(entry.question))}: {isolate(one_line(entry.message))}"


def entry_lines(age: Age) -> Iterator[str]:
    """An entry in full: severity, age and what it is; the question; the message."""
    entry = age.entry
    since = f"{days(age.days)}, since {entry.first_seen}"
    about = (since, entry.kind.value, one_line(entry.role or "").replace("_", " "), entry.fingerprint)
    yield f"{entry.severity.value.upper():<8}{' · '.join(part for part in about if part)}"
    yield f"        {isolate(one_line(entry.question))}"
    yield f"        {isolate(one_line(entry.message))}"


def total(entries: Sequence[Entry], today: date) -> str:
    """How many by severity, and how old the oldest is."""
    from cx_audit.ledger import ages

    levels = Counter(entry.severity for entry in entries)
    found = f"{len(entries):,} known finding{'' if len(entries) == 1 else 's'}"
    if not entries:
        return found
    by_level = ", ".join(f"{levels[level]:,} {level.value}" for level in Severity if levels[level])
    oldest = max(age.days for age in ages(entries, today))
    return f"{found} ({by_level}; the oldest {days(oldest)} old)"


def notice_line(notice: Notice) -> str:
    """What is to be said of a suppression, with its place in ``suppressions:``."""
    one = notice.suppression
    what = one_line(f"{_subject(one.finding, one.role, one.channels)}; {one.owner}: {one.reason}")
    told = {
        "ends soon": f"ends in {days(notice.days)}, after {one.until}" if notice.days else f"ends today, {one.until}",
        "ended": f"ended {days(notice.days)} ago, after {one.until}, and no longer suppresses",
        "unused": "suppresses nothing",
    }[notice.trouble.value]
    remedy = "remove it" if notice.trouble.value == "unused" else "mend the answers, or agree on a later day"
    return f"warning: suppressions.{notice.number} ({what}) {told} ({remedy})"


def _subject(finding: str | None, role: str | None, channels: Iterable[str] | None) -> str:
    return ", ".join(part for part in (finding, role, " and ".join(channels or ())) if part)
