"""What a worker process does: it opens its desk once, and works on one block after the other."""

from __future__ import annotations

import contextlib
import copyreg
import pickle
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import MappingProxyType
from typing import Any

from cx_audit.collector import rare_collections
from cx_audit.engine.interface import Desk, Learnt, Setup, Stage

__all__ = ["one_thread", "perform", "ready_to_travel", "serve", "told"]


def _proxy(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _parts(mapping: MappingProxyType[Any, Any]) -> tuple[Callable[..., MappingProxyType[Any, Any]], tuple[Any, ...]]:
    return _proxy, (dict(mapping),)


def ready_to_travel() -> None:
    """Answers go to other processes by pickle, which doesn't know their read-only mappings."""
    copyreg.pickle(MappingProxyType, _parts)


def one_thread() -> None:
    """Workers share the cores: each computes its products in one thread."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)


def serve(pipe: Connection, setup: Setup) -> None:
    """Work on what comes through the pipe until it is closed, as it also is when the process at its other end dies.

    Ctrl-C is for that process. The desk is opened for the first block, so that what is wrong with it is told like any
    other error.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ready_to_travel()
    desk: Desk | None = None
    with contextlib.suppress(EOFError, OSError), rare_collections():
        while True:
            stage, item = pipe.recv()
            try:
                if desk is None:
                    desk = setup.open()
                    one_thread()
                pipe.send((True, perform(stage, desk, item)))
            except OSError:
                raise
            except Exception as error:
                pipe.send((False, told(error)))


def told(error: Exception) -> Exception:
    """The error as it can travel: with its own words, if not of its own class."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, a line above
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def perform(stage: Stage[Any, Any, Any], desk: Desk, item: Any) -> tuple[Any, Learnt]:  # noqa: ANN401 - any block
    """Work on one block."""
    return stage.work(desk, item), desk.learnt()
