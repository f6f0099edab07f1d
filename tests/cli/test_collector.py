from __future__ import annotations

import gc

import pytest

from cx_audit.collector import rare_collections


def test_the_collector_is_as_before_afterwards_whatever_happens() -> None:
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold() != before
        assert gc.isenabled()
    assert gc.get_threshold() == before
    with pytest.raises(KeyError), rare_collections():
        raise KeyError
    assert gc.get_threshold() == before


def test_many_small_objects_start_no_full_collection() -> None:
    started: list[int] = []

    def watch(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            started.append(told["generation"])

    gc.callbacks.append(watch)
    try:
        with rare_collections():
            kept = [[number] for number in range(200_000)]
    finally:
        gc.callbacks.remove(watch)
    assert len(kept) == 200_000
    assert 0 in started  # what is young is still looked through
    assert 2 not in started
