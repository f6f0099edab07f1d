"""Where an audit's work runs, as the command line or ``engine:`` says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.errors import UsageError

if TYPE_CHECKING:
    from cx_audit.cli.verbose import Notes
    from cx_audit.config import Config
    from cx_audit.engine import Engine
    from cx_audit.stages import Setup

__all__ = ["RUNS", "EngineName", "EngineRequest", "engine_of"]

RUNS = "runs"
"""Where blocks lie while a run on Dask is under way, unless told: in the folder of the caches."""


class EngineName(StrEnum):
    """What runs the work."""

    LOCAL = "local"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """What was typed; None leaves it to the configuration."""

    engine: str | None = None
    scheduler: str | None = None
    workers: int | None = None
    folder: str | None = None

    def over(self, config: Config, base: Path) -> EngineRequest:
        """With what the configuration says where nothing was typed; its paths start from ``base``.

        Raises:
            UsageError: what is asked for doesn't go together.
        """
        told = config.engine
        folder = told.folder if told.folder is None or "://" in told.folder else str(base / told.folder)
        name = self.engine or ("dask" if self.scheduler else told.kind)
        asked = EngineRequest(
            name,
            self.scheduler or (told.scheduler if name == told.kind else None),
            self.workers if self.workers is not None else told.workers,
            self.folder or (folder if name == told.kind else None),
        )
        if name == EngineName.LOCAL and (asked.scheduler or asked.folder):
            raise UsageError("--scheduler and --run-folder are for --engine dask", remedy="add it, or leave them out")
        if asked.scheduler and self.workers is not None:
            raise UsageError("--workers is for a cluster made for the run", remedy="leave out --workers or --scheduler")
        return asked


@contextmanager
def engine_of(asked: EngineRequest, setup: Setup, notes: Notes) -> Iterator[Engine | None]:
    """The engine, or None for this process; all its workers are gone when it ends.

    Raises:
        EngineError: no cluster can be reached or made, or Dask isn't installed.
    """
    if asked.engine == EngineName.DASK:
        with _on_dask(asked, setup, notes) as engine:
            yield engine
    elif asked.workers:
        from cx_audit.engine.processes import Processes

        with closing(Processes(setup, asked.workers)) as processes:
            yield processes
    else:
        yield None


@contextmanager
def _on_dask(asked: EngineRequest, setup: Setup, notes: Notes) -> Iterator[Engine]:
    from cx_audit.embed.paths import cache_dir
    from cx_audit.engine.dask_engine import OnDask

    folder = asked.folder
    if folder is None:
        own = cache_dir() / RUNS
        own.mkdir(mode=0o700, parents=True, exist_ok=True)  # its files quote answers
        folder = str(own)
    engine = OnDask(
        setup,
        folder,
        scheduler=asked.scheduler,
        workers=asked.workers or os.cpu_count() or 1,
        passing=asked.folder is None,
    )
    with closing(engine):
        yield engine
        engine.ended_well()
    notes.worked(sum(engine.done.values()), sum(engine.found.values()), engine.folder.url)
