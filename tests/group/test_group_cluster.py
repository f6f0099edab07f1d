"""Answers to one question end up together, in any order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from group_samples import SPEAKERS, topics, unit
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform

from cx_audit.group import Grouping, group_answers, group_given
from cx_audit.group.fitted import language_means, same_question_weights
from cx_audit.group.linkage import Rows, average_linkage
from cx_audit.group.score import SameQuestion


def _partition(labels: Iterable[int]) -> set[frozenset[int]]:
    found = list(labels)
    return {frozenset(i for i, other in enumerate(found) if other == label) for label in found}


def _sets(grouping: Grouping) -> set[frozenset[int]]:
    return {frozenset(rows) for rows in grouping.groups}


@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(0.05, 1.5), st.integers(1, 4))
@settings(deadline=None, max_examples=80)
def test_linking_the_parts_is_linking_everything(seed: int, count: int, cut: float, dimensions: int) -> None:
    points = np.random.default_rng(seed).normal(size=(count, dimensions))
    full = squareform(pdist(points)) if count > 1 else np.zeros((1, 1))

    def distances(a: Rows, b: Rows) -> np.ndarray:
        return full[np.ix_(a, b)]

    labels = average_linkage(count, distances, cut)
    expected = fcluster(linkage(pdist(points), "average"), cut, "distance") if count > 1 else np.ones(1, dtype=np.int64)
    assert _partition(labels.tolist()) == _partition(expected.tolist())
    assert sorted(set(labels.tolist())) == list(range(len(set(labels.tolist()))))


def test_linkage_of_nothing() -> None:
    assert average_linkage(0, lambda a, b: np.zeros((len(a), len(b))), 1.0).tolist() == []


def test_blocks_join_up(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, speakers, _ = topics(5)
    whole = group_answers(vectors, vectors, ["en"] * len(vectors), speakers)
    monkeypatch.setattr("cx_audit.group.linkage._BLOCK", 5)
    monkeypatch.setattr("cx_audit.group.neighbours._BLOCK", 5)
    assert group_answers(vectors, vectors, ["en"] * len(vectors), speakers).groups == whole.groups


@pytest.mark.parametrize("seed", range(5))
def test_topics_are_found(seed: int) -> None:
    vectors, speakers, topic = topics(seed)
    grouping = group_answers(vectors, vectors, ["en"] * len(vectors), speakers)
    assert _sets(grouping) == _partition(topic)
    assert grouping.groups == tuple(sorted(grouping.groups))
    assert all(list(rows) == sorted(rows) for rows in grouping.groups)
    assert all(0 <= sure <= 1 for sure in grouping.sureness)


@given(st.integers(0, 50), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40, derandomize=True)
def test_order_of_input_changes_nothing(seed: int, random: object) -> None:
    vectors, speakers, _ = topics(seed, spread=0.4)
    languages = ["en" if i % 3 else "nl" for i in range(len(vectors))]
    straight = group_answers(vectors, vectors, languages, speakers)
    order = list(range(len(vectors)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = group_answers(
        vectors[order], vectors[order], [languages[i] for i in order], [speakers[i] for i in order]
    )
    back = {frozenset(order[i] for i in rows) for rows in shuffled.groups}
    assert back == _sets(straight)
    of = dict(zip(map(frozenset, straight.groups), straight.sureness, strict=True))
    again = {
        frozenset(order[i] for i in rows): sure for rows, sure in zip(shuffled.groups, shuffled.sureness, strict=True)
    }
    assert again == pytest.approx(of, abs=0.011)


def test_every_answer_stands_in_one_group() -> None:
    vectors, speakers, _ = topics(3, spread=1.0)
    grouping = group_answers(vectors, vectors, ["en"] * len(vectors), speakers)
    assert sorted(i for rows in grouping.groups for i in rows) == list(range(len(vectors)))


def test_a_lower_threshold_makes_larger_groups() -> None:
    vectors, speakers, _ = topics(7, spread=0.9)
    languages = ["en"] * len(vectors)
    counts = [len(group_answers(vectors, vectors, languages, speakers, threshold=t).groups) for t in (0.01, 0.2, 0.9)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_one_source_keeps_borderline_answers_apart() -> None:
    """At one and the same likeness, two channels share a question and one channel has two."""
    pair = unit(np.array([[1.0, 0.0, 0.2], [1.0, 0.4, 0.0]]))
    rows = np.array([0, 1])

    def chance(speakers: list[str], languages: list[str]) -> float:
        score = SameQuestion(pair, languages, speakers)
        return float(score.logits(rows, rows)[0, 1])

    apart = chance(["faq", "macro"], ["en", "en"])
    one_source_two_languages = chance(["faq", "faq"], ["en", "nl"])
    one_source = chance(["faq", "faq"], ["en", "en"])
    assert one_source < one_source_two_languages < apart
    score = SameQuestion(pair, ["en", "en"], ["faq", "macro"])
    cut = score.distance_at(0.2)
    found = score.distances(rows, rows)[0, 1]
    kept = SameQuestion(pair, ["en", "en"], ["faq", "faq"]).distances(rows, rows)[0, 1]
    assert found <= cut < kept


def test_scores_are_rounded_and_symmetric() -> None:
    vectors, speakers, _ = topics(2)
    score = SameQuestion(vectors, ["en"] * len(vectors), speakers)
    rows = np.arange(len(vectors))
    logits = score.logits(rows, rows)
    assert np.array_equal(logits, np.round(logits, 2))
    assert np.allclose(logits, logits.T, atol=0.011)
    assert (score.distances(rows, rows) >= 0).all()
    assert same_question_weights().likeness > 0


def test_one_answer_is_one_question() -> None:
    vectors = unit(np.ones((1, 4)))
    grouping = group_answers(vectors, vectors, ["en"], ["faq"])
    assert grouping.groups == ((0,),)
    assert grouping.sureness == (1.0,)


def test_identical_answers_of_several_channels_are_one_question() -> None:
    vectors = np.repeat(unit(np.arange(1.0, 9.0)[None, :]), 4, axis=0)
    grouping = group_answers(vectors, vectors, ["en"] * 4, list(SPEAKERS[:4]))
    assert grouping.groups == ((0, 1, 2, 3),)


def test_given_groups_are_taken_as_they_are() -> None:
    vectors, speakers, _ = topics(1, count=2, speakers=3)
    intents = ["returns", None, "returns", "", "shipping", None]
    grouping = group_given(vectors, vectors, ["en"] * 6, speakers, intents)
    assert grouping.groups == ((0, 2), (1,), (3,), (4,), (5,))
    assert grouping.sureness == (1.0,) * 5
    assert len(grouping.vectors) == 6


def test_nothing_gives_no_groups() -> None:
    nothing = np.zeros((0, 8), dtype=np.float32)
    assert group_answers(nothing, nothing, [], []).groups == ()
    assert group_given(nothing, nothing, [], [], []).groups == ()


def test_two_unlike_answers_stay_apart_however_small_the_export() -> None:
    vectors = unit(np.eye(8)[:2])
    assert group_answers(vectors, vectors, ["en", "en"], ["faq", "macro"]).groups == ((0,), (1,))


def test_language_means_belong_to_one_model() -> None:
    assert language_means("some-other-model@0123") is None


def _asked_again(likeness: float, replies: int) -> tuple[np.ndarray, list[str], list[str | None]]:
    """A page and the near-equal replies of a bot to one question, among topics far off."""
    far, speakers, _ = topics(3)
    random = np.random.default_rng(1)
    page = unit(random.normal(size=(1, 48)))
    side = unit(random.normal(size=(1, 48)))
    side = unit(side - (side @ page.T) * page)
    drawn = likeness * page + np.sqrt(1 - likeness**2) * side
    near = unit(np.repeat(drawn, replies, axis=0) + 0.1 * unit(random.normal(size=(replies, 48))))
    vectors = np.concatenate([unit(page), near, far])
    asked: list[str | None] = [None, *["ask-1"] * replies, *[None] * len(far)]
    return vectors, ["faq", *["chatbot"] * replies, *speakers], asked


def test_replies_of_a_bot_that_was_asked_again_are_one_question_with_the_page() -> None:
    """Many replies near one another would pass for a crowd, in which a page that is less near doesn't count."""
    vectors, speakers, asked = _asked_again(likeness=0.75, replies=5)
    languages = ["en"] * len(vectors)
    together = group_answers(vectors, vectors, languages, speakers, asked=asked)
    assert frozenset(range(6)) in _sets(together)
    assert frozenset(range(6)) not in _sets(group_answers(vectors, vectors, languages, speakers))


def test_a_source_that_seldom_answers_twice_does_where_it_was_asked() -> None:
    """What a bot says live and what its export says may answer one question; replies to two questions seldom do."""
    vectors, _, _ = topics(3, count=2)
    rows = np.arange(4)
    asked = ["ask-1", "ask-1", "ask-2", None, *[None] * 4]
    speakers = ["chatbot"] * len(vectors)
    plain = SameQuestion(vectors, ["en"] * len(vectors), speakers)
    told = SameQuestion(vectors, ["en"] * len(vectors), speakers, asked=asked)
    penalised = told.features(rows, rows)[2]
    assert plain.features(rows, rows)[2].all()
    assert penalised.tolist() == [[0, 0, 1, 0], [0, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]]


def test_where_nobody_was_asked_nothing_changes() -> None:
    vectors, speakers, _ = topics(4)
    languages = ["en"] * len(vectors)
    plain = group_answers(vectors, vectors, languages, speakers)
    told = group_answers(vectors, vectors, languages, speakers, asked=[None] * len(vectors))
    assert (plain.groups, plain.sureness) == (told.groups, told.sureness)


def test_a_question_with_many_replies_is_one_question_with_its_page() -> None:
    """Its replies are each other's nearest; were they counted, all would look crowded, and the page far."""
    random = np.random.default_rng(2)
    centres = unit(random.normal(size=(12, 48)))
    sizes = random.integers(10, 30, 12)
    pages = unit(centres + 0.6 * unit(random.normal(size=(12, 48))))
    replies = unit(np.repeat(centres, sizes, axis=0) + 0.8 * unit(random.normal(size=(int(sizes.sum()), 48))))
    topic = [*range(12), *np.repeat(np.arange(12), sizes).tolist()]
    speakers = ["faq"] * 12 + [f"agent:{row % 3}" for row in range(len(replies))]
    channels = [speaker.partition(":")[0] for speaker in speakers]
    vectors = np.concatenate([pages, replies])
    found = group_answers(vectors, vectors, ["en"] * len(vectors), speakers, channels=channels)
    assert _sets(found) == _partition(topic)


def test_pages_in_several_languages_are_one_question_where_the_channel_translates() -> None:
    random = np.random.default_rng(4)
    centres = unit(random.normal(size=(10, 48)))
    pages = unit(np.repeat(centres, 3, axis=0) + 0.7 * unit(random.normal(size=(30, 48))))
    languages = ["en", "nl", "de"] * 10
    found = group_answers(pages, pages, languages, ["faq"] * 30)
    assert _sets(found) == _partition([row // 3 for row in range(30)])
    assert (found.score.features(np.arange(30), np.arange(30))[3] == 0).all()
