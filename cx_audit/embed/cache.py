"""Vectors kept on disk, so that a text is encoded once."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from cx_audit.embed.cache_file import cache_files, is_damage, open_database, replace_damaged, transaction
from cx_audit.embed.interface import Prompt
from cx_audit.embed.paths import cache_dir
from cx_audit.errors import CacheError

__all__ = ["CacheInfo", "CachedModel", "VectorCache", "default_cache_path"]

_KEYS_AT_ONCE = 500
_CHECKSUM_BYTES = 4
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class CachedModel:
    """How many vectors of one model the cache holds, and the bytes they take."""

    name: str
    fingerprint: str
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What the cache holds. ``bytes`` is the size of its files."""

    path: Path
    entries: int
    bytes: int
    models: tuple[CachedModel, ...]


def default_cache_path() -> Path:
    """Return where the vectors are kept unless the user says otherwise."""
    return cache_dir() / "vectors-1.sqlite3"


class VectorCache:
    """float16 vectors by model, prompt and sha256 of the text, in one SQLite file.

    Several processes may use a file at once, and a killed one loses only what it had not yet put. A damaged file is
    moved aside with a logged warning. The methods raise CacheError where the file can't be read or written. Nothing
    is opened before it is needed.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; it is opened again when next needed."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def each(
        self,
        fingerprint: str,
        prompt: Prompt,
        hashes: Iterable[bytes],
        take: Callable[[bytes, NDArray[np.float16]], None],
    ) -> None:
        """Hand the vectors that are there to ``take``, one by one, with the hash of their text."""
        wanted = sorted(hashes)  # in the order in which they lie on the disk
        self._run(lambda connection: _read(connection, fingerprint, prompt, wanted, take))

    def put_many(
        self, fingerprint: str, prompt: Prompt, vectors: Mapping[bytes, NDArray[np.float16]], name: str = ""
    ) -> None:
        """Keep vectors by the hash of their text: all of them, or none. ``name`` is the model's, for people."""
        self._run(lambda connection: _write(connection, fingerprint, prompt, vectors, name))

    def info(self) -> CacheInfo:
        """Return what the cache holds; of a file that isn't there, that it holds nothing."""
        models = self._run(_models) if os.path.exists(self.path) else ()
        size = 0
        for file in cache_files(self.path):
            with contextlib.suppress(OSError):
                size += file.stat().st_size
        return CacheInfo(self.path, sum(model.entries for model in models), size, models)

    def clear(self) -> int:
        """Forget all vectors, give the space back, and return how many there were."""
        return self._run(_clear) if os.path.exists(self.path) else 0

    def _run(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do ``work``, and once more on a new file where the old one turns out to be damaged."""
        try:
            return self._once(work)
        except sqlite3.Error as error:
            self.close()
            if not is_damage(error):
                raise self._unusable(error) from error
        replace_damaged(self.path)
        try:
            return self._once(work)
        except sqlite3.Error as error:
            self.close()
            raise self._unusable(error) from error

    def _once(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        if self._connection is None:
            try:
                self._connection = open_database(self.path)
            except OSError as error:
                raise self._unusable(error) from error
        return work(self._connection)

    def _unusable(self, error: Exception) -> CacheError:
        return CacheError(
            f"can't use the vector cache: {error}", path=self.path, remedy="name another file, or go without a cache"
        )


def _read(
    connection: sqlite3.Connection,
    fingerprint: str,
    prompt: Prompt,
    wanted: list[bytes],
    take: Callable[[bytes, NDArray[np.float16]], None],
) -> None:
    row = connection.execute(
        "SELECT id FROM models WHERE fingerprint = ? AND prompt = ?", (fingerprint, prompt)
    ).fetchone()
    for start in range(0, len(wanted) if row else 0, _KEYS_AT_ONCE):
        keys = wanted[start : start + _KEYS_AT_ONCE]
        marks = ",".join("?" * len(keys))
        query = f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})"  # noqa: S608  only marks
        for text, packed in connection.execute(query, (row[0], *keys)):
            vector = _unpack(packed)
            if vector is not None:
                take(text, vector)


def _write(
    connection: sqlite3.Connection,
    fingerprint: str,
    prompt: Prompt,
    vectors: Mapping[bytes, NDArray[np.float16]],
    name: str,
) -> None:
    with transaction(connection):
        connection.execute(
            "INSERT INTO models (fingerprint, prompt, name) VALUES (?, ?, ?) "
            "ON CONFLICT (fingerprint, prompt) DO UPDATE SET name = excluded.name",
            (fingerprint, prompt, name),
        )
        (model,) = connection.execute(
            "SELECT id FROM models WHERE fingerprint = ? AND prompt = ?", (fingerprint, prompt)
        ).fetchone()
        connection.executemany(
            "INSERT OR REPLACE INTO vectors (model, text, vector) VALUES (?, ?, ?)",
            ((model, text, _pack(vectors[text])) for text in sorted(vectors)),
        )


def _models(connection: sqlite3.Connection) -> tuple[CachedModel, ...]:
    rows = connection.execute(
        "SELECT max(name), fingerprint, count(text), coalesce(sum(length(vector)), 0) "
        "FROM models LEFT JOIN vectors ON vectors.model = models.id "
        "GROUP BY fingerprint ORDER BY max(name), fingerprint"
    )
    return tuple(CachedModel(*row) for row in rows)


def _clear(connection: sqlite3.Connection) -> int:
    with transaction(connection):
        count = int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])
        connection.execute("DELETE FROM vectors")
        connection.execute("DELETE FROM models")
    with contextlib.suppress(sqlite3.OperationalError):  # another process reads: the space is used again later
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def _pack(vector: NDArray[np.float16]) -> bytes:
    raw = vector.astype("<f2").tobytes()
    return raw + zlib.crc32(raw).to_bytes(_CHECKSUM_BYTES, "little")


def _unpack(packed: object) -> NDArray[np.float16] | None:
    """Return the vector, or None where its bytes changed on the disk: SQLite does not look at them."""
    if not isinstance(packed, bytes):
        return None
    raw, checksum = packed[:-_CHECKSUM_BYTES], packed[-_CHECKSUM_BYTES:]
    if zlib.crc32(raw).to_bytes(_CHECKSUM_BYTES, "little") != checksum or len(raw) % 2:
        return None
    return np.frombuffer(raw, "<f2").astype(np.float16, copy=False)
