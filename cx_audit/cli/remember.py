"""The ledger around an audit: what was known is read before the work begins, and told on stderr after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.clock import now
from cx_audit.cli.files import read_ledger_text
from cx_audit.cli.ledger_words import entry_line, notice_line, total
from cx_audit.cli.output import complain
from cx_audit.errors import LedgerError
from cx_audit.model import Report, Status

if TYPE_CHECKING:
    from cx_audit.config import Config
    from cx_audit.ledger import Entry, Row, Settled, Suppression

__all__ = ["Memory", "baseline_path", "history_path", "only_new", "read_entries", "recall", "suppressions_of"]

_MOST_TOLD = 20
_CREATE = "cx-audit baseline create writes one"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known before an audit, and where the run is to be recorded; None: there is no baseline, no history."""

    entries: tuple[Entry, ...]
    suppressions: tuple[Suppression, ...]
    baseline: Path | None
    history: Path | None
    now: datetime

    def settle(self, report: Report) -> Report:
        """``report`` with each finding's status; on stderr what there is to say."""
        from cx_audit.ledger import settle

        if not (self.baseline or self.suppressions):
            return report
        settled = settle(report, self.entries, self.suppressions, self.now.date())
        for notice in settled.notices:
            complain(notice_line(notice))
        if self.baseline:
            self._tell(self.baseline, settled)
        return settled.report

    def past(self) -> tuple[Row, ...]:
        """The runs recorded before, oldest first; none where this run isn't to be recorded either.

        Raises:
            LedgerError: the history can't be used.
        """
        from cx_audit.ledger import rows

        return rows(self.history) if self.history and self.history.exists() else ()

    def record(self, report: Report) -> None:
        """Add the run to the history, if it is to be recorded.

        Raises:
            LedgerError: the history can't be used.
        """
        from cx_audit.ledger import record

        if self.history:
            record(self.history, report, self.now)

    def _tell(self, path: Path, settled: Settled) -> None:
        new = sum(finding.status is Status.NEW for finding in settled.report.findings)
        complain(f"{path}: {total(settled.known, self.now.date())}; {new:,} new, {len(settled.resolved):,} resolved")
        _tell_some("resolved", settled.resolved, self.now)
        if settled.resolved:
            complain("cx-audit baseline update takes what is resolved out of the baseline")


def _tell_some(what: str, entries: Iterable[Entry], now: datetime) -> None:
    """Name the first of the entries on stderr, worst first."""
    from cx_audit.ledger import ages

    aged = ages(entries, now.date())
    for age in aged[:_MOST_TOLD]:
        complain(f"{what}: {entry_line(age)}")
    if len(aged) > _MOST_TOLD:
        complain(f"{what}: and {len(aged) - _MOST_TOLD:,} more")


def only_new(report: Report) -> Report:
    """``report`` with its new findings alone."""
    from cx_audit.ledger import new_only

    return new_only(report)


def recall(given: Path | None, config: Config, base: Path, *, record: bool) -> Memory:
    """Read all that was known.

    Raises:
        LedgerError: the baseline that was asked for isn't there, or is broken; or there's no folder for the history.
    """
    path, asked = baseline_path(given, config, base)
    found = path if path.exists() else None
    if asked and not found:
        raise LedgerError("no such baseline", path=path, remedy=_CREATE)
    history = history_path(None, config, base) if record or config.history else None
    if history and not history.parent.is_dir():
        raise LedgerError(f"there is no folder {history.parent}", path=history, remedy="make it first")
    entries = read_entries(found) if found else ()
    return Memory(entries, suppressions_of(config), found, history, now())


def baseline_path(given: Path | None, config: Config, base: Path) -> tuple[Path, bool]:
    """Where the baseline is or would be, and whether anybody named it: option, configuration, or its usual name."""
    from cx_audit.ledger.baseline_text import BASELINE_NAME

    if given is not None:
        return given, True
    if config.baseline is not None:
        return _near(base / config.baseline), True
    return _near(base / BASELINE_NAME), False


def history_path(given: Path | None, config: Config, base: Path) -> Path:
    """Where the history is or would be."""
    from cx_audit.ledger.history import HISTORY_NAME

    return given or _near(base / (config.history or HISTORY_NAME))


def _near(path: Path) -> Path:
    """``path`` as the user would type it, where it is in this folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The baseline at ``path``.

    Raises:
        LedgerError: it can't be read, or is broken.
    """
    from cx_audit.ledger import parse

    return parse(read_ledger_text(path), path)


def suppressions_of(config: Config) -> tuple[Suppression, ...]:
    """The suppressions of the configuration, in its order."""
    if not config.suppressions:
        return ()
    from cx_audit.ledger import Suppression

    return tuple(Suppression(**one.model_dump()) for one in config.suppressions)
