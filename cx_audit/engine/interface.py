"""What the pipeline knows of where work runs: stages, engines, arrays that all workers read.

A stage is a plain function of a module, so that any process can find it by name. It is given a desk, which each worker
keeps for the whole run (settings, a loaded model, what it has read already), and one block of work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy.typing as npt

__all__ = ["Array", "Code", "Desk", "Engine", "Learnt", "Setup", "Shared", "Stage"]

Array = npt.NDArray[Any]

Learnt = Sequence[tuple[bytes, str]]
"""What a worker read anew, by its key in the memo: see ``cx_audit.memo``."""

D = TypeVar("D")
I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out


class Desk(Protocol):
    """What a worker keeps between two blocks."""

    def learnt(self) -> Learnt:
        """What was read anew since it was last asked."""

    def learn(self, told: Learnt) -> None:
        """Take over what another worker read."""

    def close(self) -> None:
        """The run is over."""


class Setup(Protocol):
    """All that a worker must know to begin; it travels to other processes."""

    def open(self) -> Desk:
        """The desk of one worker. Raises CxAuditError where a model or a rule is wrong."""

    @property
    def lasting(self) -> tuple[type, ...]:
        """Kinds of frozen dataclasses that come in the blocks of several stages, each the same object in all."""

    def stamp(self) -> str:
        """Changes with all of it that decides a result: settings, rules, models, code."""


class Shared(Protocol):
    """An array that is handed to a worker as a name, and read where it lies."""

    @property
    def array(self) -> Array:
        """The array; not to be written to."""


@dataclass(frozen=True, slots=True)
class Code(Generic[O]):
    """How a result is written to a file, without pickle: as rows of plain data that JSON knows, and back."""

    dump: Callable[[O], list[Any]]
    load: Callable[[list[Any]], O]


@dataclass(frozen=True, slots=True)
class Stage(Generic[D, I, O]):
    """One kind of work. ``code`` None: its results are arrays.

    ``after`` names the stage that had the same blocks: who did one there may still know it.
    """

    name: str
    work: Callable[[D, I], O]
    code: Code[O] | None = None
    after: str = ""


class Engine(Protocol):
    """Where work runs. ``block`` is about how many answers make a block; no result depends on it."""

    block: int

    @property
    def workers(self) -> int:
        """How many blocks are worked on at a time; 0 where that is this process."""

    def share(self, array: Array) -> Shared:
        """Put an array where every worker reads it."""

    def map(self, stage: Stage[Any, I, O], items: Iterable[I]) -> Iterator[tuple[O, Learnt]]:
        """The result of each block, in the order of the blocks.

        Raises:
            CxAuditError: the work itself failed so.
            EngineError: workers are lost again and again, or can't be reached.
        """

    def close(self) -> None:
        """Let all workers go."""
