"""Files of our own that are read again: of bounded size, and each failure one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.errors import CxAuditError, LedgerError, SourceError

if TYPE_CHECKING:
    from cx_audit.model import Report

__all__ = ["read_ledger_text", "read_report", "read_whole_report"]

_LARGEST_REPORT = 1_000_000_000
_LARGEST_LEDGER = 100_000_000


def read_report(path: Path) -> Report:
    """A JSON report that was saved.

    Raises:
        SourceError: it can't be read, or isn't one.
    """
    from cx_audit.report.json import load

    return load(_read(path, _LARGEST_REPORT, SourceError), path=path)


def read_whole_report(path: Path) -> Report:
    """The same, with all its findings, to compare with.

    Raises:
        SourceError: it can't be read, isn't a report, or holds a part of the findings only.
    """
    from cx_audit.ledger import NEW_ONLY

    report = read_report(path)
    if report.settings.get(NEW_ONLY):
        remedy = "write it without --new-only"
        raise SourceError("holds new findings only, so that others would seem fixed", path=path, remedy=remedy)
    return report


def read_ledger_text(path: Path) -> str:
    """The text of a baseline.

    Raises:
        LedgerError: it can't be read.
    """
    return _read(path, _LARGEST_LEDGER, LedgerError)


def _read(path: Path, largest: int, error_type: type[CxAuditError]) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
        if len(data) > largest:
            raise error_type(f"is larger than {largest // 1_000_000:,} MB", path=path, remedy="name another file")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise error_type("is not UTF-8", path=path, remedy="restore it, or write it anew") from error
    except OSError as error:
        raise error_type(f"can't be read: {error.strerror}", path=path, remedy="name a file that is there") from error
