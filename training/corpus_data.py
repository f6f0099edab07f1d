"""The training corpus: topics of customer questions, each with answers that agree, contradict, omit or are scoped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

__all__ = ["CORPUS", "FORMS", "LANGUAGES", "Pair", "Text", "Topic", "load_topic", "pairs", "topics"]

CORPUS = Path(__file__).parent / "corpus"
LANGUAGES = ("en", "nl", "es", "vi", "ar", "de", "fr", "it", "pt", "pl")
FORMS = ("faq", "macro", "phrase", "message")

_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Text:
    """An answer. ``says`` is the letter of its position; ``omits`` and ``scope`` are empty where they don't apply."""

    id: str
    language: str
    channel: str
    says: str
    text: str
    differs: str = ""
    omits: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One rule of one trade. ``ask`` are (language, form, text); ``neighbours`` the topics it is confused with."""

    name: str
    trade: str
    about: str
    neighbours: tuple[str, ...]
    ask: tuple[tuple[str, str, str], ...]
    answers: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one topic and how they stand to each other: agree, contradict, omission or scoped."""

    left: Text
    right: Text
    relation: str


def _answer(row: dict[str, Any]) -> Text:
    optional = {name: str(row.get(name) or "") for name in ("differs", "omits", "scope")}
    return Text(
        str(row["id"]), str(row["lang"]), str(row["channel"]), str(row["says"]), str(row["text"]).strip(), **optional
    )


def load_topic(path: Path) -> Topic:
    """One file of the corpus.

    Raises:
        yaml.YAMLError, KeyError, TypeError, ValueError: the file has not the form that corpus/README.md gives.
    """
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    ask = tuple((str(language), str(form), str(text).strip()) for language, form, text in raw["ask"])
    answers = tuple(_answer(row) for row in raw["answers"])
    neighbours = tuple(map(str, raw.get("neighbours") or ()))
    return Topic(str(raw["topic"]), str(raw["trade"]), str(raw["about"]), neighbours, ask, answers)


def topics(folder: Path = CORPUS) -> Iterator[Topic]:
    """All topics, by trade and name."""
    for path in sorted(folder.glob("*/*.yml")):
        yield load_topic(path)


def _relation(a: Text, b: Text) -> str:
    if a.says == b.says:
        return "omission" if bool(a.omits) != bool(b.omits) else "agree"
    return "scoped" if a.scope or b.scope else "contradict"


def pairs(topic: Topic) -> Iterator[Pair]:
    """Every two answers of a topic; two that both leave something out count as agreeing."""
    for a, b in combinations(topic.answers, 2):
        yield Pair(a, b, _relation(a, b))
