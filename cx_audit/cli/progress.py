"""Progress on stderr, for people only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

__all__ = ["Bar", "Silent", "progress"]


class Bar(Protocol):
    """What a long step tells: ``start`` once, ``advance`` often, ``done`` at the end."""

    def start(self, total: int, what: str) -> None:
        """A step of ``total`` units begins."""

    def advance(self, n: int) -> None:
        """``n`` more units are done."""

    def done(self) -> None:
        """The step is over."""


class Silent:
    """Says nothing: pipes, CI, --quiet."""

    def start(self, total: int, what: str) -> None:
        """Nothing."""

    def advance(self, n: int) -> None:
        """Nothing."""

    def done(self) -> None:
        """Nothing."""


class _Rich:
    def __init__(self) -> None:
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def start(self, total: int, what: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(what, total=total)

    def advance(self, n: int) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, n)

    def done(self) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None


def progress(*, quiet: bool = False) -> Bar:
    """A bar with time left where stderr is a terminal; silence elsewhere."""
    return Silent() if quiet or sys.stderr is None or not sys.stderr.isatty() else _Rich()
