"""The package as a library."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import cx_audit
from cx_audit import Answer, audit
from cx_audit.compare.judge import Judge, StatementPair, Verdict
from cx_audit.errors import ConfigError, ModelError, PolicyError

PAIR = [
    Answer("1", "faq", "How long do I have to return something?", "You have 30 days to send it back."),
    Answer("2", "macro", "Returns: window", "You have 14 days to send it back."),
]


def test_all_is_what_the_namespace_shows() -> None:
    shown = {name for name in vars(cx_audit) if not name.startswith("_")} | {"__version__"}
    rooms = {name for name in shown if type(getattr(cx_audit, name)).__name__ == "module"}
    assert set(cx_audit.__all__) == shown - rooms


@pytest.mark.model
def test_two_answers_in_three_lines() -> None:
    report = audit(
        [
            Answer("1", "faq", "How long do I have to return something?", "You have 30 days to send it back."),
            Answer("2", "macro", "Returns: window", "You have 14 days to send it back."),
        ],
        languages=["en"],
    )
    (finding,) = report.findings
    assert finding.kind == "contradiction"
    assert {p.display for p in finding.positions} == {"30 days", "14 days"}


@pytest.mark.model
def test_a_policy_says_who_departs(tmp_path: Path) -> None:
    file = tmp_path / "policy.yml"
    file.write_text(
        "return_window:\n  - {value: 30 days, valid_to: 2026-06-30}\n  - {value: 14 days, valid_from: 2026-07-01}\n"
    )
    (before,) = audit(PAIR, policy=file, today=date(2026, 6, 1)).findings
    (after,) = audit(PAIR, policy=str(file), today=date(2026, 8, 1)).findings
    assert before.policy is not None
    assert after.policy is not None
    assert (before.policy["departs"], after.policy["departs"]) == (["macro"], ["faq"])


@pytest.mark.model
def test_rules_are_packs_and_folders_of_ones_own(tmp_path: Path) -> None:
    roles = tmp_path / "ours" / "roles"
    roles.mkdir(parents=True)
    (roles / "lockers.yml").write_text(
        "stage: delivery\nroles:\n  locker_time:\n    kinds: [duration]\n    severity: low\n"
        "    names: {en: Time in the locker}\n    cues: {en: [locker]}\n"
        "    examples: {en: [It stays in the locker for 3 days.]}\n"
    )
    answers = [
        Answer("1", "faq", "How long is my parcel in the locker?", "It stays in the locker for 3 days."),
        Answer("2", "macro", "How long is my parcel in the locker?", "It stays in the locker for 5 days."),
    ]
    (own,) = audit(answers, rules=["core", tmp_path / "ours"], languages=["en"]).findings
    (usual,) = audit(answers, rules=["core"], languages=["en"]).findings
    assert own.role == "locker_time"
    assert usual.role != "locker_time"


@pytest.mark.model
def test_a_judge_of_ones_own_is_asked() -> None:
    asked: list[StatementPair] = []

    class Listening:
        name, fingerprint = "listening", "0" * 64

        def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
            asked.extend(pairs)
            return [Verdict(0.0, 0.0, 0.0, 1.0) for _ in pairs]

    judge: Judge = Listening()
    answers = [
        Answer("1", "faq", "Where do I leave my parcel?", "Put the parcel on the counter of the shop."),
        Answer("2", "macro", "Where do I leave my parcel?", "Hand the parcel to the driver at your door."),
    ]
    report = audit(answers, judge=judge, languages=["en"])
    assert asked
    assert report.settings["judge"] == "listening@000000000000"


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"rules": ["coer"]}, ConfigError, "did you mean core"),
        ({"policy": "nowhere.yml"}, ConfigError, "nowhere.yml: can't be read"),
        ({"policy": "bad.yml"}, PolicyError, "bad.yml:1: retun_window: nothing of that name is known"),
        ({"judge": "nobody/here"}, ModelError, "nobody/here"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_read(
    more: dict[str, object], error: type[Exception], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.yml").write_text("retun_window: 30 days\n")
    with pytest.raises(error, match=message):
        audit(PAIR, **more)  # type: ignore[arg-type]


@pytest.mark.model
def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("exports").mkdir()
    Path("exports/a.csv").write_text(
        "channel,question,answer\nfaq,How long can I return?,Within 30 days.\nmacro,Returns,Within 14 days.\n"
    )
    Path("policy.yml").write_text("return_window: 30 days\n")
    for example in re.findall(r"```python\n(.*?)```", page, re.S):
        exec(compile(example, "python.md", "exec"), {})
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["settings"]["policy"]
