"""Where an audit's work runs, as the command line or ``engine:`` says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cx_audit.errors import UsageError

if TYPE_CHECKING:
    from cx_audit.config import Config
    from cx_audit.engine import Engine, Setup

__all__ = ["EngineName", "EngineRequest", "engine_of"]


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

    def over(self, config: Config) -> EngineRequest:
        """With what the configuration says where nothing was typed.

        Raises:
            UsageError: what is asked for doesn't go together.
        """
        told = config.engine
        name = self.engine or ("dask" if self.scheduler else told.kind)
        asked = EngineRequest(
            name,
            self.scheduler or (told.scheduler if name == told.kind else None),
            self.workers if self.workers is not None else told.workers,
            self.folder or (told.folder if name == told.kind else None),
        )
        if name == EngineName.LOCAL and (asked.scheduler or asked.folder):
            raise UsageError("--scheduler and --run-folder are for --engine dask", remedy="add it, or leave them out")
        if asked.scheduler and self.workers is not None:
            raise UsageError("--workers is for a cluster made for the run", remedy="leave out --workers or --scheduler")
        return asked


@contextmanager
def engine_of(asked: EngineRequest, setup: Setup) -> Iterator[Engine | None]:
    """The engine, or None for this process; all its workers are gone when it ends.

    Raises:
        EngineError: no cluster can be reached or made, or Dask isn't installed.
    """
    if asked.engine == EngineName.LOCAL and not asked.workers:
        yield None
        return
    from cx_audit.engine.processes import Processes

    engine = Processes(setup, asked.workers or os.cpu_count() or 1)
    try:
        yield engine
    finally:
        engine.close()
