"""One run of ``cx-audit ask``: the cost, the consent, the asking, the recording."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from cx_audit.ask.asker import Live, Patience, ask_all, open_client
from cx_audit.ask.journal import Journal, asked_before, journal_path, open_journal, settled
from cx_audit.ask.plan import Call, Prices, calls, cost
from cx_audit.ask.questions import Asking
from cx_audit.ask.record import recording, rows
from cx_audit.cli.ask_words import cost_lines, outcome_line, plan_lines, request_lines, skip_lines
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import complain, show
from cx_audit.cli.progress import Bar
from cx_audit.config import AskConfig
from cx_audit.errors import ConnectError, NothingToExamine, SourceError, UsageError
from cx_audit.web import Clock, Origin, WebClient
from cx_audit.whole_file import replace_file

__all__ = ["AskRun"]


class AskRun:
    """What to ask whom, and where to record it."""

    def __init__(
        self, chosen: AskConfig, live: Live, askings: Sequence[Asking], target: Path, *, fresh: bool, bar: Bar
    ) -> None:
        self._chosen, self._live, self._askings, self._target = chosen, live, askings, target
        self._fresh, self._bar = fresh, bar
        self._planned = list(calls(askings, chosen.times))
        self._journal = journal_path(target)

    def go(self, *, dry_run: bool, yes: bool) -> int:
        """Tell the cost, get the user's consent, ask, record; the exit code.

        Raises:
            UsageError: no consent can be had, or the journal is of another bot.
            ConnectError: the bot can't be had; what it said so far is kept.
            NothingToExamine: it answered nothing.
        """
        known = {} if self._fresh else asked_before(self._journal, self._live.fingerprint)
        todo = [call for call in self._planned if not settled(known.get(call.key))]
        lines = self._cost(todo)
        if dry_run:
            first = request_lines(self._live.outgoing(self._planned[0]))
            told = [*lines, "", *plan_lines(self._askings), "", "The first request, without its key:", *first]
            show("\n".join(told))
            return ExitCode.CLEAN
        patience = Patience()
        clock = Clock(sleep=patience.sleep)
        with open_client(self._live, self._planned[0], self._chosen.per_minute, clock) as client:
            for line in lines:
                complain(line)
            if todo:
                _consent(len(todo), yes=yes)
            with open_journal(self._journal, self._live.fingerprint, fresh=self._fresh) as journal:
                self._ask(todo, client, journal, patience)
                self._record(journal)
        return ExitCode.CLEAN

    def _cost(self, todo: Sequence[Call]) -> list[str]:
        live, chosen = self._live, self._chosen
        prices = None
        if chosen.price_in is not None and chosen.price_out is not None:
            prices = Prices(chosen.price_in, chosen.price_out, chosen.currency)
        system = "".join(str(live.settings.get(name, "")) for name, one in live.bot.settings.items() if one.file)
        spent = cost(todo, tokens=live.bot.tokens, system=system, prices=prices)
        host = str(Origin.of(live.outgoing(self._planned[0]).url))
        return cost_lines(f"{live.name} at {host}", self._planned, todo, spent, chosen.currency)

    def _ask(self, todo: Sequence[Call], client: WebClient, journal: Journal, patience: Patience) -> None:
        self._bar.start(len(todo), "asking")
        try:
            ask_all(
                todo,
                lambda call: self._live.ask(call, client),
                journal,
                concurrency=self._chosen.concurrency,
                told=self._bar.advance,
                patience=patience,
            )
        except (KeyboardInterrupt, ConnectError):
            complain(f"{len(journal.known):,} replies are kept; the same command goes on from there")
            raise
        finally:
            self._bar.done()

    def _record(self, journal: Journal) -> None:
        """Write the recording; the journal goes where nothing is left to ask."""
        told = rows(self._planned, journal.known, self._chosen.channel, self._live.name)
        if any(row["answer"] for row in told):
            _write(self._target, told)
            show(outcome_line(told, str(self._target)))
            complain(f"to compare it with your other channels: cx-audit audit FOLDER {self._target}")
        for line in skip_lines(told):
            complain(line)
        if all(journal.done(call.key) for call in self._planned):
            journal.remove()
        else:
            complain("the same command asks again what drew an error")
        if not any(row["answer"] for row in told):
            remedy = "--dry-run shows the request; in a file of yours, `text:` says where the answer stands"
            raise NothingToExamine("the bot answered no question", remedy=remedy)


def _write(path: Path, told: Sequence[Mapping[str, object]]) -> None:
    try:
        replace_file(path, recording(told))
    except OSError as error:
        what = f"can't be written: {error.strerror}"
        raise SourceError(
            what, path=path, remedy="make room; the same command writes it, without asking again"
        ) from error


def _consent(number: int, *, yes: bool) -> None:
    """Go on only if the user said so.

    Raises:
        UsageError: nobody is there to be asked.
        typer.Exit: they said no.
    """
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        what = f"{number:,} requests would go to a live bot"
        raise UsageError(what, remedy="add --yes to send them, or --dry-run to look first")
    if not typer.confirm(f"Send {number:,} requests?", err=True):
        complain("nothing was sent")
        raise typer.Exit(ExitCode.ERROR)
