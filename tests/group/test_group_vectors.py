"""Vectors that are made where they are looked at: the same bits as all at once."""

from __future__ import annotations

import numpy as np
import pytest

from cx_audit.embed import Halves
from cx_audit.group import Centred


def test_halves_are_looked_at_as_a_matrix() -> None:
    chance = np.random.default_rng(2)
    halves = chance.normal(size=(5, 8)).astype(np.float16)
    at = np.asarray([4, 0, 0, 2])
    stored = Halves(halves, at)
    assert (len(stored), stored.shape) == (4, (4, 8))
    whole = stored[:]
    assert np.linalg.norm(whole, axis=1) == pytest.approx(1)
    assert stored[np.asarray([3, 1])].tobytes() == whole[[3, 1]].tobytes()
    languages = ["en", "nl", "en", "nl"]
    assert Centred(stored, languages)[:].tobytes() == Centred(whole, languages)[:].tobytes()


def test_rows_that_are_not_held_are_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.group.vectors._HELD", 3)
    monkeypatch.setattr("cx_audit.group.vectors._BLOCK", 2)
    vectors = np.random.default_rng(5).normal(size=(9, 4)).astype(np.float32)
    few = Centred(vectors, list("abcabcabc"))
    monkeypatch.undo()
    whole = Centred(vectors, list("abcabcabc"))[:]
    for rows in ([0, 1], [1, 2], [8], [3, 3, 4], [0, 1, 2, 3, 4], [8, 0]):
        assert few.take(rows).tobytes() == whole[rows].tobytes()
