"""``python -m benchmarks.speed.workers [SIZE] [--engine local|dask] [--runs N]``: what a second worker is worth.

Audits of SIZE answers (10,000 unless told) with bags of words for vectors, all given beforehand, and nothing else
remembered: by this process alone, by one worker and by two. Efficiency of two workers is the time of one over twice
the time of two; 1 is perfect. By the clock it needs two cores that nobody else uses; so the same is told by processor
time, which others can't take: this process's, and then that of the busiest worker. All reports must be the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import numpy as np

from benchmarks.accuracy.run import LANGUAGES
from benchmarks.speed.bag import Bags, open_bags
from benchmarks.speed.corpora import corpus
from cx_audit.collector import rare_collections
from cx_audit.embed import NoProgress
from cx_audit.engine import Desk, Engine, Stage
from cx_audit.engine.dask_engine import OnDask
from cx_audit.engine.processes import Processes
from cx_audit.group import Matrix
from cx_audit.model import Answer
from cx_audit.pipeline import Settings, run
from cx_audit.report import Format, render
from cx_audit.stages import Setup

__all__ = ["SETTINGS", "Known", "main"]

SETTINGS = Settings(languages=LANGUAGES, model="bags@1")


def _spent(desk: Desk, item: int) -> tuple[int, float]:
    time.sleep(0.2)  # so that each worker gets one
    return os.getpid(), time.process_time()


class Known:
    """Vectors that are made once, and counted for nobody."""

    def __init__(self) -> None:
        self.clock = self.own = 0.0
        self._known: dict[str, Matrix] = {}

    def __call__(self, texts: Sequence[str]) -> Matrix:
        clock, own = time.perf_counter(), time.process_time()
        if missing := sorted(set(texts) - self._known.keys()):
            self._known.update(zip(missing, Bags().encode(missing, "query", NoProgress()), strict=True))
        found = np.stack([self._known[text] for text in texts])
        self.clock += time.perf_counter() - clock
        self.own += time.process_time() - own
        return found


@dataclass(slots=True)
class Took:
    """``clock`` seconds, and those of the processor: of this process, and of each worker."""

    clock: float
    own: float
    workers: list[float] = field(default_factory=list)
    report: str = ""

    @property
    def longest(self) -> float:
        """What it would take where each process had a core to itself and they took turns with this one."""
        return self.own + max(self.workers, default=0.0)


def _measured(answers: Sequence[Answer], vectors: Known, engine: Engine | None) -> Took:
    before = _processor(engine)
    vectors.clock = vectors.own = 0.0
    clock, own = time.perf_counter(), time.process_time()
    with rare_collections():
        report = run(answers, SETTINGS, vectors, engine=engine)
    took = Took(time.perf_counter() - clock - vectors.clock, time.process_time() - own - vectors.own)
    after = _processor(engine)
    took.workers = sorted(spent - before.get(pid, 0.0) for pid, spent in after.items())
    text = render(report, Format.JSON)
    took.report = hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()
    return took


def _processor(engine: Engine | None) -> dict[int, float]:
    """The processor seconds of each worker so far, by process."""
    if isinstance(engine, OnDask):
        return dict(engine.client.run(_of_worker).values())
    if engine is None:
        return {}
    return dict(found for found, _ in engine.map(Stage("spent", _spent), range(2 * engine.workers)))


def _of_worker() -> tuple[int, float]:
    return os.getpid(), time.process_time()


@contextmanager
def _engine(kind: str, workers: int) -> Iterator[Engine | None]:
    setup = Setup(SETTINGS, encoder=open_bags)
    if not workers:
        yield None
    elif kind == "dask":
        with tempfile.TemporaryDirectory() as folder, closing(OnDask(setup, folder, workers=workers)) as engine:
            yield engine
    else:
        with closing(Processes(setup, workers)) as processes:
            yield processes


def _warm(engine: Engine, vectors: Known) -> None:
    """Let each worker load the rules: they are loaded once, however much there is to do."""
    usual = engine.block
    engine.block = 20
    run(corpus(300), SETTINGS, vectors, engine=engine)
    engine.block = usual


def _middle(took: Sequence[Took], of: Callable[[Took], float]) -> float:
    return statistics.median(of(one) for one in took)


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.speed.workers", description=__doc__)
    asked.add_argument("size", nargs="?", type=int, default=10_000)
    asked.add_argument("--engine", choices=["local", "dask"], default="local")
    asked.add_argument("--runs", type=int, default=1)
    asked.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2])
    told = asked.parse_args()
    answers, vectors = corpus(told.size), Known()
    took: dict[int, list[Took]] = {workers: [] for workers in told.workers}
    for _ in range(told.runs):
        for workers, found in took.items():
            with _engine(told.engine, workers) as engine:
                if engine:
                    _warm(engine, vectors)
                found.append(_measured(answers, vectors, engine))
    reports = {one.report for found in took.values() for one in found}
    print(f"{told.size} answers, {told.engine}, {os.cpu_count()} cores, median of {told.runs}; vectors given")
    for workers, found in took.items():
        each = ", ".join(f"{seconds:.1f}" for seconds in found[0].workers) or "none"
        clock, own = _middle(found, lambda one: one.clock), _middle(found, lambda one: one.own)
        print(f"  {workers} workers {clock:7.1f} s; of the processor {own:.1f} s here, workers {each} s", flush=True)
    if {1, 2} <= took.keys():
        one, two = took[1], took[2]
        by_clock = _middle(one, lambda t: t.clock) / 2 / _middle(two, lambda t: t.clock)
        by_processor = _middle(one, lambda t: t.longest) / 2 / _middle(two, lambda t: t.longest)
        print(f"efficiency of two: {by_clock:.2f} by the clock, {by_processor:.2f} by processor time")
    print("all reports are the same bytes" if len(reports) == 1 else "REPORTS DIFFER")


if __name__ == "__main__":
    main()
