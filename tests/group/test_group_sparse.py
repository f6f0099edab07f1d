"""Large corpora are linked by their near pairs: the same groups as by all distances."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from group_samples import topics
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform

from benchmarks.accuracy.data import Company, companies
from benchmarks.speed.bag import Bags
from cx_audit.embed import NoProgress
from cx_audit.group import group_answers, neighbours, sources
from cx_audit.group.crowding import LEAST_CROWDING, LISTED, NEIGHBOURS, crowding
from cx_audit.group.fitted import SameQuestionWeights, same_question_weights
from cx_audit.group.linkage import Rows, average_linkage
from cx_audit.group.score import SameQuestion
from cx_audit.group.sparse_linkage import link_sparsely


@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 60),
    cut=st.floats(0.05, 2.5),
    dimensions=st.integers(1, 4),
    at_once=st.integers(1, 50),
    repeated=st.sampled_from([2, 5, 60]),
    few=st.sampled_from([0, 4, 256]),
    by_pair=st.booleans(),
)
@settings(deadline=None, max_examples=200)
def test_near_pairs_give_the_groups_of_all_pairs(
    seed: int, count: int, cut: float, dimensions: int, at_once: int, repeated: int, few: int, by_pair: bool
) -> None:
    points = np.random.default_rng(seed).normal(size=(count, dimensions))
    points[::repeated] = points[0]
    full = squareform(pdist(points)) if count > 1 else np.zeros((1, 1))

    def distances(a: Rows, b: Rows) -> np.ndarray:
        return full[np.ix_(a, b)]

    dense = average_linkage(count, distances, cut)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cx_audit.group.linkage._DENSE", 0)
        patch.setattr("cx_audit.group.sparse_linkage._MOST_AT_ONCE", at_once)
        patch.setattr("cx_audit.group.sparse_linkage._FEW", few)
        sparse = average_linkage(count, distances, cut, each=(lambda a, b: full[a, b]) if by_pair else None)
    assert len(set(zip(dense.tolist(), sparse.tolist(), strict=True))) == len(set(dense.tolist()))
    assert len(set(sparse.tolist())) == len(set(dense.tolist()))


def _score(
    seed: int, chance: float, weights: SameQuestionWeights | None = None, *, asked: bool = False
) -> SameQuestion:
    vectors, speakers, _ = topics(seed, spread=0.5)
    languages = ["en" if i % 3 else "nl" for i in range(len(vectors))]
    drew = [f"q{i % 4}" if i % 2 else None for i in range(len(vectors))] if asked else ()
    return SameQuestion(vectors, languages, speakers, weights, drew, chance)


def _in_pieces(monkeypatch: pytest.MonkeyPatch, block: int, directions: int = 3) -> None:
    for name, value in (
        ("_BLOCK", block),
        ("_PLAIN", 0),
        ("_DIRECTIONS", (directions, 2 * directions)),
        ("_AROUND", 4),
    ):
        monkeypatch.setattr(neighbours, name, value)


@pytest.mark.parametrize("block", [7, 2048])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("chance", [0.02, 0.15, 0.8])
@pytest.mark.parametrize("asked", [False, True])
def test_near_pairs_are_those_within_the_distance(
    seed: int, chance: float, asked: bool, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_pieces(monkeypatch, block)
    score = _score(seed, chance, asked=asked)
    every = np.arange(len(score.crowding))
    left, right, values = score.near()
    full = score.distances(every, every)
    rows, columns = np.nonzero(np.triu(full <= score.distance_at(chance), 1))
    assert (left.tolist(), right.tolist()) == (rows.tolist(), columns.tolist())
    assert values == pytest.approx(full[rows, columns], abs=2e-4)
    assert values == pytest.approx(score.distances_of(rows, columns), abs=2e-4)
    assert len(left)


@pytest.mark.parametrize("block", [7, 2048])
def test_likeness_that_counts_for_nothing_passes_no_pair_over(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_pieces(monkeypatch, block)
    known = same_question_weights()
    odd = SameQuestionWeights(0.0, known.crowding, known.one_source_one_language, known.one_source, known.bias)
    score = _score(1, 1e-30, odd)
    left, _, _ = score.near()
    count = len(score.crowding)
    assert len(left) == count * (count - 1) // 2


@given(
    seed=st.integers(0, 10_000),
    count=st.integers(8, 60),
    block=st.integers(1, 9),
    directions=st.integers(1, 12),
    many=st.sampled_from([0.0, 0.1, 1.0]),
    held=st.sampled_from([0, 10, 10_000]),
    kinship=st.sampled_from([0, 3]),
)
@settings(deadline=None, max_examples=150)
def test_a_search_in_pieces_finds_what_one_of_all_finds(
    seed: int, count: int, block: int, directions: int, many: float, held: int, kinship: int
) -> None:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(count, 9)).astype(np.float32)
    vectors[::4] = vectors[0]  # equals, too
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kin = chance.integers(0, count - kinship, size=count) if kinship else None

    def least(best: np.ndarray, who: np.ndarray, rows: np.ndarray) -> np.ndarray:
        assert len(who) == len(rows)
        return np.asarray(0.2 + best.mean(axis=1).clip(-1) / 4, dtype=np.float32)

    whole = neighbours.search(vectors, 3, least, kin)
    with pytest.MonkeyPatch.context() as patch:
        _in_pieces(patch, block, directions)
        patch.setattr(neighbours, "_MANY", many)
        patch.setattr(neighbours, "_HELD", held)
        pieces = neighbours.search(vectors, 3, least, kin)
    assert pieces.best == pytest.approx(whole.best, abs=1e-6)
    needed = least(whole.best, whole.who, np.arange(count))
    slack = whole.likeness - needed[whole.left] - needed[whole.right]
    found = set(zip(pieces.left.tolist(), pieces.right.tolist(), strict=True))
    pairs = set(zip(whole.left.tolist(), whole.right.tolist(), strict=True))
    certain = np.abs(slack) > 1e-5  # at the limit itself the last bit decides
    assert set(zip(whole.left[certain].tolist(), whole.right[certain].tolist(), strict=True)) <= found
    assert len(found ^ pairs) <= 2 * int((~certain).sum()) + sum(
        abs(float(vectors[a] @ vectors[b] - needed[a] - needed[b])) < 1e-5 for a, b in found - pairs
    )
    assert len(found) == len(pieces.left)
    assert all(a < b for a, b in found)


def _plainly(likeness: np.ndarray, row: int, catalogues: list[str], counts: list[bool]) -> float:
    """The crowding of a row by the letter of its definition."""
    listed = sorted(
        (other for other in range(len(likeness)) if other != row and counts[other]), key=lambda o: -likeness[row, o]
    )
    listed = listed[: min(LISTED, sum(counts) - 1)]
    kept: list[float] = []
    met: list[str] = []
    for other in listed:
        if catalogues[other] == catalogues[row] or catalogues[other] in met:
            kept.append(float(likeness[row, other]))
        else:
            met.append(catalogues[other])
            if len(met) <= 3:
                kept.append(float(likeness[row, other]))
    if len(listed) == LISTED:
        kept += [float(likeness[row, listed[-1]])] * NEIGHBOURS
    return float(np.mean(kept[:NEIGHBOURS]))


@pytest.mark.parametrize("block", [1, 2, 5, 7, 2048])
@pytest.mark.parametrize("count", [2, 4, 6, 9, 40])
@pytest.mark.parametrize("speakers", [1, 3, 7, 100])
def test_crowding_is_the_mean_of_the_nearest_that_count_whatever_the_blocks(
    speakers: int, block: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_pieces(monkeypatch, block)
    monkeypatch.setattr(sources, "_TWIN", 1.5)
    vectors = np.abs(np.random.default_rng(count).normal(size=(count, 6))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    said_by = [f"s{row * row % speakers}" for row in range(count)]
    found = SameQuestion(vectors, ["en"] * count, said_by, probability=0.2).crowding
    likeness = vectors @ vectors.T
    for row in range(count):
        expected = _plainly(likeness, row, said_by, [True] * count)
        assert found[row] == pytest.approx(max(LEAST_CROWDING, expected), abs=1e-6)


@pytest.mark.parametrize("block", [3, 7, 2048])
def test_a_channel_that_repeats_itself_crowds_nobody(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_pieces(monkeypatch, block)
    random = np.random.default_rng(5)
    vectors = np.vstack([topics(5, count=12, speakers=1)[0], topics(5, count=12, speakers=4)[0]])
    order = random.permutation(len(vectors))
    vectors = vectors[order]
    replies = (order >= 12).tolist()
    said_by = [f"agent:{row % 3}" if reply else "faq" for row, reply in enumerate(replies)]
    channels = ["agent" if reply else "faq" for reply in replies]
    score = SameQuestion(vectors, ["en"] * len(vectors), said_by, probability=0.2, channels=channels)
    likeness = vectors @ vectors.T
    for row, reply in enumerate(replies):
        expected = _plainly(likeness, row, said_by, [not one for one in replies])
        assert score.crowding[row] == pytest.approx(max(0.4 if reply else LEAST_CROWDING, expected), abs=1e-6)
    one_source = score.features(np.arange(len(vectors)), np.arange(len(vectors)))[2]
    assert one_source[np.ix_(replies, replies)].sum() == 0
    pages = np.invert(replies)
    assert one_source[np.ix_(pages, pages)].all()


@given(st.integers(0, 10_000), st.integers(1, 20), st.integers(1, 60))
@settings(deadline=None, max_examples=200)
def test_what_is_known_of_the_nearest_never_tells_too_much_crowding(seed: int, catalogues: int, seen: int) -> None:
    random = np.random.default_rng(seed)
    count = 60
    likeness = random.uniform(0, 1, (30, count)).astype(np.float32)
    kinds = random.integers(0, catalogues, count)
    own, repeating = random.integers(0, catalogues, 30), random.uniform(size=30) < 0.3

    def told(some: np.ndarray) -> np.ndarray:
        """The crowding where nothing is known but of ``some``."""
        best = np.full((30, LISTED), -3.0, dtype=np.float32)
        who = np.zeros((30, LISTED), dtype=np.int64)
        nearest = some[np.argsort(likeness[:, some], axis=1)][:, -LISTED:]
        best[:, -nearest.shape[1] :] = np.take_along_axis(likeness, nearest, axis=1)
        who[:, -nearest.shape[1] :] = nearest
        return crowding(best, kinds[who], own, repeating)

    assert (told(random.permutation(count)[:seen]) <= told(np.arange(count)) + 1e-6).all()


@pytest.mark.parametrize("company", [*companies(), None], ids=lambda one: one.name if one else "all")
def test_every_labelled_company_is_grouped_the_same_in_pieces(
    company: Company | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = company.answers if company else [answer for one in companies() for answer in one.answers]
    bags = Bags()
    vectors = bags.encode([f"{answer.question} {answer.text}" for answer in answers], "query", NoProgress())
    languages, speakers = [answer.locale or "en" for answer in answers], [answer.speaker for answer in answers]
    whole = group_answers(vectors, vectors, languages, speakers)
    monkeypatch.setattr("cx_audit.group.linkage._DENSE", 5000)
    _in_pieces(monkeypatch, 256, 64)
    pieces = group_answers(vectors, vectors, languages, speakers)
    assert pieces.groups == whole.groups
    assert pieces.sureness == whole.sureness
    assert any(len(rows) > 2 for rows in whole.groups)


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


def test_thousands_of_equals_are_one_group_after_few_rounds() -> None:
    rows = np.arange(1500)
    near = np.repeat(rows, 6), (np.repeat(rows, 6) + np.tile(np.arange(1, 7), 1500)) % 1500, np.zeros(9000)
    rounds = 0

    def each(a: Rows, b: Rows) -> np.ndarray:
        nonlocal rounds
        rounds += 1
        return np.zeros(len(a))

    labels = link_sparsely(1500, near, lambda a, b: np.zeros((len(a), len(b))), 0.5, each)
    assert set(labels.tolist()) == {0}
    assert rounds < 30


@pytest.mark.parametrize("block", [2, 5, 2048])
def test_replies_to_one_question_crowd_nobody(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_pieces(monkeypatch, block)
    vectors = np.abs(np.random.default_rng(3).normal(size=(17, 6))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = [f"q{row % 9}" for row in range(17)]
    found = SameQuestion(vectors, ["en"] * 17, ["bot"] * 17, asked=asked).crowding
    likeness = vectors @ vectors.T
    for row in range(17):
        # the first nine rows are the first of each question
        others = [likeness[row, other] for other in range(9) if other != row % 9]
        assert found[row] == pytest.approx(max(LEAST_CROWDING, float(np.mean(sorted(others)[-NEIGHBOURS:]))), abs=1e-6)
