"""Answers that one speaker gave again and again, as one answer with its uses counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cx_audit.model import Answer
from cx_audit.sources.ids import content_id, short_hash, squeeze
from cx_audit.text import split_boilerplate

__all__ = ["Collapse"]

_SPEAKS_FOR_ITSELF = 80
"""A text as long as this says what it is about: word for word the same, it is a macro, whatever was asked."""
_WORDINGS = 5
_MOST_WORDINGS = 200


@dataclass(slots=True)
class _Said:
    answer: Answer
    uses: int = 0
    questions: Counter[str] = field(default_factory=Counter)
    variants: Counter[str] = field(default_factory=Counter)
    day: str = ""


class Collapse:
    """Gathers answers. Greetings and sign-offs make no difference, nor does the case of letters."""

    def __init__(self) -> None:
        self._said: dict[str, _Said] = {}

    def add(self, answer: Answer, language: str) -> None:
        """Take an answer; the first of equal ones gives its text and place."""
        body = _body(answer.text, language)
        asked = None if len(body) >= _SPEAKS_FOR_ITSELF else _plain(answer.question)
        key = short_hash((answer.channel, answer.agent, answer.locale, body, asked), 32)
        said = self._said.setdefault(key, _Said(answer))
        said.uses += 1
        said.day = max(said.day, answer.updated or "")
        if len(said.questions) < _MOST_WORDINGS or answer.question in said.questions:
            said.questions[answer.question] += 1
            said.variants.update(answer.variants)

    def answers(self) -> Iterator[Answer]:
        """The answers, each once, in the order in which they were first given."""
        for said in self._said.values():
            often = sorted(said.questions, key=lambda text: (-said.questions[text], len(text), text))
            also = sorted(said.variants, key=lambda text: (-said.variants[text], text))
            question = often[0]
            variants = dict.fromkeys(text for text in (*often[1:], *also) if text != question)
            first = said.answer
            yield replace(
                first,
                id=content_id(first.channel, question, first.text, first.locale, None, first.agent),
                question=question,
                variants=tuple(variants)[:_WORDINGS],
                uses=said.uses,
                updated=said.day or None,
            )


@lru_cache(maxsize=1024)
def _body(text: str, language: str) -> str:
    parts = split_boilerplate(text, language)
    return squeeze(text[parts.start : parts.end]).casefold()


def _plain(question: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in question.casefold()).split())
