"""``cx-audit sources``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.audit import pairs
from cx_audit.cli.run import Request, discover_sources, read_config
from cx_audit.model import Answer, Skipped

__all__ = ["sources_command"]


def sources_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders and files with answers.")] = None,
    format_of: Annotated[list[str] | None, typer.Option(metavar="PATH=NAME", help="What format a file is.")] = None,
    channel_of: Annotated[
        list[str] | None, typer.Option(metavar="PATH=CHANNEL", help="What channel a file is.")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", "-c", help="The configuration.")] = None,
) -> int:
    """Show what was recognised, and how many answers each file gives."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cx_audit.sources import read_all

    asked = tuple(paths or [])
    settings, base = read_config(config, asked)
    request = Request(paths=asked, formats=pairs(format_of, "--format-of"), channels=pairs(channel_of, "--channel-of"))
    found = discover_sources(request, settings, base)
    answers: Counter[str] = Counter()
    channels: dict[str, Counter[str]] = {}
    skipped: dict[str, Counter[str]] = {}
    for record in read_all(found):
        source = (record.place.path if isinstance(record, Answer) else record.source) or ""
        if isinstance(record, Skipped):
            skipped.setdefault(source, Counter())[record.reason] += record.count
        else:
            answers[source] += 1
            channels.setdefault(source, Counter())[record.channel] += 1
    formats = {one.item.path: one.format for one in found if not isinstance(one, Skipped)}
    table = Table("file", "format", "channel", "answers", "skipped", box=None, pad_edge=False)
    for source in sorted({*answers, *skipped}):
        name = next((f for path, f in formats.items() if source == path or source.startswith(f"{path}/")), "-")
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.get(source, {}).items()))
        spoken = ", ".join(sorted(channels.get(source, {})))
        table.add_row(Text(source), name, Text(spoken), str(answers[source]), Text(reasons))
    Console().print(table)
    typer.echo(f"{sum(answers.values())} answers in {len(answers)} files")
    return 0
