"""What stands around the values of an answer, read when it is first asked for.

Most answers to a question give the same values, or values of which only one can be meant: then nobody asks what each
is limited to, what it is about and what stands beside it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from cx_audit.compare.asides import REP, Aside, aside
from cx_audit.compare.limits import Limits, limits_once, namings_once
from cx_audit.compare.rows import companions
from cx_audit.compare.said import says_net
from cx_audit.compare.scope_audience import audience_scope, column_scope
from cx_audit.compare.scope_reading import nearest
from cx_audit.memo import Memo
from cx_audit.model import Answer, Fact, FactKind
from cx_audit.roles import Naming
from cx_audit.text import PLACEHOLDER, Segment

__all__ = ["Around", "InAnswer", "Words"]

_FEWEST_WORDS = 3


class Around(ABC):
    """What a fact is asked for beside itself; ``place`` is its number among the facts of its answer."""

    @abstractmethod
    def context(self, place: int) -> str:
        """The words around the fact."""

    @abstractmethod
    def masked(self, place: int) -> str:
        """Its sentence, all values masked."""

    def scope(self, place: int) -> frozenset[str]:
        """What it is limited to."""
        return frozenset()

    def said(self, place: int) -> frozenset[str]:
        """What of that the answer says itself."""
        return frozenset()

    def net(self, place: int) -> bool:
        """Whether it is an amount without tax."""
        return False

    def aside(self, place: int) -> Aside | None:
        """Why it states no rule."""
        return None

    def row(self, place: int) -> tuple[Fact, ...]:
        """The values of other kinds that stand in one row with it."""
        return ()

    def naming(self, place: int) -> Naming | None:
        """What it is about."""
        return None


class Words(Around):
    """Words alone."""

    def __init__(self, words: str) -> None:
        self._words = words

    def context(self, place: int) -> str:
        """The words."""
        return self._words

    def masked(self, place: int) -> str:
        """The words."""
        return self._words


class InAnswer(Around):
    """The facts of an answer, each with the sentence that holds it.

    Args:
        answer: the answer.
        text: its text, clean.
        language: its language.
        question: its question, clean.
        facts: the facts of its body, in order.
        pieces: the body's sentences.
        homes: the sentence of each fact.
        memo: what was read before.
    """

    def __init__(
        self,
        answer: Answer,
        text: str,
        language: str,
        question: str,
        facts: tuple[Fact, ...],
        pieces: tuple[Segment, ...],
        homes: Sequence[Segment],
        memo: Memo,
    ) -> None:
        self._answer, self._text, self._language, self._question = answer, text, language, question
        self._facts, self._pieces, self._homes, self._memo = facts, pieces, homes, memo
        self._whole: dict[Segment, str] = {}

    def sentence(self, home: Segment) -> str:
        """The text of a sentence, all values masked."""
        known = self._whole.get(home)
        if known is None:
            known = self._whole[home] = _masked(self._text, self._facts, home)
        return known

    def context(self, place: int) -> str:
        """From the fact before to the fact after, and the question where that says too little."""
        return _with_question(_context(self._text, place, self._facts, self._homes[place]), self._question)

    def masked(self, place: int) -> str:
        """Its sentence, and the question where that says too little."""
        return _with_question(self.sentence(self._homes[place]), self._question)

    @cached_property
    def _limits(self) -> Limits:
        asked = self._answer.question
        return limits_once(self._text, self._language, asked, self._facts, self._pieces, self._memo)

    @cached_property
    def _namings(self) -> tuple[Naming | None, ...]:
        return namings_once(self._text, self._language, self._question, self._facts, self._homes, self._memo)

    def scope(self, place: int) -> frozenset[str]:
        """By the nearest words that say so: its own, the question's, those for the answer as a whole."""
        whole = audience_scope(self._answer, self._language)
        return nearest(self._limits.scopes[place], self._limits.asked, whole)

    def said(self, place: int) -> frozenset[str]:
        """What its own words and the audience column say."""
        return nearest(self._limits.scopes[place], column_scope(self._answer, self._language))

    def net(self, place: int) -> bool:
        """Whether its sentence gives amounts without tax."""
        home = self._homes[place]
        money = self._facts[place].kind is FactKind.MONEY
        return money and says_net(self._text[home.start : home.end], self._language)

    def aside(self, place: int) -> Aside | None:
        """By the words of its clause and its sentence."""
        by_rep = self._answer.channel == REP
        fact, home = self._facts[place], self._homes[place]
        return aside(self._text, fact, self._facts, home, self._language, by_rep=by_rep)

    def row(self, place: int) -> tuple[Fact, ...]:
        """The values of its sentence that name its row."""
        return companions(self._facts[place], self._facts, self._homes[place])

    def naming(self, place: int) -> Naming | None:
        """What it is about, where a rule knows."""
        return self._namings[place]


def _context(text: str, place: int, facts: Sequence[Fact], sentence: Segment) -> str:
    fact = facts[place]
    # facts are in order, and none overlaps another
    start = max(facts[place - 1].end, sentence.start) if place else sentence.start
    end = min(facts[place + 1].start, sentence.end) if place + 1 < len(facts) else sentence.end
    around = f"{text[start : fact.start]} {PLACEHOLDER} {text[fact.end : end]}"
    return " ".join(around.split())


def _masked(text: str, facts: Sequence[Fact], sentence: Segment) -> str:
    out: list[str] = []
    at = sentence.start
    for fact in facts:
        if fact.start >= at and fact.end <= sentence.end:
            out += (text[at : fact.start], PLACEHOLDER)
            at = fact.end
    return " ".join(" ".join([*out, text[at : sentence.end]]).split())


def _with_question(around: str, question: str) -> str:
    """A bare value ("30 days.", "Nothing!") speaks of what was asked: the question stands for the missing words."""
    if not question or sum(map(str.isalpha, around.split())) >= _FEWEST_WORDS:
        return around
    words = (word for word in around.split() if any(map(str.isalpha, word)))
    few = len(tuple(islice(words, _FEWEST_WORDS))) < _FEWEST_WORDS
    return f"{question} {around}" if few else around
