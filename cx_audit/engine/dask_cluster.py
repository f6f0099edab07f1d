"""A Dask cluster: one that runs already, or one made on this machine for the run."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from cx_audit.errors import EngineError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["connected"]

_PATIENCE = 20
"""Seconds for a scheduler to answer, and for a first worker to come."""


def _client() -> type[Client]:
    try:
        from distributed import Client as Found
    except ImportError as error:
        raise EngineError("--engine dask needs Dask", remedy="pip install 'cx-audit[dask]'") from error
    # what it logs is told as an error of ours, or is no trouble; its configuration has set levels one by one
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    found: type[Client] = Found
    return found


@contextmanager
def connected(scheduler: str | None, workers: int) -> Iterator[Client]:
    """A client of the scheduler, whose workers are there; without a scheduler, of a cluster of ``workers`` processes.

    Raises:
        EngineError: Dask isn't installed, nobody answers, or the workers are none or not of this version.
    """
    client_of = _client()
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            from distributed import LocalCluster

            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
            stack.callback(cluster.close, timeout=_PATIENCE)
            address = cluster.scheduler_address
        else:
            address = scheduler
        client = _answering(client_of, address)
        stack.callback(_leave, client)
        _check(client, address)
        yield client


def _leave(client: Client) -> None:
    with contextlib.suppress(Exception):  # a scheduler that is gone can't be taken leave of
        client.close(timeout=2)


def _answering(client_of: type[Client], address: str) -> Client:
    try:
        return client_of(address, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError, TimeoutError) as error:
        if address.startswith("tls://"):
            raise EngineError(
                f"no Dask scheduler could be reached at {address} with certificates: {error}",
                remedy="name them in Dask's configuration, distributed.comm.tls: ca-file, client.cert, client.key",
            ) from error
        raise EngineError(
            f"no Dask scheduler answers at {address}",
            remedy="start one with `dask scheduler`, or leave out --scheduler for a cluster made for this run",
        ) from error


def _version() -> str:
    """Of cx-audit, wherever this is called."""
    return version("cx-audit")


def _check(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise EngineError(
            f"the Dask scheduler at {address} has no workers",
            remedy=f"start some with `dask worker {address} --nthreads 1`",
        ) from error
    try:
        versions = set(client.run(_version).values())
    except Exception as error:
        raise EngineError(
            f"the Dask workers can't run cx-audit: {error}", remedy=f"install cx-audit {_version()} for each of them"
        ) from error
    if versions != {_version()}:
        raise EngineError(
            f"the Dask workers have cx-audit {', '.join(sorted(versions))}, this is {_version()}",
            remedy="install the same version everywhere",
        )
