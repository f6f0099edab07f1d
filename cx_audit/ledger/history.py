"""The history: a line for each recorded run, in an SQLite file, to see whether it gets better.

New and fixed are counted against the run before, so the file also keeps what the last run found.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path

from cx_audit.errors import LedgerError
from cx_audit.ledger.baseline_text import dump_entry, parse_entry
from cx_audit.ledger.entry import Entry, entries_of
from cx_audit.ledger.identity import identities
from cx_audit.ledger.match import match
from cx_audit.model import FindingKind, Report, Severity, Status

__all__ = ["HISTORY_NAME", "Row", "record", "rows"]

HISTORY_NAME = "cx-audit-history.sqlite3"
"""What the file is called where nobody says otherwise."""

_APPLICATION = 0x43584148  # "CXAH"
_VERSION = 1
_BUSY_SECONDS = 30.0
_TOLD = FindingKind.CONTRADICTION


@dataclass(frozen=True, slots=True)
class Row:
    """One run. ``high`` to ``info`` count contradictions that aren't suppressed; ``known`` those of the baseline.

    ``new`` and ``fixed`` are contradictions too, against the run before; None in the first.
    """

    at: str
    questions: int
    compared: int
    high: int
    medium: int
    low: int
    info: int
    known: int
    new: int | None
    fixed: int | None


_COLUMNS = tuple(field.name for field in fields(Row))
_SCHEMA = (
    f"CREATE TABLE runs (id INTEGER PRIMARY KEY, {', '.join(_COLUMNS)})",
    "CREATE TABLE last (entry TEXT NOT NULL)",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)


def record(path: Path, report: Report, now: datetime) -> Row:
    """Add a run to the history at ``path``, which is made if there is none.

    Raises:
        LedgerError: it can't be opened or written, or is no history of this version.
    """
    with _opened(path, make=True) as connection:
        connection.execute("BEGIN IMMEDIATE")  # two runs at once: the second is compared with the first
        row, told = _row(report, _last(connection, path), now)
        marks = ", ".join("?" * len(_COLUMNS))
        connection.execute(f"INSERT INTO runs ({', '.join(_COLUMNS)}) VALUES ({marks})", astuple(row))  # noqa: S608
        connection.execute("DELETE FROM last")
        connection.executemany("INSERT INTO last VALUES (?)", [(dump_entry(entry),) for entry in told])
        connection.execute("COMMIT")
    return row


def rows(path: Path) -> tuple[Row, ...]:
    """The recorded runs, the oldest first.

    Raises:
        LedgerError: there is no such file, or it is no history of this version.
    """
    if not path.exists():
        raise LedgerError("no such history", path=path, remedy="record runs with cx-audit audit --record")
    with _opened(path, make=False) as connection:
        found = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM runs ORDER BY id").fetchall()  # noqa: S608
    return tuple(Row(*values) for values in found)


def _row(report: Report, last: tuple[Entry, ...] | None, now: datetime) -> tuple[Row, tuple[Entry, ...]]:
    told = [f for f in report.findings if f.kind is _TOLD and f.status is not Status.SUPPRESSED]
    entries = tuple(entry for entry in entries_of(report, now.date()) if entry.kind is _TOLD)
    levels = Counter(f.severity for f in told)
    new = fixed = None
    if last is not None:
        matches = match(last, identities(report))
        statuses = zip(report.findings, matches.known_by, strict=True)
        new = sum(f.kind is _TOLD and f.status is not Status.SUPPRESSED and not known_by for f, known_by in statuses)
        fixed = len(matches.gone)
    row = Row(
        at=now.isoformat(timespec="seconds"),
        questions=report.summary.questions,
        compared=report.summary.compared,
        high=levels[Severity.HIGH],
        medium=levels[Severity.MEDIUM],
        low=levels[Severity.LOW],
        info=levels[Severity.INFO],
        known=sum(f.status is Status.BASELINE for f in told),
        new=new,
        fixed=fixed,
    )
    return row, entries


def _last(connection: sqlite3.Connection, path: Path) -> tuple[Entry, ...] | None:
    """What the last run found; None before the first."""
    if connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 0:
        return None
    lines = connection.execute("SELECT entry FROM last ORDER BY rowid").fetchall()
    return tuple(parse_entry(line, path, number) for number, (line,) in enumerate(lines, 1))


@contextlib.contextmanager
def _opened(path: Path, *, make: bool) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            if not _is_ours(connection):
                _create(connection, path, make=make)
            yield connection  # closed without COMMIT, nothing is kept
    except sqlite3.Error as error:
        raise LedgerError(
            f"the history can't be used: {error}", path=path, remedy="name another file, or restore this one"
        ) from error


def _is_ours(connection: sqlite3.Connection) -> bool:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    return bool(application == _APPLICATION and connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION)


def _create(connection: sqlite3.Connection, path: Path, *, make: bool) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if _is_ours(connection):  # another run made it since we looked
        connection.execute("COMMIT")
        return
    if not make or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise LedgerError(
            "is no history of this version of cx-audit",
            path=path,
            remedy="name another file; this one is left as it is",
        )
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("COMMIT")
