"""``cx-audit doctor``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from typing import Annotated

import typer

from cx_audit.cli.asked import ConfigOption
from cx_audit.cli.doctor_parts import Check, State
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import colored, show, terminal_width

__all__ = ["doctor_command"]

_STYLES = {State.OK: "green", State.WARN: "bold yellow", State.FAIL: "bold red"}
_INDENT = 8
_PIPE_WIDTH = 100


class DoctorFormat(StrEnum):
    """What to print."""

    TEXT = "text"
    JSON = "json"


def doctor_command(
    deep: Annotated[bool, typer.Option("--deep", help="Also load the model, and say how long that takes.")] = False,
    online: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="See whether this entry of pull:, or ask, answers; repeatable."),
    ] = None,
    format: Annotated[
        DoctorFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = DoctorFormat.TEXT,
    config: ConfigOption = None,
) -> int:
    """Say what is installed, cached and set up, and what to mend.

    Opens no connection, unless you name one with --online. Exits with 2 if something fails.

    Example: cx-audit doctor --deep
    """
    from cx_audit.cli import doctor_parts as parts
    from cx_audit.cli import doctor_setup as setup

    settings, base, configured = setup.configuration(config)
    checks = [
        *parts.installed(),
        *parts.models(deep=deep),
        *parts.caches(),
        *parts.rules(),
        *configured,
        *setup.terminal(),
        *setup.reached(online or (), settings, base),
    ]
    show(_as_json(checks) if format is DoctorFormat.JSON else _as_text(checks))
    return ExitCode.ERROR if any(check.state is State.FAIL for check in checks) else ExitCode.CLEAN


def _as_json(checks: Sequence[Check]) -> str:
    told = [
        {"part": c.part, "name": c.name, "state": c.state.value, "found": c.found, "remedy": c.remedy or None}
        for c in checks
    ]
    healthy = not any(check.state is State.FAIL for check in checks)
    return json.dumps({"healthy": healthy, "checks": told}, ensure_ascii=False, indent=2)


def _as_text(checks: Sequence[Check]) -> str:
    from rich.text import Text

    from cx_audit.report.lines import FAINT, STRONG, Lines, side_by_side

    text, width = Lines(color=colored()), max(60, min(terminal_width() or _PIPE_WIDTH, 140))
    lines: list[Text] = []
    for part, group in groupby(checks, key=lambda check: check.part):
        lines.append(Text(part, STRONG))
        for check in group:
            badge = Text(f"  {check.state.value}", _STYLES[check.state])
            said = text.lines(f"{check.name}: {check.found}", width - _INDENT)
            said += text.lines(f"→ {check.remedy}", width - _INDENT, "" if check.state is State.FAIL else FAINT) * (
                bool(check.remedy) and check.state is not State.OK
            )
            lines += side_by_side([badge], said, _INDENT)
        lines.append(Text())
    lines.append(Text(_summary(checks)))
    return text.printed(lines)


def _summary(checks: Sequence[Check]) -> str:
    wrong = sum(check.state is State.FAIL for check in checks)
    odd = sum(check.state is State.WARN for check in checks)
    if not wrong and not odd:
        return f"{len(checks)} checks, all fine."
    return f"{len(checks)} checks: {wrong} failed, {odd} to look at."
