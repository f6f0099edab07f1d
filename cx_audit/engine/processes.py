"""Work in processes of this machine, each at the other end of a pipe, so that one that dies takes no other with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cx_audit.engine.arrays import FileArray, write_array
from cx_audit.engine.interface import Array, Learnt, Setup, Shared, Stage
from cx_audit.engine.worker import ready_to_travel, serve
from cx_audit.errors import EngineError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

__all__ = ["Processes"]

I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out

_BLOCK = 250
_AHEAD = 64
"""Results that may wait for an earlier one."""
_TRIES = 3
"""A block over which so many workers died is taken for the cause."""
_PATIENCE = 10.0
"""Seconds for a worker to end by itself."""


@dataclass(slots=True)
class _Block:
    """One block of a stage, by number, and how often it was begun."""

    number: int
    item: Any
    tries: int = 0


class _Worker:
    """A process and the way to it; ``block`` is what it works on."""

    def __init__(self, setup: Setup) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=serve, args=(theirs, setup), daemon=True)
        self.process.start()
        theirs.close()
        self.block: _Block | None = None

    def end(self) -> None:
        """Let it go; what it is still working on is for nobody."""
        self.pipe.close()
        if self.block is not None:
            self.process.terminate()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Processes:
    """``count`` workers, each a process of its own with its own desk.

    ``homes`` says, for each stage that was done, which worker did which block: it may still know what it read there.
    """

    def __init__(self, setup: Setup, count: int, block: int = _BLOCK) -> None:
        self.workers, self.block = count, block
        self.homes: dict[str, dict[int, int]] = {}
        self._setup = setup
        # Windows: a file that is still mapped stays until the system cleans up
        self._folder = tempfile.TemporaryDirectory(prefix="cx-audit-", ignore_cleanup_errors=True)
        ready_to_travel()
        # all at once, and while this process reads files
        self._staff: list[_Worker | None] = [_Worker(setup) for _ in range(count)]

    @property
    def pids(self) -> list[int]:
        """The processes that are there now."""
        return [worker.process.pid for worker in self._staff if worker and worker.process.pid]

    def share(self, array: Array) -> Shared:
        """The array in a file, for all to map into memory."""
        try:
            return FileArray(str(write_array(Path(self._folder.name), array)))
        except OSError as error:
            raise EngineError(
                f"can't write the workers' arrays: {error.strerror or error}",
                path=self._folder.name,
                remedy="make room there, or name another folder in TMPDIR",
            ) from error

    def map(self, stage: Stage[Any, I, O], items: Iterable[I]) -> Iterator[tuple[O, Learnt]]:
        """Each result in order, as soon as all before it are there; see ``Engine.map``."""
        return _Round(self, stage, items).results()

    def worker(self, number: int) -> _Worker:
        """A worker; its process is started where it has none."""
        found = self._staff[number]
        if found is None:
            found = self._staff[number] = _Worker(self._setup)
        return found

    def bury(self, number: int) -> None:
        """Forget a worker that died, or that is not to go on; its next block starts another."""
        gone, self._staff[number] = self._staff[number], None
        if gone is not None:
            gone.end()

    def close(self) -> None:
        """End all processes, and remove the arrays."""
        for number in range(self.workers):
            self.bury(number)
        self._folder.cleanup()


class _Round:
    """One stage over all its blocks. A worker is sent a block only when it is idle, so neither waits for the other."""

    def __init__(self, engine: Processes, stage: Stage[Any, Any, Any], items: Iterable[Any]) -> None:
        self._engine, self._stage = engine, stage
        self._coming = (_Block(number, item) for number, item in enumerate(items))
        self._waiting: list[_Block] = []
        self._busy: dict[Connection, int] = {}
        self._found: dict[int, Any] = {}
        self._next = 0
        self._homes: dict[int, int] = {}

    def results(self) -> Iterator[Any]:
        """All results, in order."""
        known = self._engine.homes.get(self._stage.after, {})
        try:
            while self._fill(known):
                for pipe in wait(list(self._busy)):
                    self._hear(pipe)  # type: ignore[arg-type]
                self._fill(known)
                while self._next in self._found:
                    yield self._found.pop(self._next)
                    self._next += 1
        finally:
            for number in list(self._busy.values()):
                self._engine.bury(number)
        self._engine.homes[self._stage.name] = self._homes

    def _fill(self, known: Mapping[int, int]) -> bool:
        """Give each idle worker a block, rather one of what it knows from before; False once all is done."""
        for number in range(self._engine.workers):
            ahead = len(self._waiting) + len(self._found) + len(self._busy)
            self._waiting += islice(self._coming, max(0, _AHEAD - ahead))
            if number not in self._busy.values() and self._waiting:
                self._send(number, self._choice(number, known))
        return bool(self._busy)

    def _choice(self, number: int, known: Mapping[int, int]) -> _Block:
        for place, block in enumerate(self._waiting):
            if known.get(block.number, number) == number:
                return self._waiting.pop(place)
        return self._waiting.pop(0)

    def _send(self, number: int, block: _Block) -> None:
        worker = self._engine.worker(number)
        block.tries += 1
        worker.block = block
        self._busy[worker.pipe] = number
        # whoever reads from a broken pipe hears of it, too
        with contextlib.suppress(OSError):
            worker.pipe.send((self._stage, block.item))

    def _hear(self, pipe: Connection) -> None:
        number = self._busy.pop(pipe)
        worker = self._engine.worker(number)
        block, worker.block = worker.block, None
        if block is None:
            raise RuntimeError("a worker answers that was asked nothing")
        try:
            good, found = pipe.recv()
        except (EOFError, OSError) as error:
            self._lost(number, block, error)
            return
        if not good:
            raise found
        self._found[block.number] = found
        self._homes[block.number] = number

    def _lost(self, number: int, block: _Block, error: Exception) -> None:
        self._engine.bury(number)
        if block.tries >= _TRIES:
            raise EngineError(
                f"{_TRIES} workers died over the same block of the stage {self._stage.name}",
                remedy="fewer --workers need less memory; without the option all is done in one process",
            ) from error
        self._waiting.insert(0, block)
