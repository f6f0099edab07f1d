"""Questions of an earlier run are recalled, and the report is that of a run that compares everything."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import DEFAULT, Mock

import numpy as np
import pytest

from benchmarks.speed.corpora import corpus
from cx_audit.backing import Authority, policy_subjects
from cx_audit.compare import compare_question
from cx_audit.engine import Here
from cx_audit.group import Matrix
from cx_audit.kept_questions import KeptQuestions
from cx_audit.memo import RunMemo
from cx_audit.model import Answer, Place, Report
from cx_audit.pipeline import Settings, Standards, run
from cx_audit.policy import load_policy
from cx_audit.report import json
from cx_audit.stages import Recall, WorkDesk

WIDE = 64
SETTINGS = Settings(languages=("en", "nl", "es", "vi", "ar", "de", "fr"), by_intent=True, model="words@1")
MEMO = RunMemo()


@cache
def company() -> tuple[Answer, ...]:
    """Some hundred answers to forty questions."""
    return tuple(corpus(140))


def embed(texts: Sequence[str]) -> Matrix:
    """Texts that share words are alike; what a text is given never hangs on its company."""
    rows = np.full((len(texts), WIDE), 1e-3)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().split():
            digest = hashlib.sha256(word.encode()).digest()
            row += np.frombuffer(digest + digest[::-1], np.uint8) - 127.5
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def audited(
    answers: Sequence[Answer],
    recalled: Path | None,
    settings: Settings = SETTINGS,
    standards: Standards | None = None,
    **rules: Sequence[Path],
) -> Report:
    questions = KeptQuestions(recalled) if recalled else None
    recall = Recall(questions, **rules) if questions else None
    report = run(answers, settings, embed, MEMO, standards=standards, recall=recall)
    if questions:
        questions.close()
    return report


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "questions-1.sqlite3"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The means are told by few texts, as those of a large company are."""
    monkeypatch.setattr("cx_audit.group.vectors._SAMPLE", 2)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Mock:
    spy = Mock(wraps=compare_question)
    monkeypatch.setattr("cx_audit.stages.comparing.compare_question", spy)
    return spy


def edited(answers: Sequence[Answer], dice: random.Random) -> list[Answer]:
    """One thing changed: words, a value, a question, an answer that comes, goes or moves to another question."""
    out = list(answers)
    at = dice.randrange(len(out))
    one = out[at]
    change = dice.choice(("words", "value", "question", "gone", "new", "moved", "channel", "line"))
    if change == "words":
        out[at] = replace(one, text=f"{one.text} Write to us if anything is unclear.")
    elif change == "value":
        out[at] = replace(one, text=f"{one.text} This takes {dice.randrange(2, 60)} days and costs 9 euro.")
    elif change == "question":
        out[at] = replace(one, question=f"{one.question} And at weekends?")
    elif change == "gone":
        del out[at]
    elif change == "new":
        out.append(replace(one, id=f"new-{dice.randrange(10**6)}", channel="macro", text=f"Within 3 days. {one.text}"))
    elif change == "moved":
        out[at] = replace(one, intent=dice.choice(out).intent)
    elif change == "channel":
        out[at] = replace(one, channel="knowledge")
    else:
        out[at] = replace(one, place=Place("moved.csv", dice.randrange(999)), metadata={"seen": "1"})
    return out


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("sample", [1, 256])
def test_after_any_edits_the_report_is_that_of_a_run_without_memory(
    sample: int, given: bool, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cx_audit.group.vectors._SAMPLE", sample)
    settings = replace(SETTINGS, by_intent=given, threshold=0.5)
    dice = random.Random(sample + given)
    answers: Sequence[Answer] = company()
    audited(answers, kept, settings)
    for _ in range(5):
        answers = edited(answers, dice)
        with_memory = json.encoded(audited(answers, kept, settings))
        assert with_memory == json.encoded(audited(answers, None, settings))


def test_only_the_question_of_a_changed_answer_is_compared(
    kept: Path, compared: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = np.zeros(WIDE, np.float32)
    monkeypatch.setattr("cx_audit.group.vectors._shrunk", lambda *_: nothing)  # as if they were too many to be moved
    audited(company(), kept)
    everything = compared.call_count
    assert everything > 20
    compared.reset_mock()
    audited(company(), kept)
    assert compared.call_count == 0
    one = replace(company()[0], text=f"{company()[0].text} Within 3 days.")
    audited([one, *company()[1:]], kept)
    assert 1 <= compared.call_count < everything / 3  # its own, and those whose nearest it was or is


def test_a_line_that_moved_is_nothing_new(few: None, kept: Path, compared: Mock) -> None:
    audited(company(), kept)
    compared.reset_mock()
    audited([replace(one, place=Place("other.csv", 7)) for one in company()], kept)
    assert compared.call_count == 0


@pytest.mark.parametrize(
    "other",
    [{"min_confidence": 0.9}, {"region": "NL"}, {"model": "words@2"}, {"report_language": "nl"}],
    ids=lambda one: next(iter(one)),
)
def test_other_settings_compare_everything_anew(
    other: dict[str, object], few: None, kept: Path, compared: Mock
) -> None:
    audited(company(), kept)
    compared.reset_mock()
    changed = replace(SETTINGS, **other)  # type: ignore[arg-type]
    assert audited(company(), kept, changed) == audited(company(), None, changed)
    assert compared.call_count > 40  # both runs


def test_other_rules_of_the_users_compare_everything_anew(
    few: None, kept: Path, compared: Mock, tmp_path: Path
) -> None:
    rules = tmp_path / "roles.yml"
    for text in ("a: 1\n", "a: 2\n"):
        rules.write_text(text, encoding="utf-8")
        compared.reset_mock()
        audited(company(), kept, files=[rules])
        assert compared.call_count > 20


def test_another_edition_compares_everything_anew(
    few: None, kept: Path, compared: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(company(), kept)
    compared.reset_mock()
    monkeypatch.setattr("cx_audit.stages.recall.edition", lambda: "another")
    audited(company(), kept)
    assert compared.call_count > 20


def test_all_questions_are_compared_where_someone_looks_on(few: None, kept: Path) -> None:
    audited(company(), kept)
    seen: list[str] = []
    questions = KeptQuestions(kept)
    report = run(
        company(), SETTINGS, embed, MEMO, watch=lambda one: seen.append(one.question.id), recall=Recall(questions)
    )
    compared = {question.id for question in report.questions if len(question.answer_ids) > 1}
    assert set(seen) == compared


def test_a_policy_and_authorities_are_heard_of_what_is_recalled(few: None, kept: Path) -> None:
    policy = load_policy("policy.yml", lambda _: "return_window: 30 days", policy_subjects(), date(2026, 3, 1))
    settings = replace(SETTINGS, min_confidence=0.0)
    audited(company(), kept, settings)
    for standards in (Standards(policy), Standards(authority=Authority({"default": "faq"}))):
        told = audited(company(), kept, settings, standards)
        assert told == audited(company(), None, settings, standards)
        assert "policy" in told.settings or any(finding.policy for finding in told.findings)


def test_what_is_kept_but_no_question_is_compared_anew(few: None, kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = audited(company(), kept)

    class Wrong(KeptQuestions):
        """Opens every lock on something else."""

        def get(self, secrets: Sequence[bytes]) -> Iterator[bytes | None]:
            return (b'{"no": "question"}' for _ in secrets)

    assert run(company(), SETTINGS, embed, MEMO, recall=Recall(Wrong(kept))) == first
    assert "it is read again" in caplog.text


def test_what_was_found_is_kept_even_if_the_run_ends_early(few: None, kept: Path, compared: Mock) -> None:
    """In small blocks: what the first of them found is kept, though a later one fails."""
    questions = KeptQuestions(kept)
    desk = WorkDesk(SETTINGS, MEMO)
    compared.side_effect = [*(DEFAULT for _ in range(30)), KeyboardInterrupt]
    with pytest.raises(KeyboardInterrupt):
        run(company(), SETTINGS, embed, MEMO, engine=Here(desk, block=20), recall=Recall(questions))
    questions.close()
    assert 0 < questions.info()[0] < 31
