"""Examples for the judge: two texts, what each replies to, and how they stand to each other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from training.corpus_data import pairs as corpus_pairs
from training.judge.texts import Spoken, Subject

__all__ = ["LABELS", "Example", "of_neighbours", "of_parts", "of_topics"]

LABELS = ("contradicts", "agrees", "compatible", "unrelated")
"""In the order of the model's outputs and of ``Verdict``."""

_RELATIONS = {"contradict": "contradicts", "agree": "agrees", "omission": "compatible", "scoped": "compatible"}
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Example:
    """``kind`` is what a contradiction rests on, or the corpus' own word for the relation; ``part`` names the maker."""

    left: Spoken
    right: Spoken
    texts: tuple[str, str]
    label: str
    kind: str
    part: str = "whole"

    @property
    def languages(self) -> str:
        """Both languages, sorted."""
        return "-".join(sorted((self.left.source.language, self.right.source.language)))

    @property
    def channels(self) -> str:
        """Both channels, sorted."""
        return "-".join(sorted((self.left.source.channel, self.right.source.channel)))

    @property
    def overlap(self) -> float:
        """Share of common letter groups, 0 to 1."""
        return overlap(*self.texts)


def _grams(text: str) -> set[str]:
    folded = " ".join(text.casefold().split())
    return {folded[i : i + _GRAM] for i in range(len(folded) - _GRAM + 1)}


def overlap(one: str, other: str) -> float:
    """Groups of four letters in both texts, as a share of the groups of the shorter."""
    here, there = _grams(one), _grams(other)
    return len(here & there) / min(len(here), len(there)) if here and there else 0.0


def _kind(left: Spoken, right: Spoken) -> str:
    """What a contradiction rests on; where both depart from A, in the same way or in two."""
    return "+".join(sorted({left.source.differs, right.source.differs} - {""})) or "?"


def of_topics(subjects: Sequence[Subject]) -> Iterator[Example]:
    """Every two answers of each topic, whole."""
    for subject in subjects:
        spoken = {answer.source.id: answer for answer in subject.answers}
        for pair in corpus_pairs(subject.topic):
            left, right = spoken[pair.left.id], spoken[pair.right.id]
            label = _RELATIONS[pair.relation]
            kind = _kind(left, right) if label == "contradicts" else pair.relation
            yield Example(left, right, (left.body, right.body), label, kind)


def of_neighbours(subjects: Sequence[Subject], rng: random.Random, most: int = 12) -> Iterator[Example]:
    """Answers of a topic beside answers of its neighbours and of other topics of its trade: unrelated."""
    by_name = {subject.topic.name: subject for subject in subjects}
    trades: dict[str, list[Subject]] = {}
    for subject in subjects:
        trades.setdefault(subject.topic.trade, []).append(subject)
    for subject in subjects:
        near = [by_name[name] for name in subject.topic.neighbours if name in by_name]
        others = [s for s in trades[subject.topic.trade] if s is not subject and s not in near]
        for pool, count in ((near, most), (others, most // 3)):
            for _ in range(count if pool else 0):
                left, right = rng.choice(subject.answers), rng.choice(rng.choice(pool).answers)
                yield Example(left, right, (left.body, right.body), "unrelated", "neighbour", "neighbour")


def _altered(answer: Spoken, rng: random.Random) -> str:
    """The same answer as another channel might print it: with its greeting, as an item of a list, in small letters."""
    whole = " ".join(answer.source.text.split())
    body = answer.body
    ways = [whole, f"• {body}", body.rstrip(".!") + "!", body.replace(". ", " – "), body.casefold()]
    return rng.choice([way for way in ways if way != body])


def of_parts(subjects: Sequence[Subject], rng: random.Random) -> Iterator[Example]:
    """Sentences, where their relation is certain without reading them.

    Two sentences of one answer, or of two that agree, don't contradict. An answer agrees with itself, however
    printed, and is compatible with itself less a sentence: examples of many common words and no contradiction.
    """
    for subject in subjects:
        for answer in subject.answers:
            yield Example(answer, answer, (answer.body, _altered(answer, rng)), "agrees", "same", "copy")
            cut = answer.sentences
            if len(cut) > 1:
                dropped = rng.randrange(len(cut))
                rest = " ".join(s for i, s in enumerate(cut) if i != dropped)
                yield Example(answer, answer, (answer.body, rest), "compatible", "less", "copy")
                one, other = rng.sample(cut, 2)
                yield Example(answer, answer, (one, other), "compatible", "same answer", "sentence")
        for left, right in combinations(subject.answers, 2):
            agreed = left.source.says == right.source.says
            if agreed and len(left.sentences) + len(right.sentences) > 2:
                texts = rng.choice(left.sentences), rng.choice(right.sentences)
                yield Example(left, right, texts, "compatible", "agree", "sentence")
