"""``cx-audit ask``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.ask_options import (
    BotOption,
    ConcurrencyOption,
    DryRunOption,
    FreshOption,
    FromOption,
    IntoOption,
    LimitOption,
    OnlyOption,
    PerMinuteOption,
    SessionOption,
    SetOption,
    TimesOption,
    WordingsOption,
    YesOption,
)
from cx_audit.cli.asked import Grouping, asks, pairs
from cx_audit.cli.run import examine, read_config
from cx_audit.errors import NothingToExamine, SourceError, UsageError

if TYPE_CHECKING:
    from cx_audit.ask.asker import Live
    from cx_audit.ask.questions import Asking
    from cx_audit.config import AskConfig, Config
    from cx_audit.model import Report

__all__ = ["ask_command"]


@asks
def ask_command(
    bot: BotOption = None,
    setting: SetOption = None,
    wordings: WordingsOption = None,
    times: TimesOption = None,
    only: OnlyOption = None,
    from_channel: FromOption = None,
    limit: LimitOption = None,
    into: IntoOption = None,
    concurrency: ConcurrencyOption = None,
    per_minute: PerMinuteOption = None,
    session: SessionOption = None,
    fresh: FreshOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    *,
    asked: Grouping,
) -> int:
    """Ask a live bot the questions that your channels answer.

    What it says is recorded as a file of answers, which `cx-audit audit` reads beside the others. A bot that is asked
    twice and says two things contradicts itself, which the audit tells. What it takes is told first, and nothing is
    sent before you agree.

    Example: cx-audit ask exports/ --bot rasa --set url=http://localhost:5005
    """
    from cx_audit.cli.ask_bot import make_live, resolve
    from cx_audit.cli.ask_run import AskRun

    settings, base = read_config(asked.config, asked.named)
    chosen = resolve(
        settings.ask,
        bot=bot,
        wordings=wordings,
        times=times,
        only=only,
        channels=tuple(from_channel) if from_channel else None,
        limit=limit,
        concurrency=concurrency,
        per_minute=per_minute,
        session=session,
    )
    live = make_live(chosen, base, pairs(setting, "--set"), from_config=bot is None)
    target = _target(into or base / chosen.into)
    request = replace(asked.request(), without=frozenset({chosen.channel}))
    report = examine(request, _others(settings, base, target), base, asked.bar())
    run = AskRun(chosen, live, _askings(report, chosen, live), target, fresh=fresh, bar=asked.bar())
    return run.go(dry_run=dry_run, yes=yes)


def _others(settings: Config, base: Path, target: Path) -> Config:
    """The configuration without the recording, which may stand among its sources, also before there is one."""
    others = tuple(one for one in settings.sources if (base / one.path).resolve() != target.resolve())
    return settings.model_copy(update={"sources": others})


def _target(path: Path) -> Path:
    """Where to record: a file of ours or none yet, so that no export is lost by a slip."""
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        raise UsageError(f"--into {path}: the name must end in .jsonl", remedy="for example --into chatbot.jsonl")
    if not path.parent.is_dir():
        raise UsageError(f"--into {path}: there is no folder {path.parent}", remedy="make it first")
    try:
        with path.open("rb") as file:
            first = file.readline(1_000_000)
    except FileNotFoundError:
        return path
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror}", path=path, remedy="name another --into") from error
    if first.strip() and b'"asked"' not in first:
        raise UsageError("holds something else than a recording", path=path, remedy="name another --into")
    return path


def _askings(report: Report, chosen: AskConfig, live: Live) -> list[Asking]:
    """The questions of the audit that the bot is to be asked.

    Raises:
        UsageError: ``--from`` names a channel that there isn't.
        NothingToExamine: there is none.
    """
    from cx_audit.ask.questions import questions_to_ask

    others = [answer for answer in report.answers if not answer.asked]
    wanted = {name.casefold() for name in chosen.channels}
    missing = sorted(wanted - {answer.channel.casefold() for answer in others})
    if missing:
        there = ", ".join(sorted({answer.channel for answer in others}))
        raise UsageError(f"--from: no channel {', '.join(missing)}", remedy=f"there are {there}")
    answers = {answer.id: answer for answer in others if not wanted or answer.channel.casefold() in wanted}
    longest, only = live.bot.longest, chosen.only
    found = questions_to_ask(report.questions, answers, wordings=chosen.wordings, longest=longest, only=only)
    if not found:
        remedy = "name the exports of the other channels; --only and --from leave some out"
        raise NothingToExamine("no question to ask", remedy=remedy)
    return found[: chosen.limit]
