"""Reads a large export of each kind in a process of its own, and prints time and memory.

``python -m benchmarks.scale [ROWS [KIND...]]``; 1,000,000 rows of every kind unless told otherwise. "streamed" is the
memory of reading alone, each answer let go at once; "kept" that of all answers together, as an audit needs them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.scale.made import KINDS, write

_KIB = 1024
_READ = "--read"


def measure(path: Path, *, keep: bool) -> tuple[int, float, float]:
    """Answers, seconds of processor time, and by how many MB the peak of this process grew."""
    from cx_audit.model import Answer
    from cx_audit.sources import Found, discover, read, read_all

    found = discover([path])
    unit = 1 if sys.platform == "darwin" else _KIB
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    if keep:
        answers = sum(isinstance(one, Answer) for one in list(read_all(found)))
    else:
        items = [one for one in found if isinstance(one, Found)]
        answers = sum(isinstance(one, Answer) for item in items for one in read(item))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit / (1 << 20)
    return answers, time.process_time() - start, grown


def _row(path: Path, kind: str) -> str:
    cells = []
    for how in ("streamed", "kept"):
        command = [sys.executable, "-m", "benchmarks.scale", _READ, str(path), how]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        cells.append(f"{int(told[0]):>9,} answers {float(told[1]):6.1f} s {float(told[2]):6.0f} MB {how}")
    return f"{kind:15} {path.stat().st_size / (1 << 20):5.0f} MB  " + "   ".join(cells)


def main(arguments: list[str]) -> None:
    """Print one line per kind of export."""
    if arguments[:1] == [_READ]:
        print(*measure(Path(arguments[1]), keep=arguments[2] == "kept"))
        return
    rows = int(arguments[0]) if arguments else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        for kind in arguments[1:] or KINDS:
            path = Path(folder) / f"{kind}.{'jsonl' if kind == 'jsonl' else 'csv'}"
            write(path, kind, rows)
            print(_row(path, kind), flush=True)
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
