"""``python -m benchmarks.speed [RUNS]``: a cold and a warm audit of all labelled companies together.

Every figure of one call is taken on one machine in one go, each run in a process of its own; ratios are what to
quote. "Cold" has an empty vector cache (the model folder is there), "warm" finds every vector.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.accuracy.data import companies
from benchmarks.speed.comparing import seconds_comparing

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


def _write_corpus(path: Path) -> int:
    rows = [(c.name, a) for c in companies() for a in c.answers]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "channel", "question", "answer", "locale", "audience", "agent", "variants"])
        for name, a in rows:
            writer.writerow(
                [
                    f"{name}/{a.id}",
                    a.channel,
                    a.question,
                    a.text,
                    a.locale,
                    a.audience or "",
                    a.agent or "",
                    " | ".join(a.variants),
                ]
            )
    return len(rows)


def _audit(corpus: Path, cache: Path) -> float:
    environment = {**os.environ, "CX_AUDIT_CACHE_DIR": str(cache)}
    command = [sys.executable, "-m", "cx_audit", "audit", str(corpus), "--format", "json", "--exit-zero", "--quiet"]
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _bare(cache: Path, folder: Path) -> tuple[int, float]:
    """Seconds that the model alone takes for the same texts, loaded already."""

    from cx_audit.group import group_texts
    from cx_audit.text import base_language, clean

    texts: set[str] = set()
    for company in companies():
        for answer in company.answers:
            both = group_texts(answer, clean(answer.text), base_language(answer.locale or "en"))
            texts |= {both.joint, both.body}
    path = folder / "texts.json"
    path.write_text(json.dumps(sorted(texts)), encoding="utf-8")
    environment = {**os.environ, "CX_AUDIT_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", _ENCODE, str(path)], env=environment, check=True, capture_output=True, text=True
    )
    return len(texts), float(done.stdout)


def main() -> None:
    """Print the figures."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus, cache = folder / "answers.csv", folder / "cache"
        count = _write_corpus(corpus)
        _audit(corpus, cache)
        cold, warm, bare, texts = [], [], [], 0
        for _ in range(runs):
            for stored in cache.glob("vectors*"):
                stored.unlink()
            cold.append(_audit(corpus, cache))
            warm.append(_audit(corpus, cache))
            texts, seconds = _bare(cache, folder)
            bare.append(seconds)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    c, w, b = statistics.median(cold), statistics.median(warm), statistics.median(bare)
    print(f"{count} answers, median of {runs} runs, {os.cpu_count()} cores")
    print(f"  cold   {c:.1f} s, {count / c:.0f} answers/s")
    print(f"  warm   {w:.2f} s, {count / w:.0f} answers/s, {100 * w / c:.1f} % of cold")
    print(f"  model  {b:.1f} s for {texts} texts of answers alone, {100 * b / c:.0f} % of cold")
    print(f"  peak memory {peak:.0f} MB")
    f = statistics.median(seconds_comparing(runs))
    print(f"  facts and comparison {f:.2f} s, {count / f:.0f} answers/s a core, vectors and groups given")


if __name__ == "__main__":
    main()
