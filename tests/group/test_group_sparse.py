"""Large corpora are linked by their near pairs: the same groups as by all distances."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from group_samples import topics
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform

from cx_audit.group import group_answers
from cx_audit.group import score as score_room
from cx_audit.group.fitted import SameQuestionWeights, same_question_weights
from cx_audit.group.linkage import Rows, average_linkage
from cx_audit.group.score import LEAST_CROWDING, NEIGHBOURS, SameQuestion


@given(st.integers(0, 10_000), st.integers(1, 60), st.floats(0.05, 2.5), st.integers(1, 4), st.integers(1, 50))
@settings(deadline=None, max_examples=120)
def test_near_pairs_give_the_groups_of_all_pairs(
    seed: int, count: int, cut: float, dimensions: int, at_once: int
) -> None:
    points = np.random.default_rng(seed).normal(size=(count, dimensions))
    full = squareform(pdist(points)) if count > 1 else np.zeros((1, 1))

    def distances(a: Rows, b: Rows) -> np.ndarray:
        return full[np.ix_(a, b)]

    dense = average_linkage(count, distances, cut)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cx_audit.group.linkage._DENSE", 0)
        patch.setattr("cx_audit.group.sparse_linkage._MOST_AT_ONCE", at_once)
        sparse = average_linkage(count, distances, cut)
    assert len(set(zip(dense.tolist(), sparse.tolist(), strict=True))) == len(set(dense.tolist()))
    assert len(set(sparse.tolist())) == len(set(dense.tolist()))


def _score(
    seed: int, spread: float, weights: SameQuestionWeights | None = None, *, asked: bool = False
) -> SameQuestion:
    vectors, speakers, _ = topics(seed, spread=spread)
    languages = ["en" if i % 3 else "nl" for i in range(len(vectors))]
    drew = [f"q{i % 4}" if i % 2 else None for i in range(len(vectors))] if asked else ()
    return SameQuestion(vectors, languages, speakers, weights, drew)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("chance", [0.02, 0.15, 0.8])
@pytest.mark.parametrize("asked", [False, True])
def test_near_pairs_are_those_within_the_distance(seed: int, chance: float, asked: bool) -> None:
    score = _score(seed, 0.5, asked=asked)
    count = len(score.crowding)
    a, b = np.arange(count // 2), np.arange(count // 3, count)
    cut = score.distance_at(chance)
    rows, columns, values = score.near(a, b, cut)
    full = score.distances(a, b)
    assert set(zip(rows.tolist(), columns.tolist(), strict=True)) == set(
        zip(*(part.tolist() for part in np.nonzero(full <= cut)), strict=True)
    )
    assert values.tolist() == full[rows, columns].tolist()
    assert len(rows)


def test_likeness_that_counts_for_nothing_passes_no_pair_over() -> None:
    known = same_question_weights()
    odd = SameQuestionWeights(0.0, known.crowding, known.one_source_one_language, known.one_source, known.bias)
    score = _score(1, 0.5, odd)
    every = np.arange(len(score.crowding))
    rows, _, _ = score.near(every, every, 1e9)
    assert len(rows) == len(every) ** 2


@pytest.mark.parametrize("block", [1, 2, 5, 7, 2048])
@pytest.mark.parametrize("count", [2, 4, 6, 23])
def test_crowding_is_the_mean_of_the_nearest_whatever_the_blocks(
    block: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_room, "_BLOCK", block)
    vectors = np.abs(np.random.default_rng(count).normal(size=(count, 6))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = SameQuestion(vectors, ["en"] * count, ["faq"] * count).crowding
    likeness = vectors @ vectors.T
    for row in range(count):
        nearest = sorted(np.delete(likeness[row], row).tolist())[-NEIGHBOURS:]
        assert found[row] == pytest.approx(max(LEAST_CROWDING, float(np.mean(nearest))), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_part_is_grouped_as_a_small_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, speakers, _ = topics(seed, spread=0.6)
    languages = ["en"] * len(vectors)
    dense = group_answers(vectors, vectors, languages, speakers, threshold=0.05)
    monkeypatch.setattr("cx_audit.group.linkage._DENSE", 0)
    sparse = group_answers(vectors, vectors, languages, speakers, threshold=0.05)
    assert sparse.groups == dense.groups
    assert any(len(rows) > 2 for rows in sparse.groups)
    assert all(a < b for a, b in pairwise(rows[0] for rows in sparse.groups))


@pytest.mark.parametrize("block", [2, 5, 2048])
def test_replies_to_one_question_crowd_nobody(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score_room, "_BLOCK", block)
    vectors = np.abs(np.random.default_rng(3).normal(size=(17, 6))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = [f"q{row % 9}" for row in range(17)]
    found = SameQuestion(vectors, ["en"] * 17, ["bot"] * 17, asked=asked).crowding
    likeness = vectors @ vectors.T
    for row in range(17):
        # the first nine rows are the first of each question
        others = [likeness[row, other] for other in range(9) if other != row % 9]
        assert found[row] == pytest.approx(max(LEAST_CROWDING, float(np.mean(sorted(others)[-NEIGHBOURS:]))), abs=1e-6)
