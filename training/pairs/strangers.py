"""Replies of one firm to two questions that sound alike: nothing that they say contradicts the other."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy.data import Company
from cx_audit.text import clean_question
from training.corpus_data import topics
from training.outcomes.companies import nearest, questions_of
from training.outcomes.data import body, lines, set_aside
from training.split import split_of
from training.texts import subjects

__all__ = ["Firm", "of", "strangers", "trades", "written"]

_MOST = 12_000
_ASKED = 3
_SEED = 1

Asked = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """The questions of each matter, and the replies to it."""

    asked: dict[str, Asked] = field(default_factory=dict)
    replies: dict[str, list[str]] = field(default_factory=dict)

    def strangers(self, count: int, rng: random.Random) -> Iterator[tuple[Asked, tuple[str, str]]]:
        """About so many pairs of replies to two matters, under the questions of either."""
        matters = {question: matter for matter, asked in self.asked.items() for question in asked}
        near = nearest(self.asked)
        for _ in range(count):
            matter = rng.choice(list(self.asked))
            other = matters[rng.choice(near[matter])]
            if other != matter:
                said = rng.choice(self.replies[matter]), rng.choice(self.replies[other])
                yield self.asked[rng.choice((matter, other))], said


def of(companies: Iterable[Company]) -> list[Firm]:
    """Labelled companies."""
    out = []
    for company in companies:
        replies: dict[str, list[str]] = defaultdict(list)
        for answer in company.answers:
            replies[answer.intent or answer.id].append(body(answer.text, (answer.locale or "en")[:2]))
        out.append(Firm(questions_of(company), replies))
    return out


def trades() -> list[Firm]:
    """The trades of the corpus, with the topics that are learned from."""
    firms: dict[str, Firm] = defaultdict(Firm)
    for subject in subjects(topics()):
        name = subject.topic.name
        if split_of(name) == "train":
            firm = firms[subject.topic.trade]
            firm.asked[name] = tuple(clean_question(text) for _, _, text in subject.topic.ask[:_ASKED])
            firm.replies[name] = [answer.body for answer in subject.answers]
    return list(firms.values())


def written(file: Path) -> list[Firm]:
    """The invented firms, with the matters that are learned from; a matter's name begins with its firm."""
    firms: dict[str, Firm] = defaultdict(Firm)
    for row in lines(file):
        name = str(row["m"])
        if not set_aside(name):
            firm = firms[name.split("/")[0]]
            firm.asked[name] = tuple(clean_question(question) for _, question in row["q"])
            firm.replies[name] = [body(text, language) for language, text in row["a"]]
    return list(firms.values())


def strangers(firms: list[Firm]) -> list[tuple[Asked, tuple[str, str]]]:
    """Pairs of replies, no more than twelve thousand, as many of each firm, with the questions that may be asked."""
    rng = random.Random(_SEED)
    return [pair for firm in firms for pair in firm.strangers(_MOST // len(firms), rng)]
