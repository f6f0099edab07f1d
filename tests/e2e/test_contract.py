"""What a program that reads the JSON report may rely on."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import as_file, files
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from command import FirstDemo
from jsonschema import Draft202012Validator

from cx_audit.model import Answer, Skipped
from cx_audit.report.json import load, render
from cx_audit.resources import packaged
from cx_audit.sources import discover, read_all

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def report(first_demo: FirstDemo) -> dict[str, Any]:
    return first_demo.run.report


def test_it_validates_against_the_published_schema(report: dict[str, Any]) -> None:
    schema = json.loads((files("cx_audit.report") / "schema" / "report-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(report)] == []


def test_it_can_be_read_and_told_again(first_demo: FirstDemo) -> None:
    text = first_demo.run.out.decode("utf-8")
    assert render(load(text)) == text


def test_every_answer_read_is_in_one_question_or_skipped(report: dict[str, Any]) -> None:
    with as_file(packaged("samples")) as folder:
        found = discover([folder])
        metrics = [one for one in found if isinstance(one, Skipped) and "metrics" in Path(one.source).parts]
        records = list(read_all(one for one in found if one not in metrics))
    assert len(metrics) == 2  # the configuration names them: they are no answers, and no skips
    read = Counter(record.id for record in records if isinstance(record, Answer))
    told = Counter(i for question in report["questions"] for i in question["answers"])
    told.update(skip["answer_id"] for skip in report["skipped"] if "answer_id" in skip)
    assert told == read
    assert set(told.values()) == {1}
    without_answer = Counter(record.reason for record in records if isinstance(record, Skipped))
    assert without_answer == Counter(s["reason"] for s in report["skipped"] if "answer_id" not in s)


def test_the_summary_adds_up(report: dict[str, Any]) -> None:
    summary = report["summary"]
    assert summary["answers"] == len(report["answers"])
    assert summary["questions"] == len(report["questions"]) == summary["compared"] + summary["not_compared"]
    assert summary["findings"] == Counter(finding["kind"] for finding in report["findings"])
    assert summary["coverage"] == Counter(c for question in report["questions"] for c in question["channels"])


def test_a_question_names_the_channels_and_languages_of_its_answers(report: dict[str, Any]) -> None:
    answers = {answer["id"]: answer for answer in report["answers"]}
    for question in report["questions"]:
        assert question["channels"] == sorted({answers[i]["channel"] for i in question["answers"]})
        assert question["locales"] == sorted({answers[i]["locale"] for i in question["answers"]})
        assert question["title"].strip()


def test_quotes_stand_in_the_original_text(report: dict[str, Any]) -> None:
    """Markup may stand between the words of a quote, and entities for them, so words are looked for, not the text."""
    answers = {answer["id"]: answer for answer in report["answers"]}
    quotes = [q for f in report["findings"] for position in f["positions"] for q in position["answers"]]
    assert len(quotes) > 40
    for quote in quotes:
        text = answers[quote["id"]]["text"]
        assert 0 <= quote["start"] < quote["end"] <= len(text)
        original = text[quote["start"] : quote["end"]]
        words = re.findall(r"\w+", quote["quote"])
        assert words
        at = 0
        for word in words:
            at = original.find(word, at)
            assert at >= 0, f"{word!r} of {quote['quote']!r} is not in {original!r}"
            at += len(word)
        for start, end in quote["marks"]:
            assert 0 <= start < end <= len(quote["quote"])


def test_a_finding_is_about_answers_of_its_question(report: dict[str, Any]) -> None:
    questions = {question["id"]: question for question in report["questions"]}
    for finding in report["findings"]:
        ids = [q["id"] for position in finding["positions"] for q in position["answers"]]
        assert set(ids) <= set(questions[finding["question_id"]]["answers"])
        assert 0 <= finding["confidence"] <= 1


def test_a_contradiction_has_two_sides_that_share_no_answer(report: dict[str, Any]) -> None:
    contradictions = [finding for finding in report["findings"] if finding["kind"] == "contradiction"]
    assert contradictions
    for finding in contradictions:
        sides = [{q["id"] for q in position["answers"]} for position in finding["positions"]]
        assert len(sides) >= 2
        assert all(sides)
        assert all(a.isdisjoint(b) for a, b in combinations(sides, 2)), finding["message"]
        assert len({position["value"] for position in finding["positions"]}) == len(sides)


def test_ids_are_unique(report: dict[str, Any]) -> None:
    for part in ("answers", "questions", "findings"):
        ids = [one["id"] for one in report[part]]
        assert len(ids) == len(set(ids)), part
