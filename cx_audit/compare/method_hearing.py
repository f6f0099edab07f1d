"""Which methods an answer may name at all, and in which of its sentences: most answers name none."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from cx_audit.compare.method_cues import Spot, spots
from cx_audit.compare.method_needs import Gated, gated, keys_in
from cx_audit.compare.method_pack import Words, families, words
from cx_audit.compare.method_phrases import folds_accents
from cx_audit.compare.method_spans import blocked, context, masked, named
from cx_audit.compare.method_stance import Reader, reader
from cx_audit.compare.view import AnswerView
from cx_audit.facts.fold import View, fold
from cx_audit.text import Segment

__all__ = ["LIST", "LONGEST", "Heard", "blocks", "hear", "topics"]

LIST = 3
"""A list names at least so many methods."""

LONGEST = 3_000
"""Of a sentence, and of a question, no more is read."""
_WHOLE = 8_000
_LINES_JOINED = 12
_FULL_STOP = re.compile(r"[.!?]\s*$")


def blocks(view: AnswerView) -> Iterator[Segment]:
    """Sentences; a line that ends with a colon takes the lines of its list with it."""
    text = view.clean.text
    pieces = view.pieces
    at = 0
    while at < len(pieces):
        last = at
        if text[pieces[at].start : pieces[at].end].endswith(":"):
            while last + 1 < len(pieces) and last - at < _LINES_JOINED:
                last += 1
                line = text[pieces[last].start : pieces[last].end]
                following = text[pieces[last].end : pieces[last].end + 1]
                if _FULL_STOP.search(line) or following != "\n":
                    break
        yield Segment(pieces[at].start, pieces[last].end)
        at = last + 1


@cache
def _needy(language: str) -> list[tuple[str, Gated]]:
    """The families that need a context, with the words of it."""
    needy = (f.family for f in families().values() if f.context.get(language) and f.kind != "choice")
    return [(name, context(name, language)) for name in needy]


def _spoken(folded: str, language: str) -> frozenset[str]:
    """The families with a context that a text speaks of.

    "Contre remboursement" is a way to pay, not a refund: names of the families that yield don't count.
    """
    keys = keys_in(folded)
    maybe = [(name, told) for name, told in _needy(language) if told.may_match(keys)]
    if not maybe:
        return frozenset()
    bare = masked(folded, named(folded, language, frozenset()))
    return frozenset(name for name, told in maybe if told.pattern.search(bare))


@cache
def _asking(language: str) -> dict[str, Gated]:
    """By family the words of a question that ask for it."""
    said = {name: family.asked.get(language, ()) for name, family in families().items()}
    return {name: gated(phrases, language) for name, phrases in said.items() if phrases}


def _asked(question: str, language: str) -> frozenset[str]:
    """The families that a folded question asks for."""
    keys = keys_in(question)
    asking = _asking(language).items()
    said = {name for name, asks in asking if asks.may_match(keys) and asks.pattern.search(question)}
    return _spoken(question, language) | said


def _of_itself(question: str, language: str) -> frozenset[str]:
    """Families of which a question names a method: "Is my gift card valid abroad?" is no question of refunds."""
    every = frozenset(families())
    return frozenset(found.family for found in named(question, language, every) if families()[found.family].context)


@dataclass(frozen=True)
class Heard:
    """An answer that names methods, and what its language knows.

    ``folded`` are its question and text together, ``found`` the cues there; ``topics`` the families that the
    customers' questions in its group speak of.
    """

    view: AnswerView
    known: Words
    reading: Reader
    folded: View
    found: tuple[Spot, ...]
    topics: frozenset[str] = frozenset()

    @property
    def families(self) -> frozenset[str]:
        """The families of which it may name a method."""
        if self._long:
            return frozenset(families())
        return frozenset(one.cue.family for one in self.found)

    def may_turn_down(self, family: str) -> bool:
        """Whether anything in it may refuse a method of a family, or single one out."""
        way = families()[family].kind == "way"
        keys = keys_in(self.folded.text)
        if self._long or self.reading.may_seal(keys) or (way and self.reading.may_deny(keys)):
            return True
        return any(
            self.reading.may_turn_down(keys_in(self._folded(block)), way=way) for block in self.sentences({family})
        )

    def _folded(self, block: Segment) -> str:
        return fold(self.view.clean.text[block.start : block.end], accents=folds_accents(self.view.language)).text

    def lists(self, family: str) -> bool:
        """Whether it may name so many methods of a family that they are a list."""
        return self._long or len({one.cue.concept for one in self.found if one.cue.family == family}) >= LIST

    @cached_property
    def question(self) -> str:
        """The question, folded."""
        return fold(self.view.answer.question[:LONGEST], accents=folds_accents(self.view.language)).text

    @cached_property
    def asked(self) -> frozenset[str]:
        """The families that the question asks for."""
        return _asked(self.question, self.view.language)

    @cached_property
    def around(self) -> frozenset[str]:
        """The families with a context that the answer or its question speaks of."""
        spoken = _spoken(self.folded.text, self.view.language) | self.topics
        if spoken and self._names_in_question():
            spoken -= _of_itself(self.question, self.view.language) - self.asked
        return spoken

    def _names_in_question(self) -> bool:
        """Whether a name may begin in the question."""
        end = len(self.view.answer.question)
        return self._long or any(self.folded.span(one.start, one.end)[0] < end for one in self.found)

    @property
    def _long(self) -> bool:
        """Whether words may be cut off, or cut in two."""
        return len(self.view.answer.question) + len(self.view.clean.text) > LONGEST

    def _counting(self) -> list[Spot]:
        """The cues that may count."""
        never = blocked(self.around) if any(not one.cue.choice for one in self.found) else frozenset()
        return [one for one in self.found if one.cue.choice or one.cue.family not in never]

    def sentences(self, wanted: Container[str]) -> Iterator[Segment]:
        """The sentences that may name a method of the families ``wanted``."""
        counting = self._counting()
        if not counting:
            return
        before = len(self.view.answer.question) + 1
        told = [one for one in counting if one.cue.family in wanted]
        places = [self.folded.span(one.start, one.end)[0] - before for one in told]
        for block in blocks(self.view):
            if self._long or any(block.start <= place < block.end for place in places):
                yield block


def _together(question: str, text: str, language: str) -> View:
    """Both, a line each, folded as far as they are read; each by itself may be folded already."""
    accents = folds_accents(language)
    if len(question) + len(text) < _WHOLE:
        asked, said = fold(question, accents=accents), fold(text, accents=accents)
        if asked.starts is None and said.starts is None:
            return View(f"{asked.text}\n{said.text}")
    return fold(f"{question}\n{text}"[:_WHOLE], accents=accents)


def topics(views: Iterable[AnswerView]) -> frozenset[str]:
    """The families with a context that the questions of a group speak of.

    Who asks "Do I get my money back?" hears of refunds, also where the answer needs no such word.
    """
    return frozenset().union(*(_topics(view.answer.question, view.language) for view in views))


@lru_cache(maxsize=4096)
def _topics(question: str, language: str) -> frozenset[str]:
    if words(language) is None:
        return frozenset()
    folded = fold(question[:LONGEST], accents=folds_accents(language)).text
    return _spoken(folded, language) - _of_itself(folded, language)


def hear(view: AnswerView, topics: frozenset[str] = frozenset()) -> Heard | None:
    """Look an answer over for methods; None where it names none, or its language has no words of its own.

    Args:
        view: the answer.
        topics: the families that the questions of its group speak of.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    known, reading = words(view.language), reader(view.language)
    if known is None or reading is None:
        return None
    folded = _together(view.answer.question, view.clean.text, view.language)
    found = spots(folded.text, view.language)
    return Heard(view, known, reading, folded, found, topics) if found else None
