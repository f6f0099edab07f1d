"""Neighbours found by workers are those found here, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from engine_parts import SETUP

from cx_audit.engine.processes import Processes
from cx_audit.group.crowding import LISTED
from cx_audit.group.fitted import same_question_weights
from cx_audit.group.neighbours import Found, Rows, search
from cx_audit.group.score import LeastLikeness
from cx_audit.group.vectors import Matrix
from cx_audit.stages.neighbours import finder

LEAST = LeastLikeness(same_question_weights(), 1.5, 8)


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    engine = Processes(SETUP, 2)
    yield engine
    engine.close()


def _company(count: int, groups: int, wide: int = 48) -> Matrix:
    """Rows about so many questions."""
    chance = np.random.default_rng(7)
    centres = chance.standard_normal((groups, wide))
    rows = centres[chance.integers(0, groups, count)] + 0.5 * chance.standard_normal((count, wide))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _equal(one: Found, other: Found) -> bool:
    parts = [
        (one.best, other.best),
        (one.who, other.who),
        (one.left, other.left),
        (one.right, other.right),
        (one.likeness, other.likeness),
    ]
    return all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in parts)


@pytest.mark.parametrize("count", [6_500, 13_000])
@pytest.mark.parametrize("asked", [False, True])
def test_workers_find_what_is_found_here(two: Processes, count: int, asked: bool) -> None:
    vectors = _company(count, count // 4)
    kin: Rows | None = None
    if asked:
        kin = np.arange(count, dtype=np.int64)
        kin[: count // 10] = np.repeat(np.arange(count // 50 + 1), 5)[: count // 10]
    here = search(vectors, LISTED, LEAST, kin)
    assert len(here.left) > count // 3
    assert _equal(finder(two)(vectors, LISTED, LEAST, kin), here)


def test_without_near_pairs_only_the_nearest_are_told(two: Processes) -> None:
    vectors = _company(6_500, 1_000)
    found = finder(two)(vectors, LISTED, None, None)
    assert _equal(found, search(vectors, LISTED, None, None))
    assert not len(found.left)
