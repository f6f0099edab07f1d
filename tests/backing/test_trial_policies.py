"""Policies written as a CX lead would, against labelled companies: every departure that is told was checked by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from benchmarks.accuracy.data import load
from cx_audit.backing import Asked, policy_subjects
from cx_audit.backing.check import held_against
from cx_audit.compare import view_answer
from cx_audit.compare.view import AnswerView
from cx_audit.model import Question
from cx_audit.pipeline import Settings, prepare
from cx_audit.policy import load_policy
from cx_audit.resources import pack_languages

_ACCURACY = Path(__file__).parents[2] / "benchmarks" / "accuracy"
_RIGHT = {
    "furniture_en": set[tuple[str, str]](),
    "fitness_mixed": {("bot-006", "cancel_notice"), ("mac-014", "student_discount")},
}
"""By company the answers that depart, and from what: read and found right, with nothing else beside them."""


def _questions(company: str) -> list[Asked]:
    """The answers by gold intent."""
    prepared, _ = prepare(load(_ACCURACY / "companies" / company).answers, Settings(languages=pack_languages()))
    by_intent: dict[str, list[AnswerView]] = defaultdict(list)
    for one in prepared:
        by_intent[one.answer.intent or ""].append(view_answer(one.answer, one.clean, one.language))
    return [
        Asked(Question(intent, views[0].answer.question, tuple(v.answer.id for v in views), (), ()), views)
        for intent, views in sorted(by_intent.items())
    ]


@pytest.mark.parametrize("company", sorted(_RIGHT))
def test_only_answers_that_depart_are_told_to(company: str) -> None:
    path = _ACCURACY / "policies" / f"{company}.yml"
    policy = load_policy(str(path), lambda name: Path(name).read_text("utf-8"), policy_subjects(), date(2026, 1, 1))
    held = [(asked, one) for asked in _questions(company) for one in held_against(policy, asked)]
    departing = {(asked.views[one.row].answer.id, one.line.subject.key) for asked, one in held if one.departs}
    assert departing == _RIGHT[company]
    assert sum(not one.departs for _, one in held) > 20
