"""The corpora that speed is measured on: any size, real variety, and the same every time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.speed.corpora import corpus, labelled, write

FIRST_ROUND = 8_000
"""Fewer than our own answers: the round after holds no new ones."""


def test_a_corpus_has_the_size_asked_for_and_no_text_twice_beyond_our_own() -> None:
    answers = corpus(20_000)
    assert len(answers) == 20_000
    assert len({answer.id for answer in answers}) == 20_000
    ours = {(a.question, a.text) for a in answers[:FIRST_ROUND]}
    assert ours.isdisjoint((a.question, a.text) for a in answers[-5_000:])


def test_a_small_corpus_begins_as_a_large_one() -> None:
    assert corpus(300) == corpus(10_000)[:300] == labelled()[:300]


def test_what_agrees_in_the_first_round_agrees_in_the_next() -> None:
    answers = corpus(20_000)
    by_id = {answer.id: answer for answer in answers}
    moved = [by_id[answer.id.removeprefix("1/")] for answer in answers if answer.id.startswith("1/")]
    again = [answer for answer in answers if answer.id.startswith("1/")]
    assert len(again) > FIRST_ROUND
    for first, second in zip(moved, again, strict=True):
        assert (first.channel, first.locale) == (second.channel, second.locale)
        assert second.intent == f"1/{first.intent}"
        assert len(second.text.split()) == len(first.text.split()) + 1
    assert sum(first.text not in second.text for first, second in zip(moved, again, strict=True)) > 1_000


@pytest.mark.parametrize("size", [0, 1, 7])
def test_the_table_is_one_that_the_command_reads(size: int, tmp_path: Path) -> None:
    write(tmp_path / "answers.csv", corpus(size))
    with (tmp_path / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [answer.id for answer in corpus(size)]
    assert all(row["intent"] == "" for row in rows)
