"""An answer as the comparison sees it: its facts, each with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from cx_audit.compare.limits import limits_once
from cx_audit.compare.rows import companions
from cx_audit.compare.said import says_net
from cx_audit.compare.scope_audience import audience_scope, column_scope
from cx_audit.compare.scope_reading import nearest
from cx_audit.facts import read_once
from cx_audit.memo import Memo, NoMemo
from cx_audit.model import Answer, Fact, FactKind
from cx_audit.roles import Naming, roles_in_use
from cx_audit.text import (
    PLACEHOLDER,
    Clean,
    Parts,
    Segment,
    base_language,
    clean_question,
    sentences,
    split_boilerplate,
)

__all__ = ["AnswerView", "FactInContext", "Sentence", "view_answer"]


_FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_REGION = "region="


@dataclass(frozen=True, slots=True)
class FactInContext:
    """A fact (offsets in the clean text), the sentence it stands in, and the words around it.

    ``context`` runs from the fact before to the fact after within the sentence, the value itself masked, so that
    two facts of one sentence have contexts of their own; ``masked`` is the whole sentence, all values masked.
    ``scope`` is what the value is limited to ("region=NL", "tier=gold"), by the nearest words that say so, ``said``
    what of it the answer says itself, and not its question or a rule of the configuration; ``net`` marks an
    amount without tax; ``row`` are the values of other kinds that stand in one row with it;
    ``naming`` says what it is about, where a rule knows.
    """

    fact: Fact
    sentence: Segment
    context: str
    masked: str
    scope: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    net: bool = False
    row: tuple[Fact, ...] = ()
    naming: Naming | None = None

    @property
    def role(self) -> str | None:
        """What the fact is about, where a rule knows."""
        return self.naming.role if self.naming else None

    def likeness_of_role(self, other: FactInContext) -> int:
        """1 if both are about the same thing, -1 if about different things, 0 where it isn't known of both."""
        if self.naming is None or other.naming is None:
            return 0
        return 1 if self.naming.role == other.naming.role else -1

    @property
    def regions(self) -> frozenset[str]:
        """The countries that the value is limited to."""
        return frozenset(entry.removeprefix(_REGION) for entry in self.scope if entry.startswith(_REGION))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body with its facts; ``masked`` is its text with all values masked."""

    segment: Segment
    masked: str
    facts: tuple[FactInContext, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer, cleaned and read; ``body`` is the clean text less greeting and sign-off.

    ``asked`` are the values of the question itself: what a customer said of their own case; ``numbers`` those that
    belong to no fact. ``pieces`` are all sentences of the body, ``sentences`` those that say enough to be compared.
    """

    answer: Answer
    clean: Clean
    language: str
    body: Segment
    facts: tuple[FactInContext, ...]
    asked: tuple[Fact, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    numbers: frozenset[Decimal] = frozenset()
    pieces: tuple[Segment, ...] = ()


def _context(text: str, fact: Fact, facts: tuple[Fact, ...], sentence: Segment) -> str:
    start = max((f.end for f in facts if f.end <= fact.start), default=sentence.start)
    end = min((f.start for f in facts if f.start >= fact.end), default=sentence.end)
    start, end = max(start, sentence.start), min(end, sentence.end)
    around = f"{text[start : fact.start]} {PLACEHOLDER} {text[fact.end : end]}"
    return " ".join(around.split())


def _masked(text: str, facts: tuple[Fact, ...], sentence: Segment) -> str:
    out: list[str] = []
    at = sentence.start
    for fact in facts:
        if fact.start >= at and fact.end <= sentence.end:
            out += [text[at : fact.start], PLACEHOLDER]
            at = fact.end
    return " ".join(" ".join([*out, text[at : sentence.end]]).split())


def _with_question(around: str, question: str) -> str:
    """A bare value ("30 days.", "Nothing!") speaks of what was asked: the question stands for the missing words."""
    if not question:
        return around
    words = (word for word in around.split() if any(map(str.isalpha, word)))
    few = len(tuple(islice(words, _FEWEST_WORDS))) < _FEWEST_WORDS
    return f"{question} {around}" if few else around


def _of_age(fact: Fact, naming: Naming | None) -> Fact:
    """Years are an age where what they are about is one: "you need 16 years"."""
    if naming is None or fact.kind is not FactKind.DURATION or fact.unit != "year" or fact.low is None:
        return fact
    kinds = roles_in_use()[naming.role].kinds if naming.role in roles_in_use() else ()
    return replace(fact, kind=FactKind.AGE) if FactKind.AGE in kinds else fact


def _sentences(
    text: str, pieces: Sequence[Segment], facts: tuple[Fact, ...], placed: Sequence[FactInContext]
) -> Iterator[Sentence]:
    """The sentences of three words or more: fewer say nothing without what was asked."""
    for piece in pieces:
        if len(_WORD.findall(text, piece.start, piece.end)) >= _FEWEST_WORDS:
            inside = tuple(f for f in placed if piece.start <= f.fact.start < piece.end)
            yield Sentence(piece, _masked(text, facts, piece), inside)


def view_answer(
    answer: Answer,
    clean: Clean,
    language: str,
    region: str | None = None,
    memo: Memo | None = None,
    parts: Parts | None = None,
) -> AnswerView:
    """Read the facts of an answer's body; greeting and sign-off, apart from it by ``parts``, are not compared."""
    parts = parts or split_boilerplate(clean.text, language)
    own = answer.locale or ""
    tag = own if base_language(own) == language else language  # "en-GB" says more of dates and "$" than "en"
    question = clean_question(answer.question)
    found = read_once(clean.text, tag, region, memo or NoMemo(), question)
    facts = tuple(f for f in found.facts if f.start >= parts.start and f.end <= parts.end)
    protected = [(f.start, f.end) for f in facts]
    pieces = tuple(sentences(clean.text, language, protected, start=parts.start, end=parts.end))
    homes = [next((s for s in pieces if s.start <= f.start < s.end), Segment(f.start, f.end)) for f in facts]
    known = limits_once(clean.text, language, answer.question, question, facts, pieces, homes, memo or NoMemo())
    audience, column = audience_scope(answer, language), column_scope(answer, language)
    placed: list[FactInContext] = []
    facts = tuple(_of_age(fact, naming) for fact, naming in zip(facts, known.namings, strict=True))
    for fact, home, scope, naming in zip(facts, homes, known.scopes, known.namings, strict=True):
        words = _with_question(_context(clean.text, fact, facts, home), question)
        masked = _with_question(_masked(clean.text, facts, home), question)
        net = fact.kind is FactKind.MONEY and says_net(clean.text[home.start : home.end], language)
        row = companions(fact, facts, home)
        whole, limited_here = nearest(scope, known.asked, audience), nearest(scope, column)
        placed.append(FactInContext(fact, home, words, masked, whole, limited_here, net, row, naming))
    said = tuple(_sentences(clean.text, pieces, facts, placed))
    body = Segment(parts.start, parts.end)
    return AnswerView(answer, clean, language, body, tuple(placed), found.asked, said, found.numbers, pieces)
