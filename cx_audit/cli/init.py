"""``cx-audit init``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_audit.cli.asked import ChannelOfOption, FormatOfOption, pairs
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import complain, show
from cx_audit.errors import NothingToExamine, UsageError
from cx_audit.whole_file import replace_file

if TYPE_CHECKING:
    from cx_audit.cli.survey import Survey

__all__ = ["init_command"]

_MOST_UNREAD = 10
_WHAT_TO_DO = "say what it is with --format-of PATH=NAME, or save it as CSV with the columns question and answer"


def init_command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="The folder with your exports; default this one.")
    ] = None,
    format_of: FormatOfOption = None,
    channel_of: ChannelOfOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a configuration that is there.")] = False,
    stdout: Annotated[bool, typer.Option("--stdout", help="Print it, and write nothing.")] = False,
) -> int:
    """Write a cx-audit.yml from what a folder holds.

    The sources that were found, each with its format and channel; every other setting is there, turned off, with a
    sentence that says what it does. What to do next is told on stderr.

    Example: cx-audit init exports/
    """
    from cx_audit.cli.config_text import config_text
    from cx_audit.cli.survey import survey
    from cx_audit.config import CONFIG_NAMES

    here = folder or Path()
    if not here.is_dir():
        raise UsageError("is no folder", path=here, remedy="name the folder that holds your exports")
    there = next((here / name for name in CONFIG_NAMES if (here / name).exists()), None)
    if there and not (force or stdout):
        raise UsageError("is there already", path=there, remedy="--force replaces it, --stdout only shows a new one")
    try:
        found = survey(here, pairs(format_of, "--format-of"), pairs(channel_of, "--channel-of"))
    except NothingToExamine as error:
        remedy = "put your exports there, a folder for each channel; docs/first-audit.md shows how"
        raise NothingToExamine(error.what, path=error.path, remedy=remedy) from error
    if not found.entries or not found.channels:
        raise NothingToExamine("no answers here", path=here, remedy="see cx-audit sources for the reasons")
    odd = next((entry.path for entry in found.entries if not entry.path.isprintable()), None)
    if odd is not None:
        raise UsageError(f"{odd!r} has a name that can't be written down", path=here, remedy="rename it")
    text = config_text(found)
    path = there or here / CONFIG_NAMES[0]
    if stdout:
        show(text)
    else:
        _write(path, text)
    _tell(found, None if stdout else path, here)
    return ExitCode.CLEAN


def _write(path: Path, text: str) -> None:
    try:
        replace_file(path, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", path=path, remedy="--stdout prints it") from error


def _tell(found: Survey, path: Path | None, folder: Path) -> None:
    """What was found, what was not, and what to do next."""
    channels = ", ".join(f"{name} {number:,}" for name, number in sorted(found.channels.items()))
    complain(f"{path or 'found'}: {found.channels.total():,} answers ({channels}) in {', '.join(found.languages)}")
    if found.policy:
        complain(f"{found.policy} can say who is right: turn on policy: in the file")
    for name in found.metrics:
        complain(f"{name} looks like what questions cost: turn on metrics: in the file")
    for name, reason in found.unread[:_MOST_UNREAD]:
        complain(f"not read: {name}: {reason}")
    if len(found.unread) > _MOST_UNREAD:
        complain(f"not read: and {len(found.unread) - _MOST_UNREAD:,} more; cx-audit sources {folder} lists them")
    if found.unread:
        complain(f"if what was not read holds answers: {_WHAT_TO_DO}")
    if len(found.channels) == 1:
        complain("one channel alone can't disagree: add the export of a second, then run this again with --force")
    for line in _above(folder):
        complain(line)
    complain(f"next: cx-audit audit {folder} -o html:report.html")


def _above(folder: Path) -> list[str]:
    from cx_audit.config import find_config

    above = find_config(folder.resolve().parent)
    return [f"{above} counted here so far; the nearer one counts from now on"] if above else []
