"""``cx-audit baseline``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_audit.cli.asked import Asked, ConfigOption, asks
from cx_audit.cli.audit import BaselineOption
from cx_audit.cli.clock import today
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.help import help_if_alone
from cx_audit.cli.ledger_words import entry_line, entry_lines, total
from cx_audit.cli.output import show
from cx_audit.cli.remember import baseline_path, read_entries, suppressions_of
from cx_audit.cli.run import examine, read_config
from cx_audit.errors import LedgerError, NothingToExamine, UsageError
from cx_audit.whole_file import replace_file

if TYPE_CHECKING:
    from cx_audit.config import Config
    from cx_audit.ledger import Entry
    from cx_audit.model import Report

__all__ = ["baseline_app"]

baseline_app = typer.Typer(help="Known findings, that fail no run until they are mended.")
baseline_app.callback(invoke_without_command=True)(help_if_alone)


@baseline_app.command("create")
@asks
def create_command(
    baseline: BaselineOption = None,
    *,
    asked: Asked,
) -> int:
    """Audit, and write down all that is found as known.

    Give it the paths and options of the audit that is to use it. Suppressed findings stay out.

    Example: cx-audit baseline create exports/
    """
    from cx_audit.ledger import create

    settings, base = read_config(asked.config, asked.named)
    path, _ = baseline_path(baseline, settings, base)
    if path.exists():
        raise UsageError("is there already", path=path, remedy="cx-audit baseline update keeps it up to date")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", path=path, remedy="make it first")
    report = _audited(asked, settings, base)
    entries = create(report, today())
    _write(path, entries)
    show(f"{path}: {total(entries, today())}")
    return ExitCode.CLEAN


@baseline_app.command("update")
@asks
def update_command(
    add: Annotated[
        bool, typer.Option("--add", help="Also take in what is new; without it the baseline only shrinks.")
    ] = False,
    baseline: BaselineOption = None,
    *,
    asked: Asked,
) -> int:
    """Audit, and take out of the baseline what is resolved.

    Give it all the paths that the baseline was made of: what isn't examined counts as resolved.

    Example: cx-audit baseline update exports/
    """
    from cx_audit.ledger import update

    settings, base = read_config(asked.config, asked.named)
    path, _ = baseline_path(baseline, settings, base)
    old = _read(path)
    done = update(old, _audited(asked, settings, base), today(), add=add)
    _write(path, done.entries)
    _tell("resolved and dropped", done.dropped)
    _tell("added", done.added)
    _tell("new, and not added without --add", done.kept_out)
    show(f"{path}: {total(done.entries, today())}")
    return ExitCode.CLEAN


@baseline_app.command("show")
def show_command(baseline: BaselineOption = None, config: ConfigOption = None) -> int:
    """List what is known, worst and oldest first.

    Example: cx-audit baseline show
    """
    from cx_audit.ledger import ages

    settings, base = read_config(config, ())
    path, _ = baseline_path(baseline, settings, base)
    entries = _read(path)
    lines = [line for age in ages(entries, today()) for line in (*entry_lines(age), "")]
    show("\n".join([*lines, f"{path}: {total(entries, today())}"]))
    return ExitCode.CLEAN


def _audited(asked: Asked, config: Config, base: Path) -> Report:
    """The report, with suppressed findings marked.

    Raises:
        NothingToExamine: no question could be compared, so nothing can be said to be resolved.
    """
    from cx_audit.ledger import settle

    report = examine(asked.request(), config, base, asked.bar())
    if report.summary.compared == 0:
        raise NothingToExamine("no question that two speakers answer", remedy="name the folders of all channels")
    return settle(report, (), suppressions_of(config), today()).report


def _read(path: Path) -> tuple[Entry, ...]:
    if not path.exists():
        raise LedgerError("no such baseline", path=path, remedy="cx-audit baseline create writes one")
    return read_entries(path)


def _write(path: Path, entries: Sequence[Entry]) -> None:
    from cx_audit.ledger import dump

    try:
        replace_file(path, dump(entries).encode("utf-8"))
    except OSError as error:
        raise LedgerError(f"can't be written: {error.strerror}", path=path, remedy="name another --baseline") from error


def _tell(what: str, entries: Sequence[Entry]) -> None:
    from cx_audit.ledger import ages

    for age in ages(entries, today()):
        show(f"{what}: {entry_line(age)}")
