"""What the reader of outcomes learns from: a question, a reply, and what the reply comes to.

``topics.txt`` has a letter for each answer of the corpus; ``replies.jsonl`` questions with one reply each;
``matters.jsonl`` several questions and several replies to one matter, with a letter for each of the one under each of
the other. Labelled companies (``training.outcomes.companies``) may be learned from as well. Letters: Y granted,
N refused, P partly or under a condition that the question doesn't settle, X neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cx_audit.text import clean, clean_question, split_boilerplate
from training.corpus_data import topics
from training.split import split_of
from training.texts import subjects

__all__ = ["DATA", "LETTERS", "Example", "Examples", "body", "lines", "read", "set_aside", "texts"]

LETTERS = "YNPX"
"""In the order of ``cx_audit.compare.outcomes.OUTCOMES``."""
DATA = Path(__file__).parent / "data"
_TENTH = 10


@dataclass(frozen=True, slots=True)
class Example:
    """A reply, its language, the questions that it may be read against, and its letter under any of them.

    ``house`` is whose matters are told side by side: a writer's, or a company. ``strange`` are questions of other
    matters that sound alike, which the reply doesn't decide.
    """

    matter: str
    questions: tuple[str, ...]
    reply: str
    letter: str
    language: str
    house: str = ""
    strange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examples:
    """To learn from (``single`` replies, those of ``matters``, those of ``companies``), and to measure, by source."""

    single: list[Example]
    matters: list[Example]
    measured: dict[str, list[Example]]
    companies: list[Example] = field(default_factory=list)


def body(text: str, language: str) -> str:
    """A reply as the product has it read: without mark-up, greeting and sign-off, in one line."""
    plain = clean(text).text
    parts = split_boilerplate(plain, language)
    return " ".join(plain[parts.start : parts.end].split())


def _of_topics() -> Iterator[tuple[str, Example]]:
    letters: dict[str, dict[str, str]] = {}
    for line in (DATA / "topics.txt").read_text(encoding="utf-8").splitlines():
        name, *told = line.split()
        letters[name] = dict(one.split("=") for one in told)
    every = list(topics())
    wordings = {topic.name: tuple(clean_question(text) for _, _, text in topic.ask) for topic in every}
    for subject in subjects(every):
        asked = [text for _, _, text in subject.topic.ask]
        near = tuple(text for name in subject.topic.neighbours for text in wordings[name])
        for said in subject.answers:
            # those in the answer's own language and form come up more often
            questions = (*said.questions, *(clean_question(text) for text in asked))
            letter = letters[subject.topic.name][said.source.id]
            example = Example(subject.topic.name, questions, said.body, letter, said.source.language, strange=near)
            yield split_of(subject.topic.name), example


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON objects, one a line."""
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def set_aside(matter: str) -> bool:
    """Whether it is one of the tenth that nothing learns from."""
    return int(hashlib.md5(matter.encode(), usedforsecurity=False).hexdigest()[:8], 16) % _TENTH == 0


def _of_replies() -> Iterator[Example]:
    for row in lines(DATA / "replies.jsonl"):
        matter, language, question, reply, letter = (str(row[key]) for key in ("m", "lang", "q", "a", "y"))
        yield Example(matter, (clean_question(question),), body(reply, language), letter, language)


def _of_matters() -> Iterator[Example]:
    for row in lines(DATA / "matters.jsonl"):
        matter, questions, replies, letters = (row[key] for key in ("m", "q", "a", "y"))
        for (_, question), told in zip(questions, letters, strict=True):
            for (language, reply), letter in zip(replies, told, strict=True):
                asked, said = (clean_question(question),), body(reply, language)
                yield Example(matter, asked, said, letter, language, matter.split("/")[0])


def texts() -> Iterator[tuple[str, str]]:
    """All that was written for this alone, with a name for each."""
    for row in lines(DATA / "replies.jsonl"):
        yield from ((f"{row['m']}/{key}", row[key]) for key in ("q", "a"))
    for row in lines(DATA / "matters.jsonl"):
        yield from ((f"{row['m']}/{key}{n}", text) for key in ("q", "a") for n, (_, text) in enumerate(row[key]))


def read() -> Examples:
    """All examples; of the corpus the parts of ``training.split``, of the rest every tenth matter is set aside."""
    out = Examples([], [], {"topics, dev": [], "topics, test": [], "replies": [], "matters": []})
    for part, example in _of_topics():
        (out.single if part == "train" else out.measured[f"topics, {part}"]).append(example)
    for name, found, into in (("replies", _of_replies(), out.single), ("matters", _of_matters(), out.matters)):
        for example in found:
            (out.measured[name] if set_aside(example.matter) else into).append(example)
    return out
