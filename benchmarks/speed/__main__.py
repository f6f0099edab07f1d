"""``python -m benchmarks.speed [RUNS] [--sizes N ...] [--bags]``: where an audit's time goes.

Every figure of one call is taken on one machine in one go, each run in a process of its own; ratios are what to
quote. "Cold" has empty caches (the model folder is there), "warm" finds the kept result of the same answers, "one
changed" goes through all stages and finds all but what one changed answer brings. Without sizes it is all labelled
companies as one export. ``--bags`` takes bags of words for the model's vectors: for sizes whose encoding takes hours.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.accuracy.run import LANGUAGES, model_name, vectors
from benchmarks.speed.comparing import seconds_comparing
from benchmarks.speed.corpora import corpus, labelled, write
from benchmarks.speed.grouping import compare_groupings
from benchmarks.speed.processes import Took, audit, bare, forget
from cx_audit.compare.outcomes import READ
from cx_audit.group import Matrix
from cx_audit.judging import OUTCOME_READER
from cx_audit.model import Answer
from cx_audit.pipeline import Settings, run


@dataclass(frozen=True, slots=True)
class _Audits:
    """The middle of several runs; ``least`` is an audit of two answers, which loads the model for little else."""

    least: Took
    cold: Took
    warm: Took
    changed: Took


def _middle(runs: Sequence[Took]) -> Took:
    columns = zip(*((one.seconds, one.processor, one.megabytes) for one in runs), strict=True)
    return Took(*map(statistics.median, columns))


def _audits(answers: Sequence[Answer], folder: Path, runs: int, *, bags: bool) -> _Audits:
    table, cache = folder / "answers.csv", folder / "cache"
    write(table, answers[:2])
    audit(table, cache, bags=bags)  # makes the model's folder
    forget(cache)
    least = audit(table, cache, bags=bags)
    cold, warm, changed = [], [], []
    for number in range(runs):
        forget(cache)
        write(table, answers)
        cold.append(audit(table, cache, bags=bags))
        warm.append(audit(table, cache, bags=bags))
        other = replace(answers[0], text=f"{answers[0].text} Within {number + 1} days.")
        write(table, [other, *answers[1:]])
        changed.append(audit(table, cache, bags=bags))
    return _Audits(least, _middle(cold), _middle(warm), _middle(changed))


def _embedded(answers: Sequence[Answer]) -> tuple[list[str], list[str]]:
    """Every text whose vector an audit asks for, and every one whose outcome is read."""
    asked: set[str] = set()
    read: set[str] = set()

    def embed(texts: Sequence[str]) -> Matrix:
        asked.update(texts)
        return vectors(texts)

    def outcomes(texts: Sequence[str]) -> Matrix:
        read.update(texts)
        return np.zeros((len(texts), READ), np.float32)

    settings = Settings(languages=LANGUAGES, model=model_name(), outcomes=OUTCOME_READER)
    run(answers, settings, embed, outcomes=outcomes)
    return sorted(asked), sorted(read)


def _tell(answers: Sequence[Answer], took: _Audits, texts: Sequence[Sequence[str]], alone: float) -> None:
    count = len(answers)
    for name, one in (("cold", took.cold), ("warm", took.warm), ("one changed", took.changed)):
        share = "" if one is took.cold else f", {100 * one.seconds / took.cold.seconds:.1f} % of cold"
        rate = f"{count / one.seconds:.0f} answers/s, {one.processor:.1f} s of processor, {one.megabytes:.0f} MB"
        above = one.megabytes - took.least.megabytes  # a kept result needs no model, and so less
        rate += f" ({above:.0f} MB above an audit of two answers)" if above > 0 else ""
        print(f"  {name:12}{one.seconds:8.2f} s, {rate}{share}")
    if texts:
        print(
            f"  models alone {alone:7.2f} s for the same {len(texts[0])} texts to embed and {len(texts[1])} to read:"
            f" cold is {took.cold.seconds / alone:.2f} x"
        )


def _exponents(sizes: Sequence[int], found: Sequence[_Audits]) -> None:
    several = list(zip(sizes, found, strict=True))
    steps = list(pairwise(several))
    if len(several) > 2:
        steps.append((several[0], several[-1]))
    for (small, few), (large, many) in steps:
        for name, less, more in (("warm", few.warm, many.warm), ("one changed", few.changed, many.changed)):
            grown = math.log(large / small)
            by_clock = math.log(more.seconds / less.seconds) / grown
            by_processor = math.log(more.processor / less.processor) / grown
            print(
                f"growth, {name}, {small} to {large}: n^{by_clock:.2f} by the clock, n^{by_processor:.2f} by processor"
            )


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    asked.add_argument("runs", nargs="?", type=int, default=3)
    asked.add_argument("--sizes", nargs="+", type=int, default=[])
    asked.add_argument("--bags", action="store_true")
    told = asked.parse_args()
    corpora = [corpus(size) for size in sorted(told.sizes)] or [labelled()]
    found: list[_Audits] = []
    for answers in corpora:
        print(f"{len(answers)} answers, median of {told.runs} runs, {os.cpu_count()} cores", flush=True)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            found.append(_audits(answers, folder, told.runs, bags=told.bags))
            texts = () if told.bags else _embedded(answers)
            alone = [bare(texts, folder / "cache", folder) for _ in range(told.runs)] if texts else [0.0]
        _tell(answers, found[-1], texts, statistics.median(alone))
        if not told.bags:
            ours, *others = compare_groupings(answers, LANGUAGES, vectors, model_name())
            print(f"  grouping    {ours.seconds:8.2f} s of processor, F1 {ours.f1:.3f}")
            for other in others:
                ratio = ours.seconds / max(other.seconds, 1e-6)
                print(f"    {other.name}: {other.seconds:.2f} s, F1 {other.f1:.3f}; ours takes {ratio:.2f} x its time")
    _exponents([len(answers) for answers in corpora], found)
    count = len(labelled())
    seconds = statistics.median(seconds_comparing(told.runs))
    print(f"facts and comparison of {count} answers: {seconds:.2f} s, {count / seconds:.0f} answers/s a core,")
    print("  vectors and groups given")


if __name__ == "__main__":
    main()
