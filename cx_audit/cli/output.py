"""Where words and reports go: the payload to stdout, complaints to stderr, files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.errors import CxAuditError, UsageError
from cx_audit.model import Report
from cx_audit.report import Format, render
from cx_audit.report.safe import log_line, replace_surrogates
from cx_audit.whole_file import replace_file

if TYPE_CHECKING:
    from cx_audit.ledger import Row

__all__ = [
    "Target",
    "append_summary",
    "as_json",
    "check_printable",
    "colored",
    "complain",
    "overheard",
    "parse_targets",
    "print_report",
    "show",
    "step_summary",
    "terminal_width",
    "write_report",
]

_PIPE_WIDTH = 100
_ENDINGS = {"md": Format.MARKDOWN, "xml": Format.JUNIT}
_STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
_EXAMPLE = "for example -o html:report.html"


@dataclass(frozen=True, slots=True)
class Target:
    """One ``-o FORMAT:PATH``."""

    format: Format
    path: Path


def parse_targets(given: Sequence[str] | None) -> list[Target]:
    """Read every ``-o``, before the work begins that they are to tell of.

    Raises:
        UsageError: no known format, no folder to write into, or the same file twice.
    """
    targets: list[Target] = []
    for text in given or []:
        target = _parse_target(text)
        if target.path.is_dir():
            raise UsageError(f"-o {text}: {target.path} is a folder", remedy="name a file in it")
        if not target.path.parent.is_dir():
            raise UsageError(f"-o {text}: there is no folder {target.path.parent}", remedy="make it first")
        if target.path in {other.path for other in targets}:
            raise UsageError(f"-o {text}: {target.path} is named twice", remedy="give each format a file of its own")
        targets.append(target)
    return targets


def _parse_target(text: str) -> Target:
    """``html:report.html``; a bare path takes the format of its ending."""
    name, colon, path = text.partition(":")
    if colon and name in set(Format) and path:
        return Target(Format(name), Path(path))
    ending = Path(text).suffix.lstrip(".").lower()
    if ending in {*Format, *_ENDINGS}:
        return Target(_ENDINGS.get(ending) or Format(ending), Path(text))
    raise UsageError(f"-o {text}: say FORMAT:PATH with one of {', '.join(Format)}", remedy=_EXAMPLE)


_listeners: list[list[str]] = []


def complain(message: str) -> None:
    """One line for people, on stderr; nothing in it steers their terminal."""
    for heard in _listeners:
        heard.append(message)
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(f"cx-audit: {log_line(message)}", file=sys.stderr, flush=True)  # noqa: T201


@contextlib.contextmanager
def overheard() -> Iterator[list[str]]:
    """What is complained of within, which is told as ever."""
    heard: list[str] = []
    _listeners.append(heard)
    try:
        yield heard
    finally:
        _listeners.remove(heard)


def show(text: str) -> None:
    """Write to stdout, as UTF-8 whatever the locale; a reader that has seen enough (``| head``) is no error.

    Raises:
        CxAuditError: the disk is full, or the like.
    """
    _write(replace_surrogates(text if text.endswith("\n") else f"{text}\n").encode("utf-8"))


def _write(data: bytes) -> None:
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is still in the buffer would be tried again at exit, and fail again, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise CxAuditError(f"can't write to stdout: {error.strerror}") from error


def terminal_width() -> int | None:
    """The columns of the reader's screen; None where nobody said, as in a pipe."""
    if "COLUMNS" in os.environ or (sys.stdout is not None and sys.stdout.isatty()):
        return shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns
    return None


def colored() -> bool:
    """Whether stdout shows colour: a terminal does; NO_COLOR and FORCE_COLOR decide otherwise."""
    terminal = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return (terminal or bool(os.environ.get("FORCE_COLOR"))) and not os.environ.get("NO_COLOR")


_last: list[tuple[Report, bytes]] = []


def as_json(report: Report, known: bytes | None = None) -> bytes:
    """``report`` as JSON, or as ``known``; the last one is remembered, since what is kept is mostly printed as well."""
    from cx_audit.report import json

    if not (_last and _last[0][0] is report):
        _last[:] = [(report, known or json.encoded(report))]
    return _last[0][1]


def print_report(
    report: Report,
    format: Format,
    *,
    top: int,
    show_skips: bool,
    fail_on: str = "low",
    before: Report | None = None,
    history: Sequence[Row] = (),
) -> None:
    """To stdout; width and colour follow the terminal, NO_COLOR and FORCE_COLOR.

    Raises:
        UsageError: the format is binary, and stdout a terminal.
    """
    check_printable(format)
    if format is Format.JSON:
        _write(as_json(report))
        return
    width = terminal_width() or _PIPE_WIDTH
    told = render(
        report,
        format,
        width=width,
        color=colored(),
        top=top,
        show_skips=show_skips,
        fail_on=fail_on,
        before=before,
        history=history,
    )
    if isinstance(told, bytes):
        _write(told)
    else:
        show(told)


def check_printable(format: Format) -> None:
    """That stdout can take ``format``: a binary one would upset a terminal.

    Raises:
        UsageError: it can't.
    """
    if format.binary and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(f"-f {format} prints binary data: use -o {format}:report.{format}")


def write_report(
    report: Report,
    target: Target,
    *,
    fail_on: str = "low",
    before: Report | None = None,
    history: Sequence[Row] = (),
) -> None:
    """To a file: written beside it first, then renamed, so that nobody finds half a report.

    Raises:
        UsageError: it can't be written.
    """
    data = _rendered(report, target.format, fail_on, before, history)
    try:
        if target.path.exists() and not target.path.is_file():
            target.path.write_bytes(data)  # a pipe or a device must stay what it is
        else:
            replace_file(target.path, data)
    except OSError as error:
        raise UsageError(
            f"can't be written: {error.strerror}", path=target.path, remedy="name another file with -o"
        ) from error


def _rendered(report: Report, format: Format, fail_on: str, before: Report | None, history: Sequence[Row]) -> bytes:
    if format is Format.JSON:
        return as_json(report)
    told = render(
        report,
        format,
        width=_PIPE_WIDTH,
        color=False,
        top=0,
        show_skips=True,
        fail_on=fail_on,
        before=before,
        history=history,
    )
    return told if isinstance(told, bytes) else told.encode("utf-8")


def step_summary(asked: bool) -> Path | None:
    """Where GitHub wants the summary of a job's step, if that was asked for.

    Raises:
        UsageError: GitHub doesn't say, so this is no job of GitHub Actions.
    """
    if not asked:
        return None
    name = os.environ.get(_STEP_SUMMARY)
    if not name:
        raise UsageError(
            f"--step-summary: {_STEP_SUMMARY} is not set",
            remedy="elsewhere than in GitHub Actions use -o markdown:PATH",
        )
    return Path(name)


def append_summary(report: Report, path: Path, *, fail_on: str = "low", before: Report | None = None) -> None:
    """Add the report as Markdown to ``path``: other commands of the step may have written there.

    Raises:
        UsageError: it can't be written.
    """
    told = render(report, Format.MARKDOWN, fail_on=fail_on, before=before)
    assert isinstance(told, str)
    try:
        with path.open("ab") as file:
            file.write(told.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", path=path, remedy=f"see {_STEP_SUMMARY}") from error
