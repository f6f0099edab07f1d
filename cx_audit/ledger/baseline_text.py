"""The baseline file: JSON Lines, one entry a line, in the order of the fingerprints.

Fingerprints are spread evenly, so that lines added on two branches seldom touch and git merges them; where a merge
leaves lines out of order or twice, they are read all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cx_audit.errors import LedgerError
from cx_audit.ledger.entry import Entry
from cx_audit.ledger.identity import Identity

__all__ = ["BASELINE_NAME", "dump", "dump_entry", "parse", "parse_entry"]

BASELINE_NAME = "cx-audit-baseline.jsonl"
"""What the file is called where nobody says otherwise."""

_VERSION = 1
_HEAD = "cx_audit_baseline"
_LONGEST_LINE = 100_000
# json.dumps leaves these bare, and some editors break lines at them.
_BARE = re.compile("[\x7f-\x9f\u2028\u2029]")
_MERGE_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def dump(entries: Iterable[Entry]) -> str:
    """The file's text: a head with its version, then the entries; the same entries in any order give the same text."""
    ordered = sorted(entries, key=lambda entry: entry.fingerprint)
    return "".join(f"{line}\n" for line in (json.dumps({_HEAD: _VERSION}), *map(dump_entry, ordered)))


def dump_entry(entry: Entry) -> str:
    """One entry as a line, without the line end."""
    told: dict[str, Any] = {
        "fingerprint": entry.fingerprint,
        "first_seen": entry.first_seen.isoformat(),
        "severity": entry.severity.value,
        "kind": entry.kind.value,
        "role": entry.role,
        "question": entry.question,
        "message": entry.message,
        "says": dict(entry.identity.says),
        "asked": list(entry.identity.asked),
    }
    text = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace").decode()
    return _BARE.sub(lambda bare: f"\\u{ord(bare[0]):04x}", text)


def parse(text: str, path: str | Path) -> tuple[Entry, ...]:
    """The entries in ``text``, in order, each fingerprint once with its earliest date; ``path`` is named in errors.

    An empty text is an empty baseline.

    Raises:
        LedgerError: a line is no entry, or the file is of another version; the message names the line.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    entries: dict[str, Entry] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if line.startswith(_MERGE_MARKS):
            raise LedgerError(
                "holds a git merge that is not settled",
                path=path,
                line=number,
                remedy="delete the lines with <<<<<<<, ======= and >>>>>>>; the entries of both sides may stay",
            )
        if len(line) > _LONGEST_LINE:
            raise LedgerError("is longer than any entry", path=path, line=number, remedy=_REMEDY)
        if _is_head(line, path, number):
            continue
        entry = parse_entry(line, path, number)
        known = entries.get(entry.fingerprint)
        if known is None or entry.first_seen < known.first_seen:
            entries[entry.fingerprint] = entry
    return tuple(entries[name] for name in sorted(entries))


_REMEDY = "restore the file from git, or delete this line: its finding is then new again"


def _is_head(line: str, path: str | Path, number: int) -> bool:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return False  # told as a broken entry
    if not isinstance(told, dict) or _HEAD not in told:
        return False
    if told[_HEAD] != _VERSION:
        raise LedgerError(
            f"is a baseline of version {str(told[_HEAD])[:20]}, this cx-audit reads version {_VERSION}",
            path=path,
            line=number,
            remedy="use the cx-audit that wrote it, or delete the file and create it again",
        )
    return True


def parse_entry(line: str, path: str | Path, number: int) -> Entry:
    """The entry that ``dump_entry`` wrote.

    Raises:
        LedgerError: it isn't one; ``path`` and ``number`` say where.
    """
    from pydantic import ValidationError

    from cx_audit.ledger.baseline_line import Line

    try:
        told = Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        what = " ".join((".".join(map(str, first["loc"]))[:80], first["msg"])).strip()
        raise LedgerError(f"is not an entry of a baseline: {what}", path=path, line=number, remedy=_REMEDY) from None
    identity = Identity(told.fingerprint, told.kind, told.role, told.says, told.asked)
    return Entry(identity, told.first_seen, told.severity, told.question, told.message)
