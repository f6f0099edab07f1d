"""What a worker process does: it opens its desk once, and works on one block after the other."""

from __future__ import annotations

import copyreg
import os
import signal
import threading
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from cx_audit.engine.interface import Desk, Learnt, Setup, Stage

__all__ = ["begin", "perform", "ready_to_travel"]

_setup: Setup | None = None
_desk: Desk | None = None


def _proxy(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _parts(mapping: MappingProxyType[Any, Any]) -> tuple[Callable[..., MappingProxyType[Any, Any]], tuple[Any, ...]]:
    return _proxy, (dict(mapping),)


def ready_to_travel() -> None:
    """Answers go to other processes by pickle, which doesn't know their read-only mappings."""
    copyreg.pickle(MappingProxyType, _parts)


def _one_thread() -> None:
    """Workers share the cores: each computes its products in one thread."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)


def _leave_with_parent() -> None:
    """End when the process that started this one is gone, however it went."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def begin(setup: Setup) -> None:
    """Make this process a worker; Ctrl-C is for its parent."""
    global _setup
    _setup = setup
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    ready_to_travel()


def perform(stage: Stage[Any, Any, Any], item: Any) -> tuple[Any, Learnt]:  # noqa: ANN401 - any stage's block
    """Work on one block; the desk is opened for the first, so that what is wrong with it is told like any error."""
    global _desk
    if _desk is None:
        if _setup is None:
            raise RuntimeError("a worker that was never begun")
        _desk = _setup.open()
        _one_thread()
    return stage.work(_desk, item), _desk.learnt()
