"""The turns of one file, kept by SQLite until all are read, so that they may come in any order.

It is a temporary database without a name: up to a few megabytes it stays in memory, and what is more goes into a file
that SQLite deletes as it opens it, so that nobody else can read what customers wrote, even after a crash. Beside the
turns it counts which contact details are said to how many customers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice

from cx_audit.conversations import Role, Turn
from cx_audit.errors import SourceError

__all__ = ["MOST_TURNS", "TurnStore", "turn_store"]

MOST_TURNS = 5_000
"""As many comments as a Zendesk ticket can have; a "conversation" of more is a table without conversation ids."""

_CACHE_KIB = 16_384
_BATCH = 1_000
_SCHEMA = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};
CREATE TABLE turns (
  conversation TEXT, number INTEGER, role TEXT, text TEXT, author TEXT, name TEXT, email TEXT, at REAL, day TEXT,
  locale TEXT, subject TEXT, record TEXT, line INTEGER);
CREATE TABLE said (value TEXT, conversation TEXT, PRIMARY KEY (value, conversation)) WITHOUT ROWID;
CREATE TABLE customers (conversation TEXT PRIMARY KEY, customer TEXT) WITHOUT ROWID;
CREATE TABLE theirs (value TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_INSERT = "INSERT INTO turns VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
_ALL = "SELECT * FROM turns ORDER BY conversation, number"
_OFTEN = """
SELECT value FROM said LEFT JOIN customers USING (conversation) WHERE value NOT IN (SELECT value FROM theirs)
GROUP BY value HAVING COUNT(DISTINCT COALESCE(customer, 'in ' || conversation)) >= ?
"""


@contextmanager
def turn_store(path: str) -> Iterator[TurnStore]:
    """A store for the file ``path``; SourceError where the temporary folder is full or closed."""
    connection = sqlite3.connect("", isolation_level=None)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        yield TurnStore(connection)
    except sqlite3.Error as error:
        remedy = "make room in the temporary folder, or set SQLITE_TMPDIR to one with room"
        raise SourceError(f"its conversations can't be sorted: {error}", path=path, remedy=remedy) from error
    finally:
        connection.close()


class TurnStore:
    """Takes turns in any order and gives them back by conversation."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[object, ...]] = []
        self._number = 0

    def add(self, turn: Turn, said: Iterable[str] = ()) -> None:
        """Keep a turn; ``said`` are the contact details that it tells."""
        self._number += 1
        self._rows.append(
            (turn.conversation, self._number, turn.role.value, turn.text, turn.author, turn.name, turn.email, turn.at,
             turn.day, turn.locale, turn.subject, turn.record, turn.line)
        )  # fmt: skip
        if len(self._rows) >= _BATCH:
            self._flush()
        self._connection.executemany(
            "INSERT OR IGNORE INTO said VALUES (?, ?)", [(value, turn.conversation) for value in said]
        )
        if turn.role is Role.CUSTOMER and (turn.author or turn.email):
            who = turn.author or turn.email
            self._connection.execute("INSERT OR IGNORE INTO customers VALUES (?, ?)", (turn.conversation, who))
            if turn.email:
                self._connection.execute("INSERT OR IGNORE INTO theirs VALUES (?)", (f"mail:{turn.email.lower()}",))

    def _flush(self) -> None:
        self._connection.executemany(_INSERT, self._rows)
        self._rows.clear()

    def said_to(self, customers: int) -> frozenset[str]:
        """The contact details that were said to as many different customers, and are none of a customer's own."""
        self._flush()
        return frozenset(value for (value,) in self._connection.execute(_OFTEN, (customers,)))

    def conversations(self) -> Iterator[tuple[list[Turn], int]]:
        """The turns of each conversation in the order of time, and how many more than ``MOST_TURNS`` there were.

        Conversations come in the order of their ids. Where a turn doesn't tell its time, they stand as they came.
        """
        self._flush()
        for _, rows in groupby(self._connection.execute(_ALL), key=lambda row: row[0]):
            turns = [_turn(row) for row in islice(rows, MOST_TURNS)]
            more = sum(1 for _ in rows)
            if all(turn.at is not None for turn in turns):
                turns.sort(key=lambda turn: turn.at or 0.0)
            yield turns, more


def _turn(row: tuple[str, int, str, str, *tuple[object, ...]]) -> Turn:
    conversation, _, role, *rest = row
    return Turn(conversation, Role(role), *rest)  # type: ignore[arg-type]
