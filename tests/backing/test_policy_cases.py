"""``tests/cases/policy``: what answers say of a policy, in several languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cx_audit.backing import Asked, policy_subjects
from cx_audit.backing.check import held_against
from cx_audit.compare import view_answer
from cx_audit.model import Answer, Question
from cx_audit.policy import load_policy
from cx_audit.text import clean

_FOLDER = Path(__file__).parents[1] / "cases" / "policy"
_CASES: list[dict[str, Any]] = [
    case for file in sorted(_FOLDER.glob("*.yml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def _answer(number: int, row: list[str]) -> Answer:
    channel, language, question, text, *audience = row
    return Answer(f"a{number}", channel, question, text, locale=language, audience=audience[0] if audience else None)


@pytest.mark.parametrize("case", _CASES, ids=[case["what"] for case in _CASES])
def test_who_is_backed_and_who_departs(case: dict[str, Any]) -> None:
    policy = load_policy("policy.yml", lambda _: str(case["policy"]), policy_subjects(), date(2026, 1, 1))
    answers = [_answer(number, row) for number, row in enumerate(case["answers"], start=1)]
    views = [view_answer(one, clean(one.text), str(one.locale)) for one in answers]
    question = Question("q", answers[0].question, tuple(one.id for one in answers), (), ())
    held = list(held_against(policy, Asked(question, views)))
    found = {side: [one.row + 1 for one in held if one.departs is (side == "departs")] for side in ("backs", "departs")}
    assert found == {"backs": case.get("backs", []), "departs": case.get("departs", [])}
