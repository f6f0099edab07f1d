"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

__all__ = ["replace_file"]

_OWNER = 0o600
_ANYONE = 0o666  # less what the process's umask takes away


def replace_file(path: Path, data: bytes | memoryview, *, private: bool = False) -> None:
    """Write a file beside ``path`` and rename it, so that nobody finds half of it; a link keeps pointing at it.

    Args:
        path: the file; one that is there keeps its mode, unless it is to be private.
        data: all of its content.
        private: it is its owner's alone. Else a new one is as others are: a report is for sharing.

    Raises:
        OSError: it can't be written; the old file, if any, is as it was.
    """
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    mode = _OWNER if private else _ANYONE
    try:
        with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
        if path.exists() and not private:
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
