"""From the corpus to what the judge learns, is tuned and is measured on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from training.corpus_data import topics
from training.judge.pairs import Example, of_neighbours, of_parts, of_topics
from training.judge.texts import Subject, subjects
from training.split import Split, split_of

__all__ = ["Data", "read"]

_SEED = 4
_PARTS = 14


@dataclass(frozen=True, slots=True)
class Data:
    """``train`` has parts and neighbours; ``dev`` and ``test`` are whole answers and some neighbours."""

    train: list[Example]
    dev: list[Example]
    test: list[Example]
    topics: int


def _rank(subject: Subject) -> bytes:
    return hashlib.sha256(f"share {subject.topic.name}".encode()).digest()


def _measured(found: Sequence[Subject], rng: random.Random) -> list[Example]:
    return [*of_topics(found), *of_neighbours(found, rng, 3)]


def _some(found: list[Example], rng: random.Random) -> list[Example]:
    """A few for each topic: a side that comes up again is already read."""
    by_topic: dict[str, list[Example]] = {}
    for example in found:
        by_topic.setdefault(example.left.topic, []).append(example)
    return [example for group in by_topic.values() for example in rng.sample(group, min(_PARTS, len(group)))]


def read(share: float = 1.0) -> Data:
    """All examples; of the topics to learn from only ``share``: the same each time, a smaller share in a larger."""
    parts: dict[Split, list[Subject]] = {"train": [], "dev": [], "test": []}
    for subject in subjects(topics()):
        parts[split_of(subject.topic.name)].append(subject)
    learned = sorted(parts["train"], key=_rank)[: round(share * len(parts["train"]))]
    rng = random.Random(_SEED)
    train = [*of_topics(learned), *of_neighbours(learned, rng, 6), *_some(list(of_parts(learned, rng)), rng)]
    return Data(train, _measured(parts["dev"], rng), _measured(parts["test"], rng), len(learned))
