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
texts = json.load(open(sys.argv[1], encoding="utf-8"))
encoder = open_encoder(None)
encoder.encode(texts[:1], "query", NoProgress())
start = time.perf_counter()
encoder.encode(texts, "query", NoProgress())
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
    """Audit a table; ``bags`` takes bags of words for the model's vectors.

    Raises:
        subprocess.CalledProcessError: it ended badly.
    """
    module = "benchmarks.speed.bag" if bags else "cx_audit"
    command = [sys.executable, "-m", module, "audit", str(corpus), "--format", "json", "--exit-zero", "--quiet"]
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, "CX_AUDIT_CACHE_DIR": str(cache)}, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it once more
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _KILOBYTES)


def bare(texts: Sequence[str], cache: Path, folder: Path) -> float:
    """Seconds that the model alone takes for the texts, once it is loaded."""
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
