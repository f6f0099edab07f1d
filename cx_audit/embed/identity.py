"""The fingerprint of a model folder: a hash of every file that decides its vectors."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from cx_audit.embed.folder import file_sha256, read_json, stamp, write_json
from cx_audit.errors import ModelError

__all__ = ["folder_fingerprint"]

_SUFFIXES = frozenset({".json", ".txt", ".model", ".safetensors"})
_OTHER_ENGINES = frozenset({"onnx", "openvino"})
_MOST_FILES = 1000


def folder_fingerprint(folder: Path, memory: Path) -> str:
    """Return a hash over names and contents of the model's files.

    What was hashed is noted under ``memory`` with sizes and modification times, since weights are large; a folder
    that can't be noted there is hashed each time. Raises ModelError where a file can't be read.
    """
    try:
        names = _names(folder)
        noted = memory / f"known-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.json"
        now = stamp(folder, names)
        before = read_json(noted)
        if before.get("stamp") == now and isinstance(before.get("fingerprint"), str):
            return str(before["fingerprint"])
        hashes = [[name, file_sha256(folder / name)] for name in names]
    except OSError as error:
        raise ModelError(f"can't read the model: {error.strerror or error}", path=folder) from error
    fingerprint = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()
    with contextlib.suppress(OSError):
        memory.mkdir(parents=True, exist_ok=True)
        write_json(noted, {"stamp": now, "fingerprint": fingerprint})
    return fingerprint


def _names(folder: Path) -> list[str]:
    names: list[str] = []
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if path.suffix in _SUFFIXES and relative.parts[0] not in _OTHER_ENGINES and path.is_file():
            names.append(relative.as_posix())
        if len(names) > _MOST_FILES:
            raise ModelError(f"not a model: more than {_MOST_FILES} files", path=folder)
    return sorted(names)
