"""The SQLite file under the vector cache: opening it, knowing it for ours, and mending it."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cx_audit.errors import CacheError

__all__ = ["cache_files", "is_damage", "open_database", "replace_damaged", "transaction"]

_APPLICATION = 0x43584156  # "CXAV"
_VERSION = 1
_BUSY_SECONDS = 30.0
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SCHEMA = (
    "CREATE TABLE models (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, prompt TEXT NOT NULL, "
    "name TEXT NOT NULL, UNIQUE (fingerprint, prompt))",
    "CREATE TABLE vectors (model INTEGER NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL, "
    "PRIMARY KEY (model, text)) WITHOUT ROWID",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)

_log = logging.getLogger(__name__)


def cache_files(path: Path) -> list[Path]:
    """Return the file and the two that SQLite lays beside it; not all need exist."""
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]


def is_damage(error: sqlite3.Error) -> bool:
    """Say whether the file is broken, or was moved aside under us; a locked, full or forbidden one is not."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _DAMAGE or code == sqlite3.SQLITE_READONLY_DBMOVED


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep all that is written inside, or nothing where it raises."""
    connection.execute("BEGIN IMMEDIATE")  # takes the writer's place in the queue before anything is read
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # some errors have ended it already
            connection.execute("ROLLBACK")
        raise


def open_database(path: Path) -> sqlite3.Connection:
    """Return a connection (explicit transactions) to the cache at ``path``, made new where there is no file.

    Raises CacheError for another program's database, OSError where the folder can't be made, and sqlite3.Error.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        if not _is_ours(connection):
            _create(connection, path)
        with contextlib.suppress(sqlite3.OperationalError):  # another process is at it; the mode stays in the file
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def replace_damaged(path: Path) -> None:
    """Move a damaged cache to ``<name>.damaged``, so that the next ``open_database`` starts anew.

    Does nothing where the file is sound after all: another process has mended it. Raises CacheError.
    """
    from filelock import FileLock

    aside = path.with_name(f"{path.name}.damaged")
    try:
        with FileLock(path.with_name(f".{path.name}.lock")):
            if _is_sound(path):
                return
            # The file itself goes last: SQLite takes a log without its file for rubbish, and a file made meanwhile
            # must keep its own log.
            for old, new in reversed(list(zip(cache_files(path), cache_files(aside), strict=True))):
                with contextlib.suppress(FileNotFoundError):
                    os.replace(old, new)
    except OSError as error:
        raise CacheError(
            f"the vector cache is damaged and can't be moved aside: {error.strerror or error}",
            path=path,
            remedy="delete the file; only encoding time is lost",
        ) from error
    _log.warning("the vector cache %s was damaged; it is now %s, and a new one is made", path, aside.name)


def _create(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        if _is_ours(connection):  # another process made it since we looked
            return
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise CacheError(
                "not a vector cache of this version of cx-audit",
                path=path,
                remedy="name another file; this one is left as it is",
            )
        for statement in _SCHEMA:
            connection.execute(statement)


def _is_ours(connection: sqlite3.Connection) -> bool:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return bool(application == _APPLICATION and version == _VERSION)


def _is_sound(path: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error as error:
        return not is_damage(error)
