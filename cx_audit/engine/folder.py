"""Finished blocks in a folder that all workers reach: Parquet for rows, npy for arrays; nothing is ever unpickled.

A file is named by a hash of all that went into it. It is written under another name and renamed, so what is there under
its own name is whole.
"""

from __future__ import annotations

import io
import json
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from cx_audit.engine.arrays import array_name
from cx_audit.engine.interface import Array, Learnt, Stage
from cx_audit.errors import EngineError

__all__ = ["RunArray", "RunFolder", "ending", "pack", "share", "unpack"]

_VALUE, _LEARNT = "value", "learnt"
_MAPPED_AT_MOST = 32
_REMEDY = "all workers must be able to read and write it: name another with --run-folder"


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Each file system has errors of its own, such as those of ftplib."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(str(error) or type(error).__name__) from error


class RunFolder:
    """A folder, or what fsspec reaches by an address such as ``s3://bucket/runs``.

    Raises:
        EngineError: there is no such place, or nothing can be written there.
    """

    def __init__(self, url: str) -> None:
        import fsspec

        try:
            self._files, self._path = fsspec.core.url_to_fs(url)
            self._files.makedirs(self._path, exist_ok=True)
        except Exception as error:  # each file system has errors of its own, and a missing driver is an ImportError
            raise EngineError(f"can't use the run folder: {error}", path=url, remedy=_REMEDY) from error

        # workers stand elsewhere: a path must not begin where this process stands
        self.url = self._files.unstrip_protocol(self._path) if self.local else url

    @property
    def local(self) -> bool:
        """Whether its files can be mapped into memory where they are."""
        return "file" in self._files.protocol

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            with _as_os_error():
                yield
        except OSError as error:
            raise EngineError(f"can't use the run folder: {error}", path=self.url, remedy=_REMEDY) from error

    def place(self, name: str) -> str:
        """Where the file of this name is, or will be."""
        return f"{self._path.rstrip('/')}/{name}"

    def names(self) -> set[str]:
        """All files that are there. Raises EngineError."""
        with self._reached():
            self._files.invalidate_cache()
            return {str(path).rpartition("/")[2] for path in self._files.ls(self._path, detail=False)}

    def has(self, name: str) -> bool:
        """Whether the file is there. Raises EngineError."""
        with self._reached():
            self._files.invalidate_cache()
            return bool(self._files.exists(self.place(name)))

    def drop(self, names: Iterable[str]) -> None:
        """Remove files, where they are there."""
        for name in names:
            with suppress(OSError), _as_os_error():
                self._files.rm_file(self.place(name))

    def read(self, name: str) -> bytes:
        """The file. Raises OSError."""
        with _as_os_error():
            return bytes(self._files.cat_file(self.place(name)))

    def write(self, name: str, content: bytes) -> None:
        """The whole file, or none of it. Raises EngineError."""
        temporary = self.place(f".{uuid.uuid4().hex}.part")
        try:
            with _as_os_error():
                self._files.pipe_file(temporary, content)
                self._files.mv(temporary, self.place(name))
        except OSError as error:
            raise EngineError(f"can't write: {error}", path=self.place(name), remedy=_REMEDY) from error


@dataclass(frozen=True, slots=True)
class RunArray:
    """An array in a run folder."""

    url: str
    name: str

    @property
    def array(self) -> Array:
        """The array, mapped once a process. Raises OSError or ValueError where the file is gone or damaged."""
        return _mapped(self.url, self.name)


@lru_cache(maxsize=1)
def _copies() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="cx-audit-")


@lru_cache(maxsize=_MAPPED_AT_MOST)
def _mapped(url: str, name: str) -> Array:
    folder = RunFolder(url)
    path = folder.place(name)
    if not folder.local:
        copy = Path(_copies().name) / name
        copy.write_bytes(folder.read(name))
        path = str(copy)
    found: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    return found


def share(folder: RunFolder, array: Array) -> RunArray:
    """Write an array under its name."""
    name = array_name(array)
    if not folder.has(name):
        folder.write(name, _npy(array))
    return RunArray(folder.url, name)


def _npy(array: Array) -> bytes:
    out = io.BytesIO()
    np.save(out, np.ascontiguousarray(array), allow_pickle=False)
    return out.getvalue()


def ending(stage: Stage[Any, Any, Any]) -> str:
    """Of the files of a stage's results."""
    return "parquet" if stage.code else "npy"


def pack(stage: Stage[Any, Any, Any], value: Any, learnt: Learnt) -> bytes:  # noqa: ANN401 - any stage's result
    """A result as the bytes of its file."""
    if stage.code is None:
        return _npy(value)
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [json.dumps(row) for row in stage.code.dump(value)]
    table = pa.table(
        {
            "kind": [_VALUE] * len(rows) + [_LEARNT] * len(learnt),
            "key": pa.array([b""] * len(rows) + [key for key, _ in learnt], pa.binary()),
            "row": rows + [json.dumps(told) for _, told in learnt],
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def unpack(stage: Stage[Any, Any, Any], content: bytes, *, learnt_only: bool = False) -> tuple[Any, Learnt]:
    """What ``pack`` was given; only what was learnt, where the result is of another stage.

    Raises:
        ValueError: the file holds something else.
    """
    if stage.code is None:
        try:
            return np.load(io.BytesIO(content), allow_pickle=False), ()
        except (EOFError, OSError) as error:
            raise ValueError(f"no finished block: {error}") from error
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(content)).to_pydict()
        rows = list(zip(table["kind"], table["key"], table["row"], strict=True))
        dumped = [] if learnt_only else [json.loads(row) for kind, _, row in rows if kind == _VALUE]
        value = None if learnt_only else stage.code.load(dumped)
        return value, [(key, json.loads(row)) for kind, key, row in rows if kind == _LEARNT]
    except (pa.ArrowException, OSError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no finished block: {error}") from error
