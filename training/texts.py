"""The corpus as the judge will meet it: cleaned, without greeting and sign-off, cut into sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cx_audit.text import clean, clean_question, sentences, split_boilerplate
from training.corpus_data import Text, Topic

__all__ = ["Spoken", "Subject", "subjects"]

_FORM = {"faq": "faq", "macro": "macro", "chatbot": "phrase", "agent": "message"}
"""The form of question that a channel replies to."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer of the corpus. ``questions`` are ways to ask it, those in its own language and form where there are."""

    topic: str
    source: Text
    body: str
    sentences: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic with its answers."""

    topic: Topic
    answers: tuple[Spoken, ...]


def _questions(topic: Topic, answer: Text) -> tuple[str, ...]:
    """In the answer's language and form; else in its language; else all."""
    own = [(form, text) for language, form, text in topic.ask if language == answer.language]
    fitting = [text for form, text in own if form == _FORM.get(answer.channel, form)]
    found = fitting or [text for _, text in own] or [text for _, _, text in topic.ask]
    return tuple(clean_question(text) for text in found[:2])


def _spoken(topic: Topic, answer: Text) -> Spoken:
    text = clean(answer.text).text
    parts = split_boilerplate(text, answer.language)
    cut = sentences(text, answer.language, (), start=parts.start, end=parts.end)
    body = " ".join(text[parts.start : parts.end].split())
    said = tuple(" ".join(text[s.start : s.end].split()) for s in cut)
    return Spoken(topic.name, answer, body, said, _questions(topic, answer))


def subjects(topics: Iterable[Topic]) -> Sequence[Subject]:
    """All topics, read."""
    return [Subject(topic, tuple(_spoken(topic, answer) for answer in topic.answers)) for topic in topics]
