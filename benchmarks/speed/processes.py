"""Audits of a table of answers, each in a process of its own, and what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Took", "audit", "bare", "forget"]

_ENCODE = """
import json, sys, time
from cx_audit.embed import NoProgress, open_encoder
from cx_audit.judging import open_outcome_reader
several = json.load(open(sys.argv[1], encoding="utf-8"))
models = open_encoder(None), open_outcome_reader()
for model, texts in zip(models, several):
    model.encode(texts[:1], "query", NoProgress())
start = time.perf_counter()
for model, texts in zip(models, several):
    model.encode(texts, "query", NoProgress())
print(time.perf_counter() - start)
"""
_KILOBYTES = 1024


@dataclass(frozen=True, slots=True)
class Took:
    """``seconds`` by the clock, ``processor`` seconds of all cores, and the most memory held, in MB."""

    seconds: float
    processor: float
    megabytes: float


def audit(corpus: Path, cache: Path, *, bags: bool) -> Took:
    """Audit a table; ``bags`` takes bags of words for the model's vectors, and reads no outcomes.

    Raises:
        subprocess.CalledProcessError: it ended badly.
    """
    module = "benchmarks.speed.bag" if bags else "cx_audit"
    command = [sys.executable, "-m", module, "audit", str(corpus), "--format", "json", "--exit-zero", "--quiet"]
    command += ["--no-outcomes"] if bags else []
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, "CX_AUDIT_CACHE_DIR": str(cache)}, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it once more
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _KILOBYTES)


def bare(texts: Sequence[Sequence[str]], cache: Path, folder: Path) -> float:
    """Seconds that the models alone take for texts to embed and texts to read, once they are loaded."""
    path = folder / "texts.json"
    path.write_text(json.dumps(list(texts)), encoding="utf-8")
    environment = {**os.environ, "CX_AUDIT_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", _ENCODE, str(path)]
    return float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def forget(cache: Path) -> None:
    """All that was kept but the model itself."""
    for pattern in ("vectors*", "readings*", "verdicts*", "questions*", "results*/*"):
        for stored in cache.glob(pattern):
            stored.unlink()
