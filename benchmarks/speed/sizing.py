"""``python -m benchmarks.speed.sizing [SMALL LARGE]``: what one more answer takes, and so what any number takes.

Audits of SMALL and of LARGE answers (1,000 and 3,000 unless told), each in a process of its own, with one Dask worker
and bags of words of 384 numbers for vectors, given beforehand. What the larger takes beyond the smaller, divided by the
answers that it has more, is what an answer takes: processor time, memory at its peak and room in the run folder. What
grows with the square, the exact search for neighbours, is measured by itself and told for both numbers of answers.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.speed.bag import open_bags
from benchmarks.speed.corpora import corpus
from benchmarks.speed.workers import SETTINGS, Known
from cx_audit.engine.dask_engine import OnDask
from cx_audit.group.crowding import LISTED
from cx_audit.group.fitted import same_question_weights
from cx_audit.group.neighbours import search
from cx_audit.group.score import LeastLikeness
from cx_audit.memo import FileMemo
from cx_audit.pipeline import run
from cx_audit.stages import Setup

__all__ = ["main"]

_MILLION = 1_000_000
_HOUR = 3_600
_ROWS = 16_000
_WIDE = 384
_PER_QUESTION = 8
_PEAK = 1 if sys.platform == "darwin" else 1_024
"""Bytes in which the system tells a peak."""


def _used() -> tuple[float, int]:
    """Processor seconds, and the peak of memory in bytes, of this process."""
    return time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK


def _measured(size: int) -> dict[str, float]:
    answers, vectors = corpus(size), Known()
    with tempfile.TemporaryDirectory() as folder:
        readings, blocks = Path(folder) / "readings", Path(folder) / "run"
        memo = FileMemo(readings)
        with closing(OnDask(Setup(SETTINGS, encoder=open_bags), str(blocks), workers=1)) as engine:
            begun = time.process_time()
            run(answers, SETTINGS, vectors, memo, engine=engine)
            here, memory = _used()
            there, most = next(iter(engine.client.run(_used).values()))
        memo.close()
        room: Counter[str] = Counter()
        for file in blocks.iterdir():
            stage, dash, _ = file.name.partition("-")
            room[stage if dash else "arrays"] += file.stat().st_size
        seconds = {"seconds here": here - begun - vectors.own, "seconds of workers": there}
        peaks = {"memory here": memory, "memory of a worker": most}
        kept = {f"run folder, {stage}": taken for stage, taken in sorted(room.items())}
        return {**seconds, **peaks, **kept, "cache of readings": readings.stat().st_size}


def _in_a_process(size: int) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.speed.sizing", "--one", str(size)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def _search_seconds() -> float:
    """Processor seconds to search so many rows among themselves."""
    chance = np.random.default_rng(7)
    centres = chance.standard_normal((_ROWS // _PER_QUESTION, _WIDE))
    rows = np.repeat(centres, _PER_QUESTION, axis=0) + chance.standard_normal((_ROWS, _WIDE))
    vectors = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
    catalogues, repeating = np.arange(_ROWS) % _PER_QUESTION, np.zeros(_ROWS, dtype=np.bool_)
    least = LeastLikeness(same_question_weights(), 1.5, catalogues, repeating)
    begun = time.process_time()
    search(vectors, LISTED, least, None)
    return time.process_time() - begun


def _amount(name: str, value: float) -> str:
    if name.startswith("seconds"):
        return f"{value / _HOUR:,.1f} hours of a core"
    return f"{value / 1e9:,.1f} GB"


def _tell(each: Mapping[str, float], seconds: float) -> None:
    for name, value in each.items():
        own = f"{1_000 * value:.2f} ms" if name.startswith("seconds") else f"{value:,.0f} bytes"
        many = ", ".join(_amount(name, value * count) for count in (_MILLION, 100 * _MILLION))
        print(f"  {name:24} {own:>14} an answer; a million and a hundred million: {many}")
    for count in (_MILLION, 100 * _MILLION):
        print(f"  exact search of {count:,}: {seconds * (count / _ROWS) ** 2 / _HOUR:,.0f} hours of a core")


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.speed.sizing", description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=[1_000, 3_000])
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.one:
        print(json.dumps(_measured(told.one)))
        return
    small, large = told.sizes
    less, more = _in_a_process(small), _in_a_process(large)
    each = {name: (more[name] - less.get(name, 0.0)) / (large - small) for name in more}
    print(f"from {small:,} to {large:,} answers, {os.cpu_count()} cores; vectors given")
    _tell(each, _search_seconds())


if __name__ == "__main__":
    main()
