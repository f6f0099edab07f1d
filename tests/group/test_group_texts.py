"""What is embedded of an answer, and what a group is called."""

from __future__ import annotations

import dataclasses
from itertools import permutations

import numpy as np
from group_samples import answer, unit

from cx_audit.group import group_texts, question_title
from cx_audit.group.vectors import blend, centre
from cx_audit.text import clean

BODY = "You have 30 days to return beans."


def test_greeting_sign_off_and_placeholders_are_left_out() -> None:
    macro = answer(1, "macro", "Returns::Window", f"Hi {{{{name}}}},\n{BODY}\nKind regards,\n{{{{agent}}}}")
    texts = group_texts(macro, clean(macro.text), "en")
    assert texts.body == BODY
    assert texts.joint == f"Returns: Window. {BODY}"


def test_variants_count_and_a_question_mark_is_kept() -> None:
    bot = dataclasses.replace(answer(1, "chatbot", "Can I return it?"), variants=("send back", "", "refund?"))
    joint = group_texts(bot, clean(bot.text), "en").joint
    assert joint == "Can I return it? send back. refund? You have 30 days."


def test_a_long_body_is_cut_and_an_empty_one_replaced() -> None:
    long = answer(1, "faq", "Why?", "word " * 1000)
    assert len(group_texts(long, clean(long.text), "en").body) <= 1200
    empty = answer(1, "faq", "Why?", "{{x}}")
    assert group_texts(empty, clean(empty.text), "en").body == "Why?"


def test_title_prefers_the_report_language_then_the_faq() -> None:
    vectors = np.repeat(unit(np.ones((1, 4))), 4, axis=0)
    answers = [
        answer(1, "faq", "Hoe lang mag ik retourneren?"),
        answer(2, "agent", "hi i bought beans can i send them back??"),
        answer(3, "macro", "Returns::Window"),
        answer(4, "faq", "How long can I return?"),
    ]
    languages = ["nl", "en", "en", "en"]
    assert question_title(answers, languages, vectors, "en-GB") == "How long can I return?"
    assert question_title(answers, languages, vectors, "nl") == "Hoe lang mag ik retourneren?"
    for order in permutations(range(4)):
        shuffled = [answers[i] for i in order]
        assert question_title(shuffled, [languages[i] for i in order], vectors, "en") == "How long can I return?"


def test_title_in_another_language_when_there_is_no_better() -> None:
    vectors = unit(np.ones((1, 4)))
    assert question_title([answer(1, "faq", "¿Cuánto tarda?")], ["es"], vectors, "en") == "¿Cuánto tarda?"


def test_title_without_a_question_is_the_opening_words() -> None:
    vectors = unit(np.ones((1, 4)))
    text = "one two three four five six seven eight nine ten eleven"
    assert question_title([answer(1, "agent", "", text)], ["en"], vectors, "en") == text.removesuffix(" eleven")


def test_title_is_short_and_not_the_longest() -> None:
    vectors = np.repeat(unit(np.ones((1, 4))), 2, axis=0)
    answers = [answer(1, "faq", "why " * 60 + "?"), answer(2, "macro", "Why")]
    assert question_title(answers, ["en", "en"], vectors, "en") == "Why"
    assert len(question_title(answers[:1], ["en"], vectors[:1], "en")) <= 160


def test_centring_takes_the_language_away() -> None:
    random = np.random.default_rng(0)
    topics = unit(random.normal(size=(30, 16)))
    accent = np.zeros(16)
    accent[0] = 3.0
    both = unit(np.vstack([topics, topics + accent]))
    languages = ["en"] * 30 + ["nl"] * 30
    centred = centre(both, languages)
    before = float(np.mean(np.sum(both[:30] * both[30:], axis=1)))
    after = float(np.mean(np.sum(centred[:30] * centred[30:], axis=1)))
    assert after > before + 0.3
    assert np.allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)


def test_blend_weighs_two_likenesses() -> None:
    a, b = unit(np.array([[1.0, 0.0], [0.6, 0.8]])), unit(np.array([[1.0, 0.0], [0.0, 1.0]]))
    joined = blend(a, b)
    assert np.isclose(joined[0] @ joined[1], 0.75 * 0.6 + 0.25 * 0.0)
