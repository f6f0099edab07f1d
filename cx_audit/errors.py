"""Every error a user can meet.

    CxAuditError                 exit 2 unless said otherwise
    ├── UsageError               an option or argument that makes no sense
    ├── ConfigError              cx-audit.yml or a rule pack is wrong
    │   └── PolicyError          a policy is wrong; all its mistakes, each on a line of its own
    ├── SourceError              a file or folder of answers can't be read
    │   ├── UnknownFormat        nothing recognises the file
    │   └── UnsafeInput          too large, a zip bomb, a path that leaves its folder
    ├── NothingToExamine         no answers at all, or too few to compare (exit 3)
    ├── ModelError               a model can't be built, loaded or used
    ├── CacheError               the vector cache can't be opened or replaced
    ├── EngineError              the workers can't be reached, or are lost
    ├── LedgerError              the baseline or the history can't be read or written
    └── ConnectError             another system can't be reached, or answers what it should not
        ├── AccessDenied         a key is missing, wrong, expired, or lacks a right
        └── UnsafeReply          too large, endless, or leading to another host

``str(error)`` is the one line that the user sees: what is wrong, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = [
    "AccessDenied",
    "CacheError",
    "ConfigError",
    "ConnectError",
    "CxAuditError",
    "EngineError",
    "LedgerError",
    "ModelError",
    "NothingToExamine",
    "PolicyError",
    "SourceError",
    "UnknownFormat",
    "UnsafeInput",
    "UnsafeReply",
    "UsageError",
]


class CxAuditError(Exception):
    """Base of all errors that cx-audit raises on purpose.

    ``what`` says what is wrong; ``path`` and ``line`` where; ``remedy`` what the user can do about it.
    """

    def __init__(
        self,
        what: str,
        *,
        path: str | Path | None = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        self.what = what
        self.path = str(path) if path is not None else None
        self.line = line
        self.remedy = remedy
        super().__init__(str(self))

    @property
    def lines(self) -> tuple[str, ...]:
        """What the user sees: one line, or one for each of several mistakes."""
        return (str(self),)

    def __str__(self) -> str:
        place = ""
        if self.path is not None:
            place = f"{self.path}:{self.line}: " if self.line is not None else f"{self.path}: "
        remedy = f" ({self.remedy})" if self.remedy else ""
        return " ".join(f"{place}{self.what}{remedy}".split())


class UsageError(CxAuditError):
    """An option or an argument that makes no sense."""


class ConfigError(CxAuditError):
    """The configuration or a rule pack is wrong."""


class PolicyError(ConfigError):
    """A policy is wrong; ``problems`` are its mistakes, each of which reads as a line for the user."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each mistake."""
        return tuple(str(problem) for problem in self.problems)


class SourceError(CxAuditError):
    """A file or folder of answers can't be read."""


class UnknownFormat(SourceError):
    """No source recognises the file."""


class UnsafeInput(SourceError):
    """The input is too large, or tries to leave its folder."""


class NothingToExamine(CxAuditError):
    """No answers, or too few to compare."""


class ModelError(CxAuditError):
    """A model can't be built, loaded or used."""


class CacheError(CxAuditError):
    """The vector cache can't be opened or replaced."""


class EngineError(CxAuditError):
    """The workers that an audit runs on can't be reached, or are lost."""


class LedgerError(CxAuditError):
    """The baseline or the history can't be read or written."""


class ConnectError(CxAuditError):
    """Another system can't be reached, or answers what it should not; never holds a secret."""


class AccessDenied(ConnectError):
    """A key is missing, wrong, expired, or lacks a right."""


class UnsafeReply(ConnectError):
    """The reply is too large, never ends, or leads to another host."""
