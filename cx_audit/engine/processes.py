"""Work in processes of this machine: one executor for each worker, so that one that dies takes no other with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from cx_audit.engine.arrays import FileArray, write_array
from cx_audit.engine.interface import Array, Learnt, Setup, Shared, Stage
from cx_audit.engine.worker import begin, perform, ready_to_travel
from cx_audit.errors import EngineError

__all__ = ["Processes"]

I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out

_BLOCK = 250
_AT_ONCE = 2
"""Blocks that a worker has: one under work, one waiting."""
_AHEAD = 64
"""Results that may wait for an earlier one."""
_TRIES = 3
"""A block over which so many workers died is taken for the cause."""


class Processes:
    """``count`` workers, each a process of its own with its own desk.

    ``homes`` says, for each stage that was done, which worker did which block: it may still know what it read there.
    """

    def __init__(self, setup: Setup, count: int, block: int = _BLOCK) -> None:
        self.workers, self.block = count, block
        self._setup = setup
        self._folder = tempfile.TemporaryDirectory(prefix="cx-audit-")
        self.homes: dict[str, dict[int, int]] = {}
        self._pools: list[ProcessPoolExecutor | None] = [None] * count
        ready_to_travel()

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

    def pool(self, worker: int) -> ProcessPoolExecutor:
        """The executor of a worker; a process is started where it has none."""
        pool = self._pools[worker]
        if pool is None:
            pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), begin, (self._setup,))
            self._pools[worker] = pool
        return pool

    def bury(self, worker: int, dead: ProcessPoolExecutor) -> None:
        """Forget an executor whose process died; the worker's next block starts another."""
        if self._pools[worker] is dead:
            self._pools[worker] = None
            dead.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End all processes, and remove the arrays."""
        for worker, pool in enumerate(self._pools):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)
            self._pools[worker] = None
        with contextlib.suppress(OSError):  # Windows: a file that is still mapped goes with the system's own clean-up
            self._folder.cleanup()


@dataclass(slots=True)
class _Block:
    """One block of a stage, by number, and how often it was begun."""

    number: int
    item: Any
    tries: int = 0


class _Round:
    """One stage over all its blocks."""

    def __init__(self, engine: Processes, stage: Stage[Any, Any, Any], items: Iterable[Any]) -> None:
        self._engine, self._stage = engine, stage
        self._coming = (_Block(number, item) for number, item in enumerate(items))
        self._waiting: list[_Block] = []
        self._under_way: dict[Future[Any], tuple[int, ProcessPoolExecutor, _Block]] = {}
        self._found: dict[int, Any] = {}
        self._next = 0
        self._homes: dict[int, int] = {}

    def results(self) -> Iterator[Any]:
        """All results, in order."""
        known = self._engine.homes.get(self._stage.after, {})
        try:
            while self._fill(known):
                done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    self._settle(future)
                while self._next in self._found:
                    yield self._found.pop(self._next)
                    self._next += 1
        finally:
            for future in self._under_way:
                future.cancel()
        self._engine.homes[self._stage.name] = self._homes

    def _fill(self, known: Mapping[int, int]) -> bool:
        """Give each worker its fill, first of what it knows from the stage before; False once all is done."""
        busy = Counter(worker for worker, _, _ in self._under_way.values())
        for _ in range(_AT_ONCE):
            for worker in range(self._engine.workers):
                ahead = len(self._waiting) + len(self._found) + len(self._under_way)
                self._waiting += islice(self._coming, max(0, _AHEAD - ahead))
                if busy[worker] < _AT_ONCE and self._waiting:
                    self._begin(worker, self._choice(worker, known))
                    busy[worker] += 1
        return bool(self._under_way)

    def _choice(self, worker: int, known: Mapping[int, int]) -> _Block:
        for place, block in enumerate(self._waiting):
            if known.get(block.number, worker) == worker:
                return self._waiting.pop(place)
        return self._waiting.pop(0)

    def _begin(self, worker: int, block: _Block) -> None:
        pool = self._engine.pool(worker)
        block.tries += 1
        try:
            future = pool.submit(perform, self._stage, block.item)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self._under_way[future] = worker, pool, block

    def _settle(self, future: Future[Any]) -> None:
        worker, pool, block = self._under_way.pop(future)
        try:
            self._found[block.number] = future.result()
            self._homes[block.number] = worker
        except (BrokenProcessPool, CancelledError) as error:
            self._engine.bury(worker, pool)
            if block.tries >= _TRIES:
                raise EngineError(
                    f"{_TRIES} workers died over the same block of the stage {self._stage.name}",
                    remedy="fewer --workers need less memory; without the option all is done in one process",
                ) from error
            self._waiting.insert(0, block)
