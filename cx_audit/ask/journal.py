"""What was asked so far, on disk: one line per reply, each kept for good before the next is asked.

A run that is killed, even by a power cut, goes on where it was. A last line that was cut is as if never written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cx_audit.ask.reading import Said, Unsaid
from cx_audit.errors import SourceError, UsageError
from cx_audit.sources.interface import Reason

__all__ = ["Journal", "asked_before", "journal_path", "open_journal", "settled"]

_VERSION = 1
_MAX_BYTES = 2_000_000_000


def journal_path(into: Path) -> Path:
    """Beside the recording, hidden, so that no audit of the folder reads it."""
    return into.with_name(f".{into.name}.asked")


def settled(reply: Said | Unsaid | None) -> bool:
    """Whether a call drew a reply, or none for a reason that asking again wouldn't mend."""
    return reply is not None and not (isinstance(reply, Unsaid) and reply.reason is Reason.BOT_ERROR)


class Journal:
    """Replies by the key of their call."""

    def __init__(self, path: Path, file: BinaryIO, known: Mapping[str, Said | Unsaid]) -> None:
        self._path, self._file = path, file
        self._known = dict(known)

    @property
    def known(self) -> Mapping[str, Said | Unsaid]:
        """What was replied so far."""
        return self._known

    def done(self, key: str) -> bool:
        """Whether a call needs no asking."""
        return settled(self._known.get(key))

    def add(self, key: str, reply: Said | Unsaid) -> None:
        """Keep a reply; it is on disk when this returns.

        Raises:
            SourceError: the disk is full, or the like.
        """
        told = (
            {"said": reply.text} if isinstance(reply, Said) else {"unsaid": reply.reason.value, "detail": reply.detail}
        )
        self._known[key] = reply
        _append(self._path, self._file, {"key": key, **told})

    def remove(self) -> None:
        """Forget all, once it is recorded."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def _append(path: Path, file: BinaryIO, entry: Mapping[str, object]) -> None:
    try:
        file.write(json.dumps(entry).encode("ascii") + b"\n")
        file.flush()
        os.fsync(file.fileno())
    except OSError as error:
        raise SourceError(f"can't be written: {error.strerror}", path=path, remedy="make room; it goes on") from error


def asked_before(path: Path, bot: str) -> Mapping[str, Said | Unsaid]:
    """What the journal at ``path`` holds; nothing where there is none.

    Raises:
        UsageError: it was begun with another bot.
        SourceError: it can't be read, or isn't one.
    """
    try:
        return _read(path, bot)[0]
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror}", path=path, remedy="name another --into") from error


@contextmanager
def open_journal(path: Path, bot: str, *, fresh: bool = False) -> Iterator[Journal]:
    """The journal at ``path``, made if need be; ``bot`` knows the bot and its settings again; ``fresh`` begins again.

    Raises:
        UsageError: another run is using it, or it was begun with another bot.
        SourceError: it can't be read or written, or isn't one.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(f"{path.name}: another run is asking", remedy="wait for it, or name another --into") from None
    except OSError as error:
        raise SourceError(f"can't be written: {error.strerror}", path=path, remedy="name another --into") from error
    try:
        if fresh:
            path.unlink(missing_ok=True)
        known, size = _read(path, bot)
        with path.open("r+b" if size else "wb") as file:
            file.truncate(size)
            file.seek(size)
            if not size:
                _append(path, file, {"cx-audit ask": _VERSION, "bot": bot})
            yield Journal(path, file, known)
    except OSError as error:
        raise SourceError(f"can't be used: {error.strerror}", path=path, remedy="name another --into") from error
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _read(path: Path, bot: str) -> tuple[dict[str, Said | Unsaid], int]:
    """What the journal holds, and how much of the file is whole."""
    if not path.exists():
        return {}, 0
    if path.stat().st_size > _MAX_BYTES:
        raise SourceError("is too large for a journal", path=path, remedy="remove it")
    known: dict[str, Said | Unsaid] = {}
    size = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            entry = _entry(line)
            if entry is None and not line.endswith(b"\n"):
                break  # cut while it was written
            if entry is None or (number == 1 and entry.get("cx-audit ask") != _VERSION):
                raise SourceError(
                    "is no journal of this version", path=path, line=number, remedy="--fresh begins again"
                )
            if number == 1:
                if entry.get("bot") != bot:
                    what = "was begun with another bot, or with other settings of it"
                    raise UsageError(what, path=path, remedy="name another --into, or begin again with --fresh")
            else:
                known[str(entry.get("key"))] = _reply(entry)
            size += len(line)
    return known, size


def _entry(line: bytes) -> dict[str, object] | None:
    try:
        entry = json.loads(line) if line.endswith(b"\n") else None
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _reply(entry: Mapping[str, object]) -> Said | Unsaid:
    if isinstance(entry.get("said"), str):
        return Said(str(entry["said"]))
    reason = str(entry.get("unsaid"))
    return Unsaid(Reason(reason) if reason in set(Reason) else Reason.BOT_ERROR, str(entry.get("detail", "")))
