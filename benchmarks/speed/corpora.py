"""Corpora of any size out of our own answers: labelled companies, then the training corpus, then both once more.

A further round is of another company: each of its questions and answers names a product of that round, and its
whole numbers are others, the same ones where the first round has the same. So no two answers are one text, and what
agreed or disagreed in the first round does so in all.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path

from benchmarks.accuracy.data import companies
from cx_audit.model import Answer
from training.corpus_data import topics

__all__ = ["corpus", "labelled", "write"]

_COLUMNS = ("id", "channel", "question", "answer", "locale", "audience", "agent", "variants", "intent")
_WHOLE = re.compile(r"(?<![\w.,:/+-])\d{1,3}(?![\w.,:/-])")
_SYLLABLES = ("ba", "do", "fi", "gu", "ke", "lo", "mi", "na", "pe", "ru", "sa", "ti", "vo", "za")


def labelled() -> list[Answer]:
    """The answers of all labelled companies, each with its gold intent."""
    return [
        replace(a, id=f"{company.name}/{a.id}", intent=f"{company.name}/{a.intent}")
        for company in companies()
        for a in company.answers
    ]


def _trained() -> Iterator[Answer]:
    for topic in topics():
        asked = {language: text for language, _, text in reversed(topic.ask)}
        first = topic.ask[0][2]
        for a in topic.answers:
            question = asked.get(a.language, first)
            yield Answer(f"{topic.name}/{a.id}", a.channel, question, a.text, locale=a.language, intent=topic.name)


def _product(number: int) -> str:
    size = len(_SYLLABLES)
    return "".join(_SYLLABLES[number // size**place % size] for place in range(3)).title()


def _renamed(answer: Answer, number: int) -> Answer:
    """The answer as the company of a further round gives it."""

    def moved(text: str) -> str:
        return _WHOLE.sub(lambda match: str(int(match.group()) + number), text)

    product = _product(number)
    return replace(
        answer,
        id=f"{number}/{answer.id}",
        question=f"{product}: {moved(answer.question)}",
        text=f"{product}: {moved(answer.text)}",
        variants=tuple(f"{product}: {moved(variant)}" for variant in answer.variants),
        intent=f"{number}/{answer.intent}",
    )


@cache
def _ours() -> tuple[Answer, ...]:
    return (*labelled(), *_trained())


def corpus(size: int) -> list[Answer]:
    """So many answers; those of one question stand together."""
    ours = _ours()
    out = list(ours[:size])
    for number in count(1):
        if len(out) >= size:
            return out
        out += [_renamed(answer, number) for answer in ours[: size - len(out)]]
    return out


def write(path: Path, answers: Sequence[Answer]) -> None:
    """As a table that the command reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for a in answers:
            told = (a.id, a.channel, a.question, a.text, a.locale, a.audience, a.agent, " | ".join(a.variants))
            writer.writerow([*(value or "" for value in told), ""])
