"""An answer as the comparison sees it: its facts, each with the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from cx_audit.compare.around import Around, InAnswer
from cx_audit.compare.asides import Aside
from cx_audit.compare.counting import counting
from cx_audit.facts import ReadAnswer, read_once
from cx_audit.memo import Memo, NoMemo
from cx_audit.model import Answer, Fact, FactKind
from cx_audit.roles import Naming, roles_in_use
from cx_audit.text import Clean, Parts, Segment, base_language, clean_question, sentences, split_boilerplate

__all__ = ["AnswerView", "FactInContext", "Sentence", "view_answer"]


_FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_REGION = "region="


@dataclass(frozen=True)
class FactInContext:
    """A fact (offsets in the clean text), the sentence it stands in, and the words around it.

    What it is limited to and the like is read when it is first asked for; ``place`` is its number among the facts of
    its answer. ``loose``: nothing in its own words says what the number counts.
    """

    fact: Fact
    sentence: Segment
    around: Around = field(repr=False, compare=False)
    place: int = 0
    loose: bool = False

    @cached_property
    def context(self) -> str:
        """The words from the fact before to the fact after within the sentence, the value itself masked.

        So two facts of one sentence have contexts of their own.
        """
        return self.around.context(self.place)

    @cached_property
    def masked(self) -> str:
        """The whole sentence, all values masked."""
        return self.around.masked(self.place)

    @cached_property
    def scope(self) -> frozenset[str]:
        """What the value is limited to ("region=NL", "tier=gold"), by the nearest words that say so."""
        return self.around.scope(self.place)

    @cached_property
    def said(self) -> frozenset[str]:
        """What of its scope the answer says itself, and not its question or a rule of the configuration."""
        return self.around.said(self.place)

    @cached_property
    def net(self) -> bool:
        """Whether it is an amount without tax."""
        return self.around.net(self.place)

    @cached_property
    def aside(self) -> Aside | None:
        """Why it states no rule, None where it may: of a customer's own case, of an example."""
        return self.around.aside(self.place)

    @cached_property
    def row(self) -> tuple[Fact, ...]:
        """The values of other kinds that stand in one row with it."""
        return self.around.row(self.place)

    @cached_property
    def naming(self) -> Naming | None:
        """What the fact is about, where a rule knows, and why."""
        return self.around.naming(self.place)

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


@dataclass(frozen=True)
class AnswerView:
    """An answer, cleaned and read; ``body`` is the clean text less greeting and sign-off.

    ``asked`` are the values of the question itself: what a customer said of their own case; ``numbers`` those that
    belong to no fact, of which the ``loose`` ones may count something. ``pieces`` are all sentences of the body,
    ``sentences`` those that say enough to be compared.
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
    loose: tuple[FactInContext, ...] = ()

    @cached_property
    def by_kind(self) -> dict[FactKind, list[FactInContext]]:
        """The facts of each kind, in order."""
        out: dict[FactKind, list[FactInContext]] = {}
        for fact in self.facts:
            out.setdefault(fact.fact.kind, []).append(fact)
        return out


def _home(fact: Fact, pieces: Sequence[Segment], starts: Sequence[int]) -> Segment:
    """The sentence in which a fact begins; ``starts`` are where the sentences do."""
    at = bisect_right(starts, fact.start) - 1
    return pieces[at] if at >= 0 and fact.start < pieces[at].end else Segment(fact.start, fact.end)


def _of_age(fact: Fact, around: Around, place: int) -> Fact:
    """Years are an age where what they are about is one: "you need 16 years"."""
    if fact.kind is not FactKind.DURATION or fact.unit != "year" or fact.low is None:
        return fact
    naming = around.naming(place)
    role = roles_in_use().get(naming.role) if naming else None
    return replace(fact, kind=FactKind.AGE) if role and FactKind.AGE in role.kinds else fact


def _sentences(
    text: str, pieces: Sequence[Segment], placed: Sequence[FactInContext], around: InAnswer
) -> Iterator[Sentence]:
    """The sentences of three words or more: fewer say nothing without what was asked."""
    for piece in pieces:
        if len(_WORD.findall(text, piece.start, piece.end)) >= _FEWEST_WORDS:
            inside = tuple(f for f in placed if piece.start <= f.fact.start < piece.end)
            yield Sentence(piece, around.sentence(piece), inside)


def _uncounted(found: ReadAnswer, text: str) -> list[Fact]:
    """The loose numbers that may count something; said back, one of the customer's own is no rule."""
    asked = {fact.low for fact in (*found.asked, *found.asked_loose)}
    return [fact for fact in found.loose if fact.low not in asked and counting(fact, text)]


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
    starts = [piece.start for piece in pieces]
    homes = [_home(fact, pieces, starts) for fact in facts]
    around = InAnswer(answer, clean.text, language, question, facts, pieces, homes, memo or NoMemo())
    placed = tuple(
        FactInContext(_of_age(fact, around, place), home, around, place)
        for place, (fact, home) in enumerate(zip(facts, homes, strict=True))
    )
    said = tuple(_sentences(clean.text, pieces, placed, around))
    body = Segment(parts.start, parts.end)
    numbers = frozenset(fact.low for fact in found.loose if fact.low is not None)
    within = [fact for fact in _uncounted(found, clean.text) if body.start <= fact.start < body.end]
    everything = tuple(sorted((*facts, *within), key=lambda fact: fact.start)) if within else ()
    all_homes = [_home(fact, pieces, starts) for fact in everything]
    # what is remembered of the text is of its facts alone
    beside = InAnswer(answer, clean.text, language, question, everything, pieces, all_homes, NoMemo())
    loose = tuple(
        FactInContext(fact, home, beside, place, loose=True)
        for place, (fact, home) in enumerate(zip(everything, all_homes, strict=True))
        if fact in within
    )
    return AnswerView(answer, clean, language, body, placed, found.asked, said, numbers, pieces, loose)
