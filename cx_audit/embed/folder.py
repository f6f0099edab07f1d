"""Puts a built model folder in place at once or not at all, and tells whether it is still whole.

Among the model's files lie two of ours: a manifest (size and sha256 of each file) and a stamp (size and modification
time as they were when the hashes were last found right), so that a whole folder is not hashed on each run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cx_audit.whole_file import replace_file

__all__ = ["file_sha256", "install", "is_whole", "read_json", "stamp", "write_json"]

_MANIFEST = "cx-audit-manifest.json"
_STAMP = "cx-audit-stamp.json"
_BUILDING, _DAMAGED = ".building-", ".damaged-"


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file as hex digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def install(folder: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a new folder and move it to ``folder``, replacing a damaged one.

    Several processes may call this at once: one writes, the others wait and find the folder whole. A process that is
    killed leaves nothing that the next one takes for a model. Raises OSError, and whatever ``write`` raises.
    """
    from filelock import FileLock

    parent = folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    with FileLock(parent / f".{folder.name}.lock"):
        if is_whole(folder):
            return
        _sweep(folder)
        try:
            new = Path(tempfile.mkdtemp(prefix=_prefix(folder, _BUILDING), dir=parent))
            write(new)
            names = sorted(path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file())
            write_json(new / _STAMP, stamp(new, names))
            write_json(new / _MANIFEST, {name: _describe(new / name) for name in names})
            if folder.exists():
                os.rename(folder, Path(tempfile.mkdtemp(prefix=_prefix(folder, _DAMAGED), dir=parent)) / "model")
            os.rename(new, folder)
        finally:
            _sweep(folder)


def is_whole(folder: Path) -> bool:
    """Say whether each file of the manifest is there with its hash; hashes only where something was touched."""
    manifest = read_json(folder / _MANIFEST)
    if not manifest:
        return False
    try:
        now = stamp(folder, manifest)
        if now == read_json(folder / _STAMP):
            return True
        if any(_describe(folder / name) != entry for name, entry in manifest.items()):
            return False
    except OSError:
        return False
    with contextlib.suppress(OSError):  # a folder that can't be written to is hashed each time
        write_json(folder / _STAMP, now)
    return True


def _prefix(folder: Path, kind: str) -> str:
    return f"{kind}{folder.name}-"


def _sweep(folder: Path) -> None:
    """Remove what a killed process left. Only under the lock: nobody else is building then."""
    for kind in (_BUILDING, _DAMAGED):
        for left in folder.parent.glob(f"{_prefix(folder, kind)}*"):
            shutil.rmtree(left, ignore_errors=True)


def _describe(path: Path) -> dict[str, str | int]:
    return {"size": path.stat().st_size, "sha256": file_sha256(path)}


def stamp(folder: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """Return size and modification time of each file: cheap signs that it is as it was. Raises OSError."""
    stats = {name: (folder / name).stat() for name in sorted(names)}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


def read_json(path: Path) -> dict[str, Any]:
    """Return the object that a file holds; an empty one where there is no such file or it holds something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write an object so that a reader finds the old file or the new one, never half of one. Raises OSError."""
    replace_file(path, f"{json.dumps(content, indent=1, sort_keys=True)}\n".encode())
