"""``cx-audit sources``."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from cx_audit.cli.asked import Reading, asks
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import complain, show, terminal_width
from cx_audit.cli.run import discover_sources, read_answers, read_config
from cx_audit.errors import SourceError
from cx_audit.model import Answer, Skipped
from cx_audit.report.safe import one_line

__all__ = ["sources_command"]

# Wider than any path: rich would cut what a script wants whole.
_UNBOUNDED = 100_000


@dataclass(slots=True)
class _Tally:
    """What one file gave."""

    answers: int = 0
    channels: set[str] = field(default_factory=set)
    skipped: Counter[str] = field(default_factory=Counter)
    masked: str = ""


@asks
def sources_command(*, asked: Reading) -> int:
    """Show what was recognised, and how many answers each file gives.

    Files that are broken are listed with the others, and make the exit code 2.

    Example: cx-audit sources exports/
    """
    from cx_audit.sources import Reason

    settings, base = read_config(asked.config, asked.named)
    broken: list[SourceError] = []
    request = replace(asked.request(), on_broken=broken.append)
    found = discover_sources(request, settings, base)
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for record in read_answers(found, request, settings):
        if isinstance(record, Answer):
            tally = tallies[record.place.path or ""]
            tally.answers += 1
            tally.channels.add(record.channel)
        elif record.reason == Reason.MASKED:
            tallies[record.source].masked = record.detail or ""
        else:
            tallies[record.source].skipped[record.reason] += record.count
    formats = {one.item.path: one.format for one in found if not isinstance(one, Skipped)}
    told = {above.as_posix() for path in tallies for above in (PurePosixPath(path), *PurePosixPath(path).parents)}
    for path in formats.keys() - told:  # read, and no answers themselves: folders, texts that macros name
        tallies[path] = _Tally()
    show(_table(tallies, formats))
    answers = sum(tally.answers for tally in tallies.values())
    show(f"{answers:,} answers in {sum(tally.answers > 0 for tally in tallies.values()):,} files")
    for error in broken:
        complain(f"left out: {error}" if asked.skip_broken else str(error))
    if broken and not asked.skip_broken:
        return ExitCode.ERROR
    return ExitCode.CLEAN if answers else ExitCode.NOTHING_EXAMINED


def _format_of(path: str, formats: Mapping[str, str]) -> str:
    """The format that read a file: its own, or that of the project which it belongs to."""
    projects = [item for item in formats if path == item or path.startswith(f"{item}/")]
    return formats[max(projects, key=len)] if projects else "-"


def _table(tallies: Mapping[str, _Tally], formats: Mapping[str, str]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    width = terminal_width() or _UNBOUNDED
    longest = max((len(path) for path in tallies), default=0)
    table.add_column("file", overflow="fold", min_width=min(longest, width // 2))  # what wraps is what is skipped
    for name in ("format", "channel", "answers", "skipped"):
        table.add_column(name, justify="right" if name == "answers" else "left", overflow="fold")
    hidden = any(tally.masked for tally in tallies.values())
    if hidden:
        table.add_column("masked", overflow="fold")
    for path, tally in sorted(tallies.items()):
        # A count of 0 is a note: nothing was lost.
        reasons = ", ".join(f"{n:,} {reason}" if n else reason for reason, n in sorted(tally.skipped.items()))
        cells = [path, _format_of(path, formats), ", ".join(sorted(tally.channels)), f"{tally.answers:,}", reasons]
        cells += [tally.masked] if hidden else []
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    file = io.StringIO()
    Console(file=file, width=width, color_system=None, _environ={}).print(table)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())
