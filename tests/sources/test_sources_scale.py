"""A large table is read row by row: memory doesn't grow with the file."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from sources_kit import World

from benchmarks.scale.made import write
from cx_audit.model import Answer
from cx_audit.sources import Found, discover, read

MB = 1 << 20


def _peak(path: Path) -> tuple[int, int]:
    """How many answers, and the peak of what Python held beyond what it held before, in bytes."""
    (found,) = discover([path])
    assert isinstance(found, Found)
    tracemalloc.start()
    try:
        answers = sum(isinstance(one, Answer) for one in read(found))
        return answers, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_table_is_streamed(world: World, kind: str) -> None:
    path = world.root / f"x.{kind}"
    rows = 10_000
    write(path, kind, rows)
    assert path.stat().st_size > 1.4 * MB
    answers, peak = _peak(path)
    assert answers == rows
    assert peak < 1.2 * MB


@pytest.mark.parametrize("kind", ["turns", "turns-unsorted"])
def test_conversations_hold_answers_and_not_turns(world: World, kind: str) -> None:
    small, large = world.root / "small.csv", world.root / "large.csv"
    write(small, kind, 120)
    write(large, kind, 1_200)
    _peak(small)  # words and patterns are loaded once
    few, little = _peak(small)
    many, more = _peak(large)
    assert (few, many) == (30, 300)
    # per answer a few hundred bytes of its own; the text of its four turns is not kept
    assert more - little < (many - few) * 3_000
