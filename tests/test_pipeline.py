"""The pipeline by itself: answers in, a report out, with vectors made of letters."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest

from cx_audit.compare import view_answer
from cx_audit.compare.judge import StatementPair, Verdict
from cx_audit.errors import NothingToExamine
from cx_audit.group import THRESHOLD, Matrix
from cx_audit.model import Answer, Finding, FindingKind, Markup, Place, Report, Skipped
from cx_audit.pipeline import Settings, prepare, run

WIDE = 64
BY_INTENT = Settings(languages=("en", "nl", "es"), by_intent=True, min_confidence=0)
BY_MEANING = replace(BY_INTENT, by_intent=False)


def fake_embed(texts: Sequence[str]) -> Matrix:
    """Texts that share words are alike: each word has a direction of its own."""
    rows = np.full((len(texts), WIDE), 1e-3)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().split():
            digest = hashlib.sha256(word.encode()).digest()
            row += np.frombuffer(digest + digest[::-1], np.uint8) - 127.5
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def answer(name: str, text: str, *, channel: str = "faq", intent: str | None = "returns", **more: object) -> Answer:
    known = Answer(name, channel, "How long may I return?", text, intent=intent, place=Place(f"{channel}.csv", 2))
    return replace(known, **more)  # type: ignore[arg-type]


FAQ = answer("faq-1", "You can return it within 30 days.")
BOT = answer("bot-1", "You can return it within 14 days.", channel="chatbot")
MACRO = answer("macro-1", "You can return it within 30 days.", channel="macro")
OTHER = answer("faq-2", "Write to help@shop.example.", intent="contact", question="What is your e-mail address?")


def contradictions(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind is FindingKind.CONTRADICTION]


@pytest.mark.parametrize("settings", [BY_INTENT, BY_MEANING])
def test_nothing_to_examine(settings: Settings) -> None:
    for records in ([], [Skipped("a.csv", "empty answer")], [answer("x", "🎉🎉"), answer("y", " \n")]):
        with pytest.raises(NothingToExamine, match="cx-audit sources"):
            run(records, settings, fake_embed)


def test_nothing_to_examine_names_what_was_passed_over() -> None:
    passed = [Skipped(f"{name}.csv", "empty answer", detail=f"{name}.csv:2") for name in "abcde"]
    with pytest.raises(NothingToExamine, match=r"a\.csv:2; .*b\.csv:2; .*c\.csv:2 and 2 more"):
        run(passed, BY_INTENT, fake_embed)


@pytest.mark.parametrize("settings", [BY_INTENT, BY_MEANING])
def test_one_answer_is_one_question_that_is_not_compared(settings: Settings) -> None:
    report = run([FAQ], settings, fake_embed)
    assert (report.summary.questions, report.summary.compared, report.summary.not_compared) == (1, 0, 1)
    assert report.questions[0].answer_ids == (FAQ.id,)
    assert report.findings == ()


def test_a_contradiction_from_end_to_end() -> None:
    report = run([FAQ, BOT, MACRO, OTHER], BY_INTENT, fake_embed)
    (finding,) = contradictions(report)
    sides = [{quote.answer_id for quote in position.quotes} for position in finding.positions]
    assert sorted(map(sorted, sides)) == [["bot-1"], ["faq-1", "macro-1"]]
    texts = {one.id: one.text for one in report.answers}
    for quote in (quote for position in finding.positions for quote in position.quotes):
        assert texts[quote.answer_id][quote.start : quote.end] == quote.quote
    (question,) = (question for question in report.questions if question.id == finding.question_id)
    assert set(question.answer_ids) == {"bot-1", "faq-1", "macro-1"}
    assert question.channels == ("chatbot", "faq", "macro")


def test_the_summary_counts() -> None:
    skipped = [Skipped("a.csv", "draft", count=3)]
    report = run([FAQ, BOT, MACRO, OTHER, answer("x", "🎉"), *skipped], BY_INTENT, fake_embed)
    summary = report.summary
    assert (summary.answers, summary.questions, summary.compared, summary.not_compared) == (4, 2, 1, 1)
    assert summary.coverage == {"chatbot": 1, "faq": 2, "macro": 1}
    assert summary.findings == {"contradiction": 1}
    assert [(skip.reason, skip.count) for skip in report.skipped] == [("draft", 3), ("no words", 1)]


def test_a_speaker_alone_is_not_compared_and_two_reps_are() -> None:
    one = [answer(f"r{n}", f"Within {n} days.", channel="agent", agent="Noor") for n in (14, 30)]
    two = [one[0], replace(one[1], agent="Linh")]
    assert run(one, BY_INTENT, fake_embed).summary.compared == 0
    assert run(two, BY_INTENT, fake_embed).summary.compared == 1


def test_answers_without_words_are_set_aside_and_told() -> None:
    records = [
        FAQ,
        answer("emoji", "🎉🎉"),
        answer("blank", " \n "),
        answer("tags", "<p><br></p>", markup=Markup.HTML),
        answer("placeholder", "{{ticket.requester.first_name}}"),
    ]
    prepared, skipped = prepare(records, BY_INTENT)
    assert [one.answer.id for one in prepared] == ["faq-1"]
    assert {skip.answer_id: skip.reason for skip in skipped} == {
        "emoji": "no words",
        "blank": "no words",
        "tags": "no words",
        "placeholder": "placeholders only",
    }
    assert {skip.source for skip in skipped} == {"faq.csv"}


def test_every_answer_is_in_one_question_or_skipped() -> None:
    records = [FAQ, BOT, MACRO, OTHER, answer("none", "No returns.", intent=None), answer("x", "🎉")]
    for settings in (BY_INTENT, BY_MEANING):
        report = run(records, settings, fake_embed)
        told = [i for question in report.questions for i in question.answer_ids]
        told += [skip.answer_id for skip in report.skipped if skip.answer_id]
        assert sorted(told) == sorted(record.id for record in records)


@pytest.mark.parametrize("locale", ["nl", "nl-BE", "NL_be"])
def test_a_given_language_is_kept_as_given(locale: str) -> None:
    (one,), _ = prepare([answer("a", "You can return it within 30 days.", locale=locale)], BY_INTENT)
    assert (one.language, one.answer.locale) == ("nl", locale)


@pytest.mark.parametrize("locale", [None, "", "und", "mul"])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You can send it back to us within thirty days of delivery.", "en"),
        ("Je kunt het binnen dertig dagen na levering naar ons terugsturen.", "nl"),
        ("Puedes devolverlo en los treinta días siguientes a la entrega.", "es"),
    ],
)
def test_a_language_that_is_not_given_is_detected(locale: str | None, text: str, language: str) -> None:
    (one,), _ = prepare([answer("a", text, locale=locale, question="")], BY_INTENT)
    assert (one.language, one.answer.locale) == (language, language)


def test_given_intents_are_the_questions() -> None:
    far = answer("far", "Thirty days, and not one more, is what we allow.", question="Quite other words")
    report = run(
        [FAQ, far, replace(BOT, intent="window"), answer("none", "Any time.", intent=None)], BY_INTENT, fake_embed
    )
    assert sorted(question.answer_ids for question in report.questions) == [("bot-1",), ("faq-1", "far"), ("none",)]


def test_settings_are_told() -> None:
    settings = Settings(languages=("nl", "en"), region="NL", threshold=0.3, min_confidence=0.5, model="m@1")
    assert run([FAQ, BOT], settings, fake_embed).settings == {
        "languages": ["nl", "en"],
        "region": "NL",
        "group_by": "meaning",
        "threshold": 0.3,
        "min_confidence": 0.5,
        "model": "m@1",
    }
    assert Settings().threshold == THRESHOLD


def test_a_contradiction_below_the_least_confidence_is_not_told_as_one() -> None:
    (found,) = contradictions(run([FAQ, BOT], BY_INTENT, fake_embed))
    assert 0 < found.confidence < 1
    stricter = replace(BY_INTENT, min_confidence=(1 + found.confidence) / 2)
    assert contradictions(run([FAQ, BOT], stricter, fake_embed)) == []


def test_the_report_language_chooses_the_wording_of_a_question() -> None:
    dutch = answer("nl", "Binnen 30 dagen.", channel="chatbot", locale="nl", question="Hoe lang mag ik retourneren?")
    english = replace(FAQ, locale="en")
    for language, title in (("nl", dutch.question), ("en", english.question)):
        report = run([english, dutch], replace(BY_INTENT, report_language=language), fake_embed)
        assert [question.title for question in report.questions] == [title]


@pytest.mark.parametrize("settings", [BY_INTENT, BY_MEANING])
def test_the_order_of_answers_changes_nothing(settings: Settings) -> None:
    records: list[Answer | Skipped] = [FAQ, BOT, MACRO, OTHER, answer("x", "🎉")]
    records += [Skipped("b", "draft"), Skipped("a", "draft")]
    expected = run(records, settings, fake_embed)
    for seed in range(5):
        shuffled = random.Random(seed).sample(records, len(records))
        assert run(shuffled, settings, fake_embed) == expected


def test_ids_come_from_content_not_from_place() -> None:
    moved = [replace(one, place=Place("elsewhere.csv", 99)) for one in (FAQ, BOT)]
    before, after = run([FAQ, BOT], BY_INTENT, fake_embed), run(moved, BY_INTENT, fake_embed)
    assert [q.id for q in before.questions] == [q.id for q in after.questions]
    assert [f.id for f in before.findings] == [f.id for f in after.findings]


def test_what_is_embedded_has_no_end_of_its_own() -> None:
    """The pipeline hands over texts, nothing else, and never an empty list."""
    asked: list[list[str]] = []

    def noting(texts: Sequence[str]) -> Matrix:
        asked.append(list(texts))
        return fake_embed(texts)

    run([FAQ, BOT, OTHER], BY_INTENT, noting)
    run([OTHER], BY_INTENT, noting)
    assert all(asked)
    assert all(isinstance(text, str) and text.strip() for texts in asked for text in texts)


class Stern:
    """A judge to whom all is a contradiction, as likely as told."""

    name, fingerprint = "stern", "5" * 64

    def __init__(self, chance: float) -> None:
        self.chance = chance
        self.asked: list[StatementPair] = []

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        self.asked += pairs
        return [Verdict(self.chance, 0.0, 1 - self.chance, 0.0) for _ in pairs]


DOOR = answer("faq-3", "The guide stands beside the blue door.", intent="guide")
TREE = answer("macro-3", "The guide stands under the old tree.", intent="guide", channel="macro")


def test_a_judge_decides_what_the_rules_leave_open() -> None:
    judge = Stern(0.9)
    report = run([DOOR, TREE, FAQ, BOT], BY_INTENT, fake_embed, judge=judge)
    assert [{one.left.text, one.right.text} for one in judge.asked] == [{DOOR.text, TREE.text}]
    judged = [finding for finding in contradictions(report) if "(judged by stern)" in finding.message]
    assert [finding.confidence for finding in judged] == [0.9]
    assert len(contradictions(report)) == 2
    assert report.summary.findings["contradiction"] == 2
    told = {key: value for key, value in report.settings.items() if key.startswith("judge")}
    assert told == {"judge": "stern@555555555555", "judge_threshold": 0.8}


def test_without_a_judge_nothing_changes() -> None:
    plain = run([DOOR, TREE, FAQ, BOT], BY_INTENT, fake_embed)
    lenient = run([DOOR, TREE, FAQ, BOT], BY_INTENT, fake_embed, judge=Stern(0.0))
    assert "judge" not in plain.settings
    assert (plain.findings, plain.summary) == (lenient.findings, lenient.summary)


@pytest.mark.parametrize(("threshold", "least"), [(0.95, 0.0), (0.8, 0.95)])
def test_both_thresholds_hold_for_what_is_judged(threshold: float, least: float) -> None:
    settings = replace(BY_INTENT, judge_threshold=threshold, min_confidence=least)
    (found,) = run([DOOR, TREE], settings, fake_embed, judge=Stern(0.9)).findings
    assert found.kind is FindingKind.UNVERIFIED


class _Shelf:
    """A memo in memory."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}

    def get(self, key: bytes) -> str | None:
        """What was kept, or None."""
        return self._known.get(key)

    def put(self, key: bytes, value: str) -> None:
        """Keep a value."""
        self._known[key] = value


def test_answers_that_are_read_a_second_time_are_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [FAQ, BOT, MACRO, OTHER]
    whole = run(records, BY_INTENT, fake_embed)
    spy = Mock(wraps=view_answer)
    monkeypatch.setattr("cx_audit.stages.desk.view_answer", spy)
    monkeypatch.setattr("cx_audit.stages.work.MOST_KEPT", 1)
    assert run(records, BY_INTENT, fake_embed, _Shelf()) == whole
    assert set(Counter(call.args[0].id for call in spy.call_args_list).values()) == {2}
    spy.reset_mock()
    assert run(records, BY_INTENT, fake_embed) == whole  # without a memo nothing is read twice
    assert set(Counter(call.args[0].id for call in spy.call_args_list).values()) == {1}
