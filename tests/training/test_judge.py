"""What the judge learns from: which pairs, under which label, with which weight."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from training.corpus_data import Text, Topic
from training.judge.balance import MIX, weights
from training.judge.calibration import loss, temperature
from training.judge.measure import area
from training.judge.pairs import LABELS, Example, of_neighbours, of_parts, of_topics, overlap
from training.judge.texts import Spoken, Subject, subjects

_ASK = (("en", "faq", "Can I return it?"), ("en", "message", "hi, can it go back"), ("nl", "faq", "Kan het terug?"))
_ANSWERS = (
    Text("a1", "en", "faq", "A", "You can return it. We pay the postage."),
    Text(
        "a2", "nl", "macro", "A", "Beste {{name}},\n\nJe kunt het terugsturen. Wij betalen de port.\n\nGroet", omits=""
    ),
    Text("a3", "en", "chatbot", "A", "Sure, send it back!", omits="who pays"),
    Text("b1", "en", "agent", "B", "Hi Ann, no returns, sorry.", differs="polarity"),
    Text("s1", "en", "faq", "C", "Opened goods stay with you.", scope="opened goods"),
)


def _subjects() -> list[Subject]:
    named = [("returns", ("postage",)), ("postage", ()), ("hours", ())]
    return list(subjects(Topic(name, "shop", "", near, _ASK, _ANSWERS) for name, near in named))


def test_answers_are_read_without_greeting_and_asked_as_their_channel_is() -> None:
    faq, macro, chatbot, agent, _ = _subjects()[0].answers
    assert macro.body == "Je kunt het terugsturen. Wij betalen de port."
    assert faq.sentences == ("You can return it.", "We pay the postage.")
    assert (faq.questions, agent.questions) == (("Can I return it?",), ("hi, can it go back",))
    assert macro.questions == ("Kan het terug?",)
    assert len(chatbot.questions) == 2  # no training phrase in English: all that is asked in English


def test_labels_follow_the_letters_scopes_and_omissions() -> None:
    found = {(e.left.source.id, e.right.source.id): e for e in of_topics(_subjects()[:1])}
    told = {ids: e.label for ids, e in found.items()}
    assert told["a1", "a2"] == "agrees"
    assert told["a1", "a3"] == "compatible"
    assert told["a1", "b1"] == told["a3", "b1"] == "contradicts"
    assert told["a1", "s1"] == told["b1", "s1"] == "compatible"
    assert found["a1", "b1"].kind == "polarity"


def test_neighbours_are_unrelated_and_never_of_one_topic() -> None:
    found = list(of_neighbours(_subjects(), random.Random(1)))
    assert {e.label for e in found} == {"unrelated"}
    assert all(e.left.topic != e.right.topic for e in found)


def test_sentences_are_never_said_to_contradict() -> None:
    found = list(of_parts(_subjects(), random.Random(1)))
    assert Counter(e.label for e in found).keys() == {"agrees", "compatible"}
    assert all(e.texts[0] != e.texts[1] for e in found)
    letters = {tuple(sorted((e.left.source.says, e.right.source.says))) for e in found}
    assert letters == {("A", "A"), ("B", "B"), ("C", "C")}


@pytest.mark.parametrize(("one", "other", "least", "most"), [("same text", "Same  Text", 1, 1), ("abcd", "wxyz", 0, 0)])
def test_overlap_is_of_the_shorter(one: str, other: str, least: float, most: float) -> None:
    assert least <= overlap(one, other) <= most
    assert overlap(one, f"{one} and much more that is said") == 1


def _example(label: str, channel: str, texts: tuple[str, str]) -> Example:
    spoken = Spoken("t", Text("x", "en", channel, "A", texts[0]), texts[0], (texts[0],), ("q",))
    return Example(spoken, spoken, texts, label, "polarity" if label == "contradicts" else "agree")


def test_no_channel_and_no_likeness_of_words_tells_a_contradiction() -> None:
    alike, apart = ("you may return sale items", "you may not return sale items"), ("yes of course", "never, sorry")
    found = [_example("contradicts", "chatbot", alike)] * 90 + [_example("contradicts", "faq", apart)] * 10
    found += [_example("agrees", "faq", apart)] * 90 + [_example("agrees", "chatbot", alike)] * 10
    weight = weights(found)
    assert weight.sum() == pytest.approx(1)
    contradicts = np.array([e.label == "contradicts" for e in found])
    chatbot = np.array([e.left.source.channel == "chatbot" for e in found])
    plain = contradicts[chatbot].mean()
    even = weight[chatbot & contradicts].sum() / weight[chatbot].sum()
    wanted = MIX["contradicts"] / (MIX["contradicts"] + MIX["agrees"])
    assert abs(even - wanted) < abs(plain - wanted) / 2


def test_temperature_finds_how_sure_scores_may_be() -> None:
    draw = np.random.default_rng(0)
    scored = draw.normal(size=(4000, len(LABELS))) * 2
    chance = np.exp(scored / 2.5)
    labels = np.array([draw.choice(len(LABELS), p=row / row.sum()) for row in chance])
    found = temperature(scored, labels)
    assert found == pytest.approx(2.5, abs=0.25)
    assert loss(scored, labels, found) < loss(scored, labels, 1.0)


def test_area_under_the_curve() -> None:
    truth = np.array([True, False, True, False])
    assert area(truth, np.array([0.9, 0.1, 0.8, 0.2])) == 1
    assert area(truth, np.array([0.1, 0.9, 0.2, 0.8])) == 0
    assert area(truth, np.array([0.5, 0.5, 0.5, 0.5])) == 0.5
