"""The training corpus as labelled companies: a trade is a company, a topic one of its questions.

Nobody who wrote the companies has seen the corpus, and it holds many times their pairs: what a model learns from it
carries over. What it lacks is how people really ask, and how much else they say; so the companies count for more.
"""

from __future__ import annotations

from collections import defaultdict

from benchmarks.accuracy.data import Company, Label
from cx_audit.model import Answer
from training.corpus_data import Pair, Text, Topic, pairs, topics
from training.split import split_of

__all__ = ["trades"]

_CHANNELS = {"card": "knowledge"}
_FORMS = {"faq": "faq", "macro": "macro", "knowledge": "macro", "chatbot": "phrase", "agent": "message"}
_KINDS = {
    "condition": "condition",
    "only": "condition",
    "polarity": "polarity",
    "party": "polarity",
    "list": "enum",
    "place": "enum",
    "method": "process",
    "value": "number",
}


def _question(topic: Topic, answer: Text, channel: str, number: int) -> str:
    """Put as this channel would, in the answer's language; empty where nobody asks it in that language."""
    spoken = [asked for asked in topic.ask if asked[0] == answer.language]
    like = [text for _, form, text in spoken if form == _FORMS.get(channel)] or [text for *_, text in spoken]
    return like[number % len(like)] if like else ""


def _kind(pair: Pair) -> str:
    """What a contradiction rests on; a value goes before all else, as it may be all of it."""
    differs = {pair.left.differs, pair.right.differs} - {""}
    return "number" if "value" in differs else _KINDS.get(min(differs, default=""), "polarity")


def trades(*, unseen: bool = False) -> list[Company]:
    """The trades by name, each with all pairs of answers to one topic labelled; with ``unseen`` of those topics only
    from which no model has learned."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    labels: dict[str, dict[frozenset[str], Label]] = defaultdict(dict)
    for topic in topics():
        if unseen and split_of(topic.name) == "train":
            continue
        ids = {said: f"{topic.name}/{said.id}" for said in topic.answers}
        for number, (said, known) in enumerate(ids.items()):
            channel = _CHANNELS.get(said.channel, said.channel)
            answers[topic.trade].append(
                Answer(
                    id=known,
                    channel=channel,
                    question=_question(topic, said, channel, number),
                    text=said.text,
                    locale=said.language,
                    intent=topic.name,
                )
            )
        for pair in pairs(topic):
            kind = _kind(pair) if pair.relation == "contradict" else None
            labels[topic.trade][frozenset((ids[pair.left], ids[pair.right]))] = Label(pair.relation, kind)
    return [Company(f"corpus {trade}", tuple(found), labels[trade]) for trade, found in sorted(answers.items())]
