"""Our own judge over a scorer that can be read: what it asks, both ways, and how two verdicts become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging_kit import pair
from numpy.typing import NDArray

from cx_audit.compare.judge import Said, StatementPair
from cx_audit.errors import ModelError
from cx_audit.judging.support_judge import Evidence, SupportJudge, log_odds
from cx_audit.judging.worded import MOST_TOKENS, Side, text_rows, token_ids

START, END = 0, 2


class Words:
    """One piece a word, numbered from 10 on; the state of a side are its numbers; scores by the words of both sides."""

    def __init__(self, scores: dict[str, float] | None = None, outputs: int = 4) -> None:
        self.known: dict[str, int] = {}
        self.said = scores or {}
        self.outputs = outputs
        self.sides_read: list[str] = []
        self.pairs_scored: list[tuple[str, str]] = []

    def pieces(self, text: str) -> list[int]:
        return [self.known.setdefault(word, 10 + len(self.known)) for word in text.split()]

    def words(self, numbers: NDArray[Any]) -> list[str]:
        names = {number: word for word, number in self.known.items()} | {START: "<", END: "/"}
        return [names[int(number)] for number in numbers.ravel()]

    def states(self, sides: Sequence[NDArray[np.int64]]) -> Iterable[NDArray[np.float32]]:
        for ids in sides:
            self.sides_read.append(" ".join(self.words(ids)))
            yield ids[:, None].astype(np.float32)

    def scores(self, pairs: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]]) -> Iterable[NDArray[np.float32]]:
        for left, right in pairs:
            self.pairs_scored.append((" ".join(self.words(left)), " ".join(self.words(right))))
            told = sum(self.said.get(word, 0.0) for side in (left, right) for word in self.words(side))
            yield np.array([told, *[0.0] * (self.outputs - 1)], np.float32)


def judge(words: Words, evidence: Evidence | None = None) -> SupportJudge:
    return SupportJudge("ours", "f" * 64, lambda: words, evidence)


def in_answers(one: str, other: str) -> StatementPair:
    """Statements in answers that say more, each to its own question."""
    return StatementPair.of(
        Said(one, "en", "asked here", f"{one} and more"), Said(other, "en", "asked there", f"{other} and else")
    )


def test_nothing_is_loaded_without_a_pair() -> None:
    def load() -> Words:
        raise AssertionError

    assert SupportJudge("ours", "f" * 64, load).judge([]) == []


def test_statements_and_whole_answers_are_read_with_their_questions_and_compared_without() -> None:
    words = Words()
    judge(words).judge([in_answers("yes", "no")])
    assert sorted(words.sides_read) == [
        "< asked here / / yes /",
        "< asked here / / yes and more /",
        "< asked there / / no /",
        "< asked there / / no and else /",
    ]
    assert sorted(tuple(sorted(pair)) for pair in words.pairs_scored) == [
        ("< no /", "< yes /"),
        ("< no and else /", "< yes and more /"),
    ]


def test_the_words_of_the_text_are_found_behind_the_question() -> None:
    words = Words()
    for side, kept in ((Side("asked", "yes sir"), "< yes sir /"), (Side("", "yes"), "< yes /"), (Side("q", ""), "< /")):
        (ids,) = token_ids(words.pieces, [side])
        assert " ".join(words.words(np.array(ids)[text_rows(ids)])) == kept


def test_what_is_asked_twice_is_computed_once() -> None:
    words = Words()
    ours = judge(words)
    ours.judge([pair("yes", "no"), pair("yes", "no"), pair("yes", "maybe")])
    assert len(words.pairs_scored) == 2
    ours.judge([pair("no", "maybe")])
    assert len(words.sides_read) == len(set(words.sides_read)) == 3


def test_no_more_sides_are_kept_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.judging.support_judge._KEPT", 3)
    words = Words({"w7": 1.0})
    ours = judge(words)
    told = [ours.judge([pair(f"w{i}", f"w{i + 1}")])[0].contradicts for i in range(9)]
    assert [round(chance, 3) for chance in told].count(round(told[0], 3)) == 7
    assert told[6] == told[7] > told[0]


def test_verdicts_follow_the_scores_in_the_order_given() -> None:
    verdicts = judge(Words({"never": 2.0})).judge([pair("yes", "no"), pair("yes", "never"), pair("no", "yes")])
    assert verdicts[0] == verdicts[2]
    assert verdicts[1].contradicts > verdicts[0].contradicts
    assert sum(astuple(verdicts[1])) == pytest.approx(1)


def test_sides_may_be_swapped() -> None:
    one = in_answers("never", "always")
    turned = StatementPair(one.right, one.left)
    words = Words({"never": 0.7})
    assert judge(words).judge([one]) == judge(words).judge([turned])


def test_each_kind_of_evidence_counts_for_what_it_was_fitted_to() -> None:
    words = Words({"never": 1.0, "else": -2.0})
    asked = [in_answers("never", "no")]
    by_statement, by_answer, neither = (
        judge(words, Evidence(*weights)).judge(asked)[0].contradicts
        for weights in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0))
    )
    assert by_answer < by_statement
    assert neither == pytest.approx(1 / (1 + np.e))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 5), st.floats(0, 5), st.floats(-9, 9))
def test_more_evidence_never_makes_less_likely(low: float, high: float, a: float, b: float, shift: float) -> None:
    low, high = sorted((log_odds(low), log_odds(high)))
    evidence = Evidence(a, b, shift)
    assert 0 <= evidence.chance(low, low) <= evidence.chance(high, low) <= evidence.chance(high, high) <= 1


@pytest.mark.parametrize("outputs", [1, 3, 5])
def test_a_model_of_other_outputs_is_refused(outputs: int) -> None:
    with pytest.raises(ModelError, match="did not give four numbers"):
        judge(Words(outputs=outputs)).judge([pair("yes", "no")])


def test_long_texts_are_cut_and_a_long_question_leaves_the_text() -> None:
    words = Words()
    long = " ".join(f"w{i}" for i in range(500))
    (row,) = token_ids(words.pieces, [Side(long, "no")])
    assert len(row) < MOST_TOKENS
    assert row[-2:] == [words.known["no"], END]
    assert len(token_ids(words.pieces, [Side(long, long)])[0]) == MOST_TOKENS


def test_a_lone_surrogate_is_no_crash() -> None:
    seen: list[str] = []

    def pieces(text: str) -> list[int]:
        seen.append(text)
        return []

    token_ids(pieces, [Side("a \ud800", "b"), Side("c", "d" * 5000)])
    assert all(text.encode("utf-8") for text in seen)
    assert max(map(len, seen)) == 2000
