"""A snapshot on disk: a folder with one file per source and a manifest, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cx_audit.errors import ConnectError, UsageError

__all__ = ["MANIFEST", "check_target", "manifest", "stamped", "write_snapshot"]

MANIFEST = "cx-audit-pull.json"
"""Beside the answers; ``audit`` passes it over."""


def manifest(
    name: str, vendor: str, host: str, endpoints: list[str], counts: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """What a snapshot says of itself."""
    return {
        "snapshot": "1",
        "name": name,
        "vendor": vendor,
        "host": host,
        "endpoints": endpoints,
        "files": {file: dict(count) for file, count in sorted(counts.items())},
    }


def stamped(said: Mapping[str, Any], now: datetime, version: str) -> dict[str, Any]:
    """The manifest with the time, which is here and not in the records: those only change with the answers."""
    return {**said, "pulled_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "cx_audit": version}


def check_target(folder: Path) -> None:
    """That a snapshot may be written to ``folder``: it is not there, empty, or an older snapshot.

    Raises:
        UsageError: it holds other things, which a pull would remove.
    """
    try:
        if not folder.exists() or (folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))):
            return
    except OSError as error:
        raise UsageError(
            f"can't be read: {error.strerror}", path=folder, remedy="choose another with --into"
        ) from error
    raise UsageError("holds what pull did not write", path=folder, remedy="choose another folder with --into")


def write_snapshot(folder: Path, files: Mapping[str, bytes], said: Mapping[str, Any]) -> None:
    """Write all files and the manifest beside ``folder``, then put them in its place.

    Raises:
        UsageError: ``folder`` holds what pull did not write.
        ConnectError: it can't be written; what was there before is as it was.
    """
    check_target(folder)
    new = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
        whole = {**files, MANIFEST: (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8")}
        for name, data in whole.items():
            file = new / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        if folder.exists():
            os.replace(folder, old)
        try:
            os.replace(new, folder)
        except OSError:
            if old.exists():
                os.replace(old, folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        what = f"the snapshot can't be written: {error.strerror}"
        raise ConnectError(what, path=folder, remedy="choose another folder with --into") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
