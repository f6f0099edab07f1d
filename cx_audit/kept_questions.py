"""What earlier runs found in single questions, so that one changed answer does not have all others read again.

It holds texts, so each is locked with a key made from all answers to its question (``locked.py``). A cache: whatever
goes wrong with it, no result changes.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from cx_audit.locked import lock, name_of, unlock

__all__ = ["QUESTIONS", "KeptQuestions"]

QUESTIONS = "questions-1.sqlite3"
"""The file's name, beside the vectors."""

_MOST = 512 << 20
"""Bytes of all that is kept."""
_LARGEST = 16 << 20
_AT_ONCE = 500
_WAITING = 8 << 20
"""Bytes that wait to be written."""
_BUSY_SECONDS = 10.0
_SCHEMA = "CREATE TABLE IF NOT EXISTS questions (number INTEGER PRIMARY KEY, name BLOB UNIQUE, locked BLOB)"

_log = logging.getLogger(__name__)


class KeptQuestions:
    """Locked bytes by secret, in one SQLite file; beyond ``most`` bytes those go that were written first.

    A damaged or locked file costs a logged warning and its contents, never a result.
    """

    def __init__(self, path: Path, most: int = _MOST) -> None:
        self.path = path
        self._most = most
        self._new: dict[bytes, bytes] = {}
        self._waiting = 0
        self._warned = self._given_up = False

    def get(self, secrets: Sequence[bytes]) -> Iterator[bytes | None]:
        """What was kept under each, or None; one after the other, since all of it may be much."""
        for start in range(0, len(secrets), _AT_ONCE):
            some = secrets[start : start + _AT_ONCE]
            names = [name_of(secret) for secret in some]
            found = self._read(names)
            yield from (self._open(secret, found.get(name)) for secret, name in zip(some, names, strict=True))

    def put(self, secret: bytes, data: bytes) -> None:
        """Keep ``data``, in place of what was kept under ``secret``."""
        locked = lock(secret, data)
        if len(locked) <= _LARGEST and not self._given_up:
            self._new[name_of(secret)] = locked
            self._waiting += len(locked)
            if self._waiting > _WAITING:
                self.close()

    def close(self) -> None:
        """Write what is new, and let the oldest go."""
        if not self._new:
            return
        try:
            with contextlib.closing(self._connect()) as connection, connection:
                rows = self._new.items()
                connection.executemany("INSERT OR REPLACE INTO questions (name, locked) VALUES (?, ?)", rows)
                self._shorten(connection)
        except (sqlite3.Error, OSError) as error:
            self._given_up = True
            _log.warning("%s: can't be written (%s): the next run reads its questions again", self.path, error)
        self._new.clear()
        self._waiting = 0

    def info(self) -> tuple[int, int]:
        """How many questions are kept, and the bytes of the file; none where it can't be read."""
        if not self.path.exists():
            return 0, 0
        with contextlib.suppress(sqlite3.Error, OSError), contextlib.closing(self._connect()) as connection:
            count = connection.execute("SELECT count(*) FROM questions").fetchone()[0]
            return int(count), self.path.stat().st_size
        return 0, self.path.stat().st_size

    def clear(self) -> None:
        """Forget all of them."""
        self.path.unlink(missing_ok=True)

    def _open(self, secret: bytes, locked: bytes | None) -> bytes | None:
        if locked is None:
            return None
        try:
            return unlock(secret, locked, _LARGEST << 4)
        except Exception as error:
            self._warn(error)
            return None

    def _read(self, names: list[bytes]) -> dict[bytes, bytes]:
        if self._given_up or not self.path.exists():
            return {}
        marks = ",".join("?" * len(names))
        query = f"SELECT name, locked FROM questions WHERE name IN ({marks})"  # noqa: S608  only marks
        try:
            with contextlib.closing(self._connect()) as connection:
                return {bytes(name): bytes(locked) for name, locked in connection.execute(query, names)}
        except (sqlite3.Error, OSError) as error:
            self._warn(error)
            if not isinstance(error, sqlite3.OperationalError):  # damaged, and not only busy
                with contextlib.suppress(OSError):
                    self.path.unlink(missing_ok=True)
            return {}

    def _warn(self, error: Exception) -> None:
        if not self._warned:
            _log.warning("%s: can't be used (%s): the questions are read again", self.path, type(error).__name__)
        self._warned = True

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
        try:
            connection.execute(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection

    def _shorten(self, connection: sqlite3.Connection) -> None:
        """Let those go that were written first, a tenth more than must be."""
        pages, free, size = (
            connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size <= self._most:
            return
        connection.execute(
            "DELETE FROM questions WHERE number <= (SELECT max(number) FROM (SELECT number, sum(length(locked)) "
            "OVER (ORDER BY number DESC) AS newer FROM questions) WHERE newer > ?)",
            (self._most * 9 // 10,),
        )
