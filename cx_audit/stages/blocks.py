"""Work cut into blocks, and what workers learnt brought home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from cx_audit.engine import Engine, Stage
from cx_audit.memo import Memo

__all__ = ["in_blocks", "learning"]

I = TypeVar("I")  # noqa: E741 - what goes in
O = TypeVar("O")  # noqa: E741 - what comes out


def in_blocks(items: Sequence[I], weights: Sequence[int], most: int) -> list[tuple[I, ...]]:
    """Runs of items whose weights add up to ``most``, or a little more; each item in one."""
    out: list[tuple[I, ...]] = []
    block: list[I] = []
    total = 0
    for item, weight in zip(items, weights, strict=True):
        block.append(item)
        total += weight
        if total >= most:
            out.append(tuple(block))
            block, total = [], 0
    return [*out, tuple(block)] if block else out


def learning(engine: Engine, stage: Stage[Any, I, O], items: Iterable[I], memo: Memo) -> Iterator[O]:
    """The results, in order; what the workers read anew is put into the memo."""
    for found, learnt in engine.map(stage, items):
        for key, value in learnt:
            memo.put(key, value)
        yield found
