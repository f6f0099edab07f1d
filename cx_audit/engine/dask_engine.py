"""Work on a Dask cluster. What a block gave lies in the run folder: who dies, and when, changes nothing."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from cx_audit.engine.dask_cluster import connected
from cx_audit.engine.dask_worker import Task, do, leave
from cx_audit.engine.folder import RunFolder, ending, share, unpack
from cx_audit.engine.interface import Array, Learnt, Setup, Shared, Stage
from cx_audit.engine.stamp import Stamps
from cx_audit.engine.worker import ready_to_travel
from cx_audit.errors import CxAuditError, EngineError

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["OnDask"]

I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out

_BLOCK = 500
_EACH = 4
"""Blocks that are with the scheduler for each worker."""
_AHEAD = 256
"""Results that may wait for an earlier one; they are in the folder, only their names wait."""
_TRIES = 4
_LOOK = 2.0
_PATIENCE = 15.0
"""Seconds without a scheduler."""
_LONELY = 120.0
"""Seconds without a worker."""


class OnDask:
    """An engine over the workers of a scheduler, or of a cluster made for the run.

    ``done`` counts the blocks of each stage that were worked on, ``found`` those that an earlier run had done, and
    ``homes`` are the workers that did them: who read a block still knows its answers. What is in the folder is kept,
    unless ``passing``: then it goes with a run that ends well.

    Raises:
        EngineError: see ``connected`` and ``RunFolder``.
    """

    def __init__(
        self,
        setup: Setup,
        folder: str,
        *,
        scheduler: str | None = None,
        workers: int = 2,
        block: int = _BLOCK,
        passing: bool = False,
    ) -> None:
        self.folder = RunFolder(folder)
        self.block = block
        self.done: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.blocks: dict[str, list[str]] = {}
        self.homes: dict[str, dict[int, str]] = {}
        self.setup, self.run = setup, uuid.uuid4().hex
        self._stamp, self._stamps = setup.stamp(), Stamps(setup.lasting)
        self._passing = passing
        self._used: set[str] = set()
        self._open = ExitStack()
        ready_to_travel()
        self.client: Client = self._open.enter_context(connected(scheduler, workers))
        self.where = scheduler or "this machine"
        self.workers = workers
        self.count()

    def count(self) -> int:
        """How many workers there are, counted anew. Raises OSError where the scheduler doesn't answer."""
        found = len(self.client.nthreads())
        self.workers = found or self.workers
        return found

    def share(self, array: Array) -> Shared:
        """The array in the run folder."""
        shared = share(self.folder, array)
        self._used.add(shared.name)
        return shared

    def map(self, stage: Stage[Any, I, O], items: Iterable[I]) -> Iterator[tuple[O, Learnt]]:
        """Each result in order, as soon as all before it are there; see ``Engine.map``."""
        return _Round(self, stage, items).results()

    def name(self, stage: Stage[Any, Any, Any], item: object) -> str:
        """The file of a block's result: it changes with all that decides it."""
        name = f"{stage.name}-{self._stamps.of(self._stamp, stage.name, item)}.{ending(stage)}"
        self._used.add(name)
        return name

    def ended_well(self) -> None:
        """The report is made: what is in the folder has served."""
        if self._passing:
            self.folder.drop(self._used)

    def close(self) -> None:
        """Leave the scheduler; end the cluster if it was made for the run."""
        with contextlib.suppress(Exception):  # workers that are gone have no desk to clear
            if self.client.status == "running":
                self.client.run(leave, self.run, on_error="ignore")
        self._open.close()

    def lost(self, error: BaseException | None = None) -> EngineError:
        """What is told where the scheduler is gone."""
        return EngineError(
            f"lost the Dask scheduler at {self.where}",
            remedy=f"start it and run this again: finished blocks are kept in {self.folder.url}",
        )


@dataclass(slots=True)
class _Block:
    number: int
    name: str
    item: Any
    tries: int = 0


class _Round:
    """One stage over all its blocks."""

    def __init__(self, engine: OnDask, stage: Stage[Any, Any, Any], items: Iterable[Any]) -> None:
        self._engine, self._stage = engine, stage
        self._coming = enumerate(items)
        self._there = engine.folder.names()
        self._before = engine.blocks.get(stage.after, [])
        self._known = engine.homes.get(stage.after, {})
        self._homes: dict[int, str] = {}
        self._names: list[str] = []
        self._again: list[_Block] = []
        self._flight: dict[Future, _Block] = {}
        self._ready: dict[int, _Block] = {}
        self._next = 0
        self._homeless = self._silent = time.monotonic()

    def results(self) -> Iterator[Any]:
        """All results, in order."""
        try:
            while self._fill():
                if self._flight and self._next not in self._ready:
                    self._hear()
                while self._next in self._ready:
                    block = self._ready.pop(self._next)
                    found = self._read(block)
                    if found is None:
                        break
                    yield found
                    self._next += 1
        finally:
            for future in self._flight:
                future.release()
        self._engine.blocks[self._stage.name] = self._names
        self._engine.homes[self._stage.name] = self._homes

    def _fill(self) -> bool:
        """Hand out blocks; False once all are done."""
        most = _EACH * self._engine.workers
        while len(self._flight) < most and len(self._ready) + len(self._flight) < _AHEAD:
            block = self._again.pop() if self._again else self._following()
            if block is None:
                break
            if block.name in self._there:
                self._engine.found[self._stage.name] += 1
                self._ready[block.number] = block
            else:
                self._submit(block)
        return bool(self._flight or self._ready)

    def _following(self) -> _Block | None:
        for number, item in self._coming:
            name = self._engine.name(self._stage, item)
            self._names.append(name)
            return _Block(number, name, item)
        return None

    def _submit(self, block: _Block) -> None:
        block.tries += 1
        if block.tries > _TRIES:
            raise self._fatal()
        engine = self._engine
        before = self._before[block.number] if block.number < len(self._before) else ""
        task = Task(engine.run, engine.setup, engine.folder.url, self._stage, block.name, before, block.item)
        key = f"{self._stage.name}-{block.name[-80:]}-{engine.run[:8]}-{block.tries}"
        home = self._known.get(block.number)
        where = {"workers": [home], "allow_other_workers": True} if home else {}
        try:
            self._flight[engine.client.submit(do, task, key=key, pure=False, **where)] = block
        except (OSError, RuntimeError, CancelledError) as error:
            raise engine.lost() from error

    def _fatal(self) -> EngineError:
        return EngineError(
            f"workers died again and again over one block of the stage {self._stage.name}",
            remedy="give them more memory, or run fewer on a machine",
        )

    def _hear(self) -> None:
        """Wait for a block, and look after scheduler and workers now and then."""
        from distributed import wait

        try:
            wait(list(self._flight), timeout=_LOOK, return_when="FIRST_COMPLETED")
        except (TimeoutError, CancelledError, OSError):
            self._look()
        for future in [future for future in self._flight if future.status != "pending"]:
            block = self._flight.pop(future)
            if future.status == "finished":
                self._engine.done[self._stage.name] += 1
                self._homes[block.number] = str(future.result())
                self._ready[block.number] = block
            elif future.status == "error":
                self._failed(future)
            else:
                self._look()
                self._again.append(block)

    def _failed(self, future: Future) -> None:
        from distributed.scheduler import KilledWorker

        error = future.exception()
        if isinstance(error, CxAuditError):
            raise error
        if isinstance(error, KilledWorker):
            raise self._fatal() from error
        raise error or self._fatal()

    def _look(self) -> None:
        now = time.monotonic()
        client = self._engine.client
        if client.status == "running":
            self._silent = now
        else:
            if now - self._silent > _PATIENCE or client.status == "closed":
                raise self._engine.lost()
            time.sleep(_LOOK / 10)
            return
        try:
            there = self._engine.count() > 0
        except (OSError, TimeoutError, CancelledError):
            return
        self._homeless = now if there else self._homeless
        if now - self._homeless > _LONELY:
            raise EngineError(
                f"the Dask scheduler at {self._engine.where} has no workers left",
                remedy=f"start some and run this again: finished blocks are kept in {self._engine.folder.url}",
            )

    def _read(self, block: _Block) -> tuple[Any, Learnt] | None:
        """The result; None where its file is gone or damaged, and the block is done once more."""
        folder = self._engine.folder
        try:
            return unpack(self._stage, folder.read(block.name))
        except (OSError, ValueError):
            self._there.discard(block.name)
            folder.drop([block.name])
            self._again.append(block)
            return None
