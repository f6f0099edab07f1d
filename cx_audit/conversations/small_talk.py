"""Messages that neither ask nor answer: thanks, "let me check that for you", a rep's own questions.

A clause counts as such by how it begins, and only if little follows and no number. So "No problem, returns are free"
and "Thanks. You have 30 days." say something, and "Thank you so much for your help!" doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from cx_audit.conversations.words import words_of
from cx_audit.text import sentences
from cx_audit.text.greeting import greeting_end
from cx_audit.text.names import UNKNOWN_WORDS, are_names, bare, has_digit
from cx_audit.text.phrases import NO_LETTER, Phrases, any_of, phrases
from cx_audit.text.sign_off import sign_off_start

__all__ = ["Kind", "Say", "asks", "says"]

_MARK = re.compile(r"[?？؟]")
_CLAUSE = re.compile(r"[,،:;–—]\s+|\s-\s|,(?=[^\d\s])")
_LEAD = r"\W*(?:[\w'’]{1,6}\s+){0,2}?"
_FOLLOWS, _FOLLOWS_LITTLE = 8, 3
_SHORT_PHRASE = 2


class Kind(StrEnum):
    """What a message is worth: manners alone, a request to wait, a question, or something said."""

    MANNERS = "manners"
    HOLDING = "holding"
    ASKS = "asks"
    SAYS = "says"


@dataclass(frozen=True, slots=True)
class Say:
    """The kind of a message, and those of its sentences that say or ask something."""

    kind: Kind
    body: tuple[str, ...]


@cache
def _patterns(language: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    words = words_of(language)
    listed = ((Kind.HOLDING, words.holding), (Kind.MANNERS, words.pleasantries))
    return tuple((kind, re.compile(rf"{_LEAD}(?P<phrase>{any_of(some)}){NO_LETTER}", re.I)) for kind, some in listed)


def asks(text: str) -> bool:
    """Whether a question mark, in any script, stands in it."""
    return _MARK.search(text) is not None


@lru_cache(maxsize=4096)  # what many say: thanks, "one moment", a macro
def says(text: str, language: str) -> Say:
    """What a message is worth, without its greeting and sign-off.

    ``language`` is ISO 639-1; of one without words of its own all languages' words are taken together.
    """
    known = phrases(language)
    start = greeting_end(text, known)
    end = sign_off_start(text, start, known)
    pieces = sentences(text, language, start=start, end=max(start, end))
    if len(pieces) > 1 and _is_signature(text[pieces[-2].end : pieces[-1].end], known):
        pieces.pop()
    written = [text[piece.start : piece.end] for piece in pieces]
    found = [(_kind(sentence, language, known), sentence) for sentence in written]
    kinds = {kind for kind, _ in found}
    kind = next((kind for kind in (Kind.SAYS, Kind.ASKS, Kind.HOLDING) if kind in kinds), Kind.MANNERS)
    return Say(kind, tuple(sentence for kind, sentence in found if kind in (Kind.ASKS, Kind.SAYS)))


def _kind(sentence: str, language: str, known: Phrases) -> Kind:
    if not has_digit(sentence):
        kinds = [_clause(clause, language, known) for clause in _CLAUSE.split(sentence) if bare(clause)]
        if None not in kinds:
            return Kind.HOLDING if Kind.HOLDING in kinds else Kind.MANNERS
    return Kind.ASKS if _MARK.search(sentence[-3:]) else Kind.SAYS


def _clause(clause: str, language: str, known: Phrases) -> Kind | None:
    """Manners or holding; None where a clause may say more."""
    for kind, pattern in _patterns(language):
        match = pattern.match(clause)
        if match:
            little = kind is Kind.MANNERS and len(match["phrase"].split()) <= _SHORT_PHRASE
            if len(clause[match.end() :].split()) <= (_FOLLOWS_LITTLE if little else _FOLLOWS):
                return kind
    return Kind.MANNERS if _is_hello(bare(clause), known) else None


def _is_signature(last: str, known: Phrases) -> bool:
    """Whether the last line is only a name, as after a question: sign-offs are cut after full stops alone."""
    line = bare(last)
    named = are_names(line.split(), known, UNKNOWN_WORDS, caseless=0) and not known.reply.match(line)
    return named and "\n" in last[: len(last) - len(last.lstrip())]


def _is_hello(line: str, known: Phrases) -> bool:
    """ "Hello", "Goodbye Anna": a greeting or a closing, and at most a name."""
    if known.reply.fullmatch(line):
        return False  # "Yes." answers
    patterns: Sequence[re.Pattern[str]] = (known.greeting, known.closing, known.thanks, known.salutation)
    matches = (pattern.match(line) for pattern in patterns)
    return any(match and are_names(line[match.end() :].split(), known) for match in matches)
