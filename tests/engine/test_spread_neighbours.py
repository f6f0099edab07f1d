"""Neighbours found by workers are those found here, to the last bit."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from engine_parts import SETUP, Watched, company, kill, least, same

from cx_audit.engine.processes import Processes
from cx_audit.group.crowding import LISTED
from cx_audit.group.neighbours import Rows, search
from cx_audit.stages.neighbours import finder


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    engine = Processes(SETUP, 2)
    yield engine
    engine.close()


@pytest.mark.parametrize("count", [6_500, 13_000])
@pytest.mark.parametrize("asked", [False, True])
def test_workers_find_what_is_found_here(two: Processes, count: int, asked: bool) -> None:
    vectors = company(count, count // 4)
    kin: Rows | None = None
    if asked:
        kin = np.arange(count, dtype=np.int64)
        kin[: count // 10] = np.repeat(np.arange(count // 50 + 1), 5)[: count // 10]
    here = search(vectors, LISTED, least(len(vectors)), kin)
    assert len(here.left) > count // 3
    assert same(finder(two)(vectors, LISTED, least(len(vectors)), kin), here)


def test_without_near_pairs_only_the_nearest_are_told(two: Processes) -> None:
    vectors = company(6_500, 1_000)
    found = finder(two)(vectors, LISTED, None, None)
    assert same(found, search(vectors, LISTED, None, None))
    assert not len(found.left)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_workers_killed_in_the_search_change_nothing(two: Processes) -> None:
    vectors = company(6_500, 1_600)
    finder(two)(vectors, LISTED, least(len(vectors)), None)  # all workers are there
    before = two.pids
    watched = Watched(two, "near", lambda: kill(two.pids))
    found = finder(watched)(vectors, LISTED, least(len(vectors)), None)
    assert same(found, search(vectors, LISTED, least(len(vectors)), None))
    assert watched.done == 1
    assert not set(before) & set(two.pids)
