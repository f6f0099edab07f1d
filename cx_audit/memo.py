"""What was read from a text, kept by content so that an unchanged answer is not read twice.

Keys are hashes of the text and of all that decides the reading (code, rules, libraries); values are short: a
language code, or the values of a text with their places. A cache: whatever goes wrong with it, no result changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from cx_audit.edition import edition as code_edition

__all__ = ["READINGS", "FileMemo", "Memo", "NoMemo", "RunMemo", "reading_key", "remembered"]

T = TypeVar("T")

READINGS = "readings-1.sqlite3"
"""The file's name, beside the vectors."""

_ROOMS = ("facts", "text", "compare", "roles")
"""Those that read."""
_BUSY_SECONDS = 10.0

_log = logging.getLogger(__name__)


class Memo(Protocol):
    """Remembers short texts by key."""

    def get(self, key: bytes) -> str | None:
        """What was kept, or None."""

    def put(self, key: bytes, value: str) -> None:
        """Keep a value."""


class NoMemo:
    """Remembers nothing."""

    def get(self, key: bytes) -> str | None:
        """None."""

    def put(self, key: bytes, value: str) -> None:
        """Nothing."""


class RunMemo:
    """Remembers as long as it lives."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}

    def get(self, key: bytes) -> str | None:
        """What was kept, or None."""
        return self._known.get(key)

    def put(self, key: bytes, value: str) -> None:
        """Keep a value."""
        self._known[key] = value


def reading_key(*parts: str) -> bytes:
    """A key from what is read and how."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def remembered(
    memo: Memo, key: Callable[[], bytes], read: Callable[[], T], dump: Callable[[T], str], load: Callable[[str], T]
) -> T:
    """What ``memo`` kept under ``key``, or else what ``read`` gives, which it keeps from now on.

    Nothing is hashed or dumped for a memo that remembers nothing.
    """
    if isinstance(memo, NoMemo):
        return read()
    name = key()
    stored = memo.get(name)
    if stored is not None:
        return load(stored)
    found = read()
    memo.put(name, dump(found))
    return found


def _stamp(rules: Sequence[Path]) -> str:
    """Changes with the user's own rules; empty where there are none."""
    seen = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in rules]
    return hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest() if seen else ""


class FileMemo:
    """A memo in one SQLite file. What an older edition of the rules or code read is forgotten when it is opened.

    ``close`` writes what is new, all of it or nothing. A damaged or locked file costs a logged warning and its
    contents, never a result. ``rules`` are the user's own files of rules. ``edition`` names what the values depend on;
    the code and rules that read, unless given.
    """

    def __init__(self, path: Path, rules: Sequence[Path] = (), *, edition: str | None = None) -> None:
        self.path = path
        self._new: dict[bytes, str] = {}
        self._known: dict[bytes, str] = {}
        self._edition = edition or code_edition(*_ROOMS) + _stamp(rules)
        try:
            self._known = self._read()
        except (sqlite3.Error, OSError) as error:
            _log.warning("%s: can't be read (%s): all that it held is read again", path, error)
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def get(self, key: bytes) -> str | None:
        """What was kept, or None."""
        return self._known.get(key)

    def put(self, key: bytes, value: str) -> None:
        """Keep a value from now on."""
        self._known[key] = self._new[key] = value

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
        connection.execute("CREATE TABLE IF NOT EXISTS readings (edition TEXT, key BLOB PRIMARY KEY, value TEXT)")
        return connection

    def _read(self) -> dict[bytes, str]:
        if not self.path.exists():
            return {}
        with contextlib.closing(self._connect()) as connection:
            rows = connection.execute("SELECT key, value FROM readings WHERE edition = ?", (self._edition,))
            return {bytes(key): str(value) for key, value in rows}

    def close(self) -> None:
        """Write what is new."""
        if not self._new:
            return
        try:
            with contextlib.closing(self._connect()) as connection, connection:
                connection.execute("DELETE FROM readings WHERE edition <> ?", (self._edition,))
                rows = [(self._edition, key, value) for key, value in self._new.items()]
                connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            _log.warning("%s: can't be written (%s): the next run reads it all again", self.path, error)
        self._new.clear()
