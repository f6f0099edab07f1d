"""Whole results of earlier audits, kept so that the same answers with the same settings are not examined twice.

A result holds texts, so it is locked with a key made from all that went into it, answers included: who lacks those
can't open it (``locked.py``). A cache: whatever goes wrong with it, no result changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cx_audit.locked import lock, name_of, unlock
from cx_audit.whole_file import replace_file

__all__ = ["KEPT", "Kept", "KeptResults", "file_hash"]

KEPT = "results-1"
"""The folder's name, beside the vectors."""

_MOST = 8
_LARGEST = 64 << 20
_UNPACKED = 1 << 30

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """``report`` is the report as JSON, ``told`` what the user was told beside it.

    ``files`` are the hashes of files that were read on the way, by path.
    """

    report: bytes
    told: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def file_hash(path: str | Path) -> str:
    """The hash of a file's bytes; empty where it can't be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


class KeptResults:
    """The last results, one locked file each, in a folder that only the user may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, secret: bytes) -> Kept | None:
        """What was kept for these inputs, whose digest ``secret`` is, if the files read on the way are as they were."""
        path = self._path(secret)
        try:
            if path.stat().st_size > _LARGEST:
                return None
            kept = _unlock(secret, path.read_bytes())
        except FileNotFoundError:
            return None
        except Exception as error:
            _log.warning("%s: can't be used (%s): the answers are examined again", path, type(error).__name__)
            return None
        if any(file_hash(file) != known for file, known in kept.files.items()):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the least used goes first
        return kept

    def put(self, secret: bytes, kept: Kept) -> None:
        """Keep a result, and let the oldest go."""
        locked = _lock(secret, kept)
        if len(locked) > _LARGEST:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._path(secret), locked, private=True)
            for old in self._files()[_MOST:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("%s: can't be written (%s): the next run examines all again", self.folder, error)

    def info(self) -> tuple[int, int]:
        """How many results are kept, and their bytes."""
        files = self._files()
        return len(files), sum(file.stat().st_size for file in files)

    def clear(self) -> None:
        """Forget all of them."""
        for file in self._files():
            file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        files = [file for file in self.folder.glob("*") if file.is_file()]
        return sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)

    def _path(self, secret: bytes) -> Path:
        return self.folder / name_of(secret).hex()


def _lock(secret: bytes, kept: Kept) -> bytes:
    head = json.dumps({"told": kept.told, "files": dict(kept.files)}).encode()  # one line
    return lock(secret, head + b"\n", kept.report)


def _unlock(secret: bytes, locked: bytes) -> Kept:
    head, _, report = unlock(secret, locked, _UNPACKED).partition(b"\n")
    parts: dict[str, Any] = json.loads(head)
    return Kept(report, tuple(parts["told"]), parts["files"])
