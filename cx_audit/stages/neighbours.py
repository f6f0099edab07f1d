"""Neighbours searched by an engine's workers, pair of blocks by pair of blocks, to the very same end as by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from cx_audit.engine import Array, Engine, Shared, Stage
from cx_audit.group import Matrix
from cx_audit.group.neighbours import Find, Found, Least, Likenesses, Rows, Search, beginning, laid_out, search
from cx_audit.stages.desk import WorkDesk

__all__ = ["NEAR", "finder"]

_FEW = 6_000
"""Up to so many rows the workers would take longer to be told."""
_PAIRS = 16
"""Pairs of blocks that a worker is given at once; fewer, where there are few in all."""
_ROUNDS = 32


@dataclass(frozen=True, slots=True)
class _ToSearch:
    """Pairs of blocks, by number; a block with itself is searched within.

    ``vectors``, ``order``, ``bounds`` and ``kin`` are of all rows; ``best`` and ``who`` are what is known of their
    nearest.
    """

    pairs: tuple[tuple[int, int], ...]
    vectors: Shared
    order: Shared
    bounds: Shared
    kin: Shared | None
    best: Shared | None
    who: Shared | None
    nearest: int
    least: Least | None


def _search(desk: WorkDesk, item: _ToSearch) -> Array:
    kin = item.kin.array if item.kin else None
    first, nearest = beginning(len(item.vectors.array), item.nearest, kin)
    known = (np.array(item.best.array), np.array(item.who.array)) if item.best and item.who else None
    here = Search(item.vectors.array, nearest, item.least, kin, first, item.order.array, item.bounds.array, known)
    for one, other in item.pairs:
        if one == other:
            here.inside(here.parts[one])
        else:
            here.between(here.parts[one], here.parts[other])
    return _packed(here.taken())


def _packed(told: Likenesses) -> Array:
    """As one array of float64, which holds rows and likenesses to the last bit."""
    return np.stack([part.astype(np.float64) for part in told])


def _unpacked(found: Array) -> Likenesses:
    left, right, likeness = found
    return left.astype(np.int64), right.astype(np.int64), likeness.astype(np.float32)


NEAR: Stage[WorkDesk, _ToSearch, Array] = Stage("near", _search)


def _in_turns(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], ...]]:
    listed = list(pairs)
    size = min(_PAIRS, max(1, len(listed) // _ROUNDS))
    for start in range(0, len(listed), size):
        yield tuple(listed[start : start + size])


def finder(engine: Engine) -> Find:
    """``search`` by an engine's workers; by this process where there are none, or few rows."""

    def find(vectors: Matrix, nearest: int, least: Least | None, kin: Rows | None) -> Found:
        if not engine.workers or len(vectors) <= _FEW:
            return search(vectors, nearest, least, kin)
        return _found(engine, vectors, nearest, least, kin)

    return find


def _found(engine: Engine, vectors: Matrix, nearest: int, least: Least | None, kin: Rows | None) -> Found:
    first, most = beginning(len(vectors), nearest, kin)
    order, bounds = laid_out(vectors)
    here = Search(vectors, most, least, kin, first, order, bounds)
    shared = engine.share(vectors), engine.share(order), engine.share(bounds)
    strangers = engine.share(kin) if kin is not None else None

    def asked(pairs: Sequence[tuple[int, int]], best: Shared | None, who: Shared | None) -> Iterator[_ToSearch]:
        for some in _in_turns(pairs):
            yield _ToSearch(some, *shared, strangers, best, who, nearest, least)

    blocks = range(len(here.parts))
    for found, _ in engine.map(NEAR, asked([(one, one) for one in blocks], None, None)):
        here.take(*_unpacked(found))
    best, who = engine.share(here.best), engine.share(here.who)
    for found, _ in engine.map(NEAR, asked(list(combinations(blocks, 2)), best, who)):
        here.take(*_unpacked(found))
        here.taken()
    return here.found()
