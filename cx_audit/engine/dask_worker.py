"""What a Dask worker does: one block at a time, unless it is done already, and the result into the run folder."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from cx_audit.collector import rare_collections
from cx_audit.engine.folder import RunFolder, pack, unpack
from cx_audit.engine.interface import Desk, Learnt, Setup, Stage
from cx_audit.engine.worker import one_thread, perform, told

__all__ = ["Task", "do", "leave"]


@dataclass(frozen=True, slots=True)
class Task:
    """One block of a stage. ``run`` names the run, whose desk is its own; ``name`` is the file of the result.

    ``before`` is the file of the same block in the stage before, of which this worker may know nothing.
    """

    run: str
    setup: Setup
    folder: str
    stage: Stage[Any, Any, Any]
    name: str
    before: str
    item: Any


@dataclass(slots=True)
class _Place:
    """The desk of this process, for the run that it belongs to, and the blocks that were done at it."""

    run: str
    desk: Desk
    done: set[str]


_lock = threading.Lock()
_place: _Place | None = None


def _placed(task: Task) -> _Place:
    global _place
    if _place is None or _place.run != task.run:
        if _place is not None:
            _place.desk.close()
            _place = None
        one_thread()
        _place = _Place(task.run, task.setup.open(), set())
    return _place


def leave(run: str) -> None:
    """Clear the desk of a run that is over."""
    global _place
    with _lock:
        if _place is not None and _place.run == run:
            _place.desk.close()
            _place = None


def _read_before(task: Task, folder: RunFolder) -> Learnt:
    """What was read for this block elsewhere; nothing where that can't be told."""
    try:
        return unpack(task.stage, folder.read(task.before), learnt_only=True)[1]
    except (OSError, ValueError):
        return ()


def do(task: Task) -> str:
    """Do the block, and tell where. Desks belong to a process: a worker of several threads still does one at a time.

    Raises:
        CxAuditError: the work itself failed so, or the folder can't be written.
    """
    from distributed import get_worker

    here = str(get_worker().address)
    with _lock:
        folder = RunFolder(task.folder)
        if folder.has(task.name):
            return here
        try:
            place = _placed(task)
            if task.before and task.before not in place.done:
                place.desk.learn(_read_before(task, folder))
            with rare_collections():
                found, learnt = perform(task.stage, place.desk, task.item)
        except Exception as error:
            raise told(error) from None
        folder.write(task.name, pack(task.stage, found, learnt))
        place.done.add(task.name)
    return here
