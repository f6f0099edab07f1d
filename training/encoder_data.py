"""The texts that the encoder learns from: composed as ``cx_audit.group`` composes them at run time.

A batch holds several texts of each of its topics, and several topics of one trade, neighbours first: what is easily
confused meets in one batch. No two texts of a topic are ever each other's negatives.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cx_audit.group import GroupText, group_texts
from cx_audit.model import Answer
from cx_audit.text import Clean, clean
from training.corpus_data import Topic

__all__ = ["Batch", "TopicTexts", "batches", "topic_texts"]

TOPICS, TEXTS = 24, 4
"""Topics in a batch, and texts of each."""

_FORMS = ("joint", "joint", "joint", "joint", "body", "question")
"""How often each form is shown; a vector is mostly of question and answer together."""
_VARIANTS = (0, 0, 0, 1, 3)
_OTHER_LANGUAGE = 0.15
_QUESTION = {"faq": ("faq",), "macro": ("macro", "faq"), "chatbot": ("phrase", "faq"), "agent": ("message",)}


@dataclass(frozen=True, slots=True)
class _Said:
    answer: Answer
    clean: Clean
    language: str


@dataclass(frozen=True, slots=True)
class TopicTexts:
    """A topic's questions and cleaned answers."""

    name: str
    trade: str
    neighbours: tuple[str, ...]
    ask: tuple[tuple[str, str, str], ...]
    said: tuple[_Said, ...]

    def compose(self, said: _Said, draw: random.Random) -> str:
        """One text of an answer: with questions of the form that its channel has, alone, or the question alone."""
        form = draw.choice(_FORMS)
        asked = self._questions(said, draw)
        texts = self.with_questions(said, asked)
        return {"joint": texts.joint, "body": texts.body, "question": asked[0]}[form]

    def with_questions(self, said: _Said, asked: Sequence[str]) -> GroupText:
        """The texts that the product embeds for an answer under these questions."""
        answer = said.answer
        composed = Answer(answer.id, answer.channel, asked[0], answer.text, variants=tuple(asked[1:]))
        return group_texts(composed, said.clean, said.language)

    def _questions(self, said: _Said, draw: random.Random) -> list[str]:
        """The answer's question first, then some variants; now and then a title in another language than the text."""
        forms = _QUESTION.get(said.answer.channel, ("faq", "macro"))
        own = [row for row in self.ask if row[0] == said.language]
        usual = [row for row in own if row[1] in forms]
        pool = usual or own or list(self.ask)
        if draw.random() < _OTHER_LANGUAGE:
            pool = list(self.ask)
        first = draw.choice(pool)
        others = [text for _, _, text in own if text != first[2]]
        return [first[2], *draw.sample(others, min(len(others), draw.choice(_VARIANTS)))]

    def draw(self, count: int, draw: random.Random) -> list[str]:
        """``count`` texts of different answers, of as many languages as there are."""
        order = draw.sample(self.said, len(self.said))
        seen: dict[str, int] = {}
        ranked = []
        for said in order:
            seen[said.language] = seen.get(said.language, 0) + 1
            ranked.append((seen[said.language], said))
        # the first of each language, then the second of each; but a pair of one language in every other topic
        if draw.random() < 0.5:
            ranked.sort(key=lambda row: row[0])
        return [self.compose(said, draw) for _, said in ranked[:count]]


@dataclass(frozen=True, slots=True)
class Batch:
    """``texts`` and the number of the topic that each belongs to."""

    texts: list[str]
    topics: list[int]


def topic_texts(topic: Topic) -> TopicTexts:
    """Clean a topic's answers once; they are composed anew each time they are drawn."""
    said = []
    for row in topic.answers:
        channel = "knowledge" if row.channel == "card" else row.channel
        answer = Answer(f"{topic.name}/{row.id}", channel, "", row.text, locale=row.language)
        said.append(_Said(answer, clean(row.text, answer.markup), row.language))
    return TopicTexts(topic.name, topic.trade, topic.neighbours, topic.ask, tuple(said))


def _together(seed: TopicTexts, known: dict[str, TopicTexts], draw: random.Random) -> Iterator[TopicTexts]:
    """A topic, its neighbours in either direction, and one more of its trade."""
    yield seed
    near = [known[name] for name in seed.neighbours if name in known]
    near += [topic for topic in known.values() if seed.name in topic.neighbours]
    yield from draw.sample(near, len(near))
    trade = [topic for topic in known.values() if topic.trade == seed.trade]
    yield from draw.sample(trade, min(2, len(trade)))


def batches(known: Sequence[TopicTexts], steps: int, seed: int) -> Iterator[Batch]:
    """``steps`` batches; every topic is the seed of one before any is again."""
    draw = random.Random(seed)
    by_name = {topic.name: topic for topic in known}
    waiting: list[TopicTexts] = []
    for _ in range(steps):
        chosen: dict[str, TopicTexts] = {}
        while len(chosen) < min(TOPICS, len(by_name)):
            if not waiting:
                waiting = draw.sample(list(known), len(known))
            for topic in _together(waiting.pop(), by_name, draw):
                chosen.setdefault(topic.name, topic)
        texts, numbers = [], []
        for number, topic in enumerate(list(chosen.values())[:TOPICS]):
            drawn = topic.draw(TEXTS, draw)
            texts += drawn
            numbers += [number] * len(drawn)
        yield Batch(texts, numbers)
