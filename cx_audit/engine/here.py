"""Work in this process, one block after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from cx_audit.engine.interface import Array, Desk, Learnt, Shared, Stage

__all__ = ["Here"]

I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out

_BLOCK = 2_000


@dataclass(frozen=True, slots=True)
class _Held:
    """An array in memory."""

    array: Array


class Here:
    """One worker: this process, at a desk that is kept by whoever made it."""

    workers = 0

    def __init__(self, desk: Desk, block: int = _BLOCK) -> None:
        self._desk = desk
        self.block = block

    def share(self, array: Array) -> Shared:
        """The array itself."""
        return _Held(array)

    def map(self, stage: Stage[Any, I, O], items: Iterable[I]) -> Iterator[tuple[O, Learnt]]:
        """Each result when it is asked for; see ``Engine.map``."""
        for item in items:
            yield stage.work(self._desk, item), self._desk.learnt()

    def close(self) -> None:
        """Nothing to let go of."""
