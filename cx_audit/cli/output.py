"""Where reports go: the payload to stdout, files whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cx_audit.errors import UsageError
from cx_audit.model import Report
from cx_audit.report import Format, render

__all__ = ["Target", "parse_target", "print_report", "say", "write_report"]

_PIPE_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Target:
    """One ``-o FORMAT:PATH``."""

    format: Format
    path: Path


def parse_target(text: str) -> Target:
    """Read ``html:report.html``; a bare path takes the format of its ending.

    Raises:
        UsageError: no known format, or no path.
    """
    names = ", ".join(f.value for f in Format)
    name, colon, path = text.partition(":")
    if colon and name in set(Format) and path:
        return Target(Format(name), Path(path))
    ending = Path(text).suffix.lstrip(".").lower()
    if ending in set(Format):
        return Target(Format(ending), Path(text))
    raise UsageError(f"-o {text}: say FORMAT:PATH with one of {names}", remedy="for example -o html:report.html")


def say(message: str) -> None:
    """A line for people, on stderr."""
    print(message, file=sys.stderr)  # noqa: T201


def print_report(report: Report, format: Format, *, top: int, show_skips: bool) -> None:
    """To stdout; width and colour follow the terminal, NO_COLOR and FORCE_COLOR."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns if terminal or "COLUMNS" in os.environ else _PIPE_WIDTH
    color = (terminal or bool(os.environ.get("FORCE_COLOR"))) and not os.environ.get("NO_COLOR")
    text = render(report, format, width=width, color=color, top=top, show_skips=show_skips)
    sys.stdout.buffer.write(text.encode("utf-8"))
    if not text.endswith("\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def write_report(report: Report, target: Target) -> None:
    """To a file: written beside it first, then renamed, so that nobody finds half a report.

    Raises:
        UsageError: the folder is missing or can't be written.
    """
    data = render(report, target.format, width=_PIPE_WIDTH, color=False, top=0, show_skips=True).encode("utf-8")
    try:
        handle, temporary = tempfile.mkstemp(dir=target.path.parent, prefix=f".{target.path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(temporary, 0o644)
            os.replace(temporary, target.path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"can't be written: {error.strerror}", path=target.path, remedy="does the folder exist?"
        ) from error
