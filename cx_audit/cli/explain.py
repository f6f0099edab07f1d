"""``cx-audit explain``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_audit.cli.asked import Asked, asks
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import colored, show, terminal_width
from cx_audit.cli.progress import Bar
from cx_audit.cli.run import Request, examine, read_config
from cx_audit.errors import UsageError
from cx_audit.resources import packaged

if TYPE_CHECKING:
    from cx_audit.compare.record import Seen
    from cx_audit.compare.trail import Trail
    from cx_audit.config import Config
    from cx_audit.model import Finding

__all__ = ["explain_command"]

_PIPE_WIDTH = 80
_MOST_NAMED = 5
_PREFIX = "f-"


class TrailFormat(StrEnum):
    """How a trail is told."""

    TEXT = "text"
    JSON = "json"


@asks
def explain_command(
    id: Annotated[str, typer.Argument(metavar="ID", help="The finding's id, or as much of it as is unique.")],
    format: Annotated[
        TrailFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = TrailFormat.TEXT,
    demo: Annotated[bool, typer.Option("--demo", help="A finding of the sample company, as `demo` tells it.")] = False,
    *,
    asked: Asked,
) -> int:
    """Show what led to a finding, step by step.

    What was read, what it was compared with, how that was weighed, and what was left untold. Give it
    the paths and options of the audit that told the finding: the audit is done again.

    Example: cx-audit explain f-3b1c exports/
    """
    if demo and asked.named:
        raise UsageError("--demo takes no paths", remedy="leave out one of them")
    settings, base = read_config(asked.config, asked.named)
    request, bar = asked.request(), asked.bar()
    if demo:
        with as_file(packaged("samples")) as folder:
            settings, base = read_config(folder / "cx-audit.yml", ())
            trail = _trail(id, replace(request, paths=(folder,)), settings, base, bar)
    else:
        trail = _trail(id, request, settings, base, bar)
    show(_told(trail, format))
    return ExitCode.CLEAN


def _trail(id: str, request: Request, config: Config, base: Path, bar: Bar) -> Trail:
    """Audit again, and follow the finding.

    Raises:
        UsageError: no finding, or more than one, has such an id.
    """
    from cx_audit.compare.explain import explain

    wanted = _PREFIX + id.strip().lower().removeprefix(_PREFIX)
    found: list[tuple[Finding, Trail | None]] = []

    def watch(seen: Seen) -> None:
        # now, while the configuration's own language packs are in use; one is enough, more are an error
        matching = [finding for finding in seen.findings if finding.id.startswith(wanted)]
        found.extend((finding, None if found else explain(finding, seen)) for finding in matching)

    report = examine(request, config, base, bar, watch)
    trail = _only(id, found, len(report.findings))
    told = next((finding for finding in report.findings if finding.id == trail.finding.id), trail.finding)
    return replace(trail, finding=told)  # with its impact, which is known once all is compared


def _only(id: str, found: Sequence[tuple[Finding, Trail | None]], count: int) -> Trail:
    if not found:
        told = f"none of the {count:,} findings here" if count else "nothing was found here, so nothing"
        raise UsageError(
            f"{id}: {told} has an id that begins so",
            remedy="give the paths and options of the audit that told it; its table and JSON show the ids",
        )
    if len(found) > 1:
        names = sorted(finding.id for finding, _ in found)
        more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
        raise UsageError(
            f"{id}: {len(names):,} findings begin so: {', '.join(names[:_MOST_NAMED])}{more}",
            remedy="give more of the id",
        )
    trail = found[0][1]
    assert trail is not None
    return trail


def _told(trail: Trail, format: TrailFormat) -> str:
    from cx_audit.report import trail as text
    from cx_audit.report import trail_json

    if format is TrailFormat.JSON:
        return trail_json.render(trail)
    return text.render(trail, width=terminal_width() or _PIPE_WIDTH, color=colored())
