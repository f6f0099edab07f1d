"""Arrays as npy files that any process maps into memory, named by what they hold."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from cx_audit.engine.interface import Array

__all__ = ["FileArray", "array_name", "write_array"]

_OPEN_AT_MOST = 32


@lru_cache(maxsize=_OPEN_AT_MOST)
def _opened(path: str) -> Array:
    found: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    return found


@dataclass(frozen=True, slots=True)
class FileArray:
    """An array in a file of this machine; workers share the pages of memory that hold it."""

    path: str

    @property
    def array(self) -> Array:
        """The array, mapped once a process. Raises OSError or ValueError where the file is gone or damaged."""
        return _opened(self.path)


def array_name(array: Array) -> str:
    """A name that changes with what the array holds."""
    told = hashlib.sha256(f"{array.dtype.str}{array.shape}".encode())
    told.update(np.ascontiguousarray(array).view(np.uint8).data if array.size else b"")
    return f"{told.hexdigest()}.npy"


def write_array(folder: Path, array: Array) -> Path:
    """Write an array under its name: whole, or not at all. Raises OSError."""
    path = folder / array_name(array)
    if not path.exists():
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.save(file, np.ascontiguousarray(array), allow_pickle=False)
        os.replace(temporary, path)
    return path
