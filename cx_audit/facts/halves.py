"""Opening hours said in two halves: "we open at nine every morning and close at half past five"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cx_audit.facts.clock import Clock
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.meaning import Kind
from cx_audit.model import Comparator

__all__ = ["Said", "is_closing", "is_opening", "joined"]

_REACH = 4
_APART = 14
_SPEECH = 6


class Said(NamedTuple):
    """A time of day and its tokens, from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    clock: Clock


def _verb(lexed: Lexed, start: int) -> Kind | None:
    """OPENS or CLOSES, whichever is said last in the few tokens before a time and in its sentence."""
    for index in range(start - 1, max(-1, start - 1 - _REACH), -1):
        if lexed.kind_at(index, Kind.STOP, Kind.NUMBER, Kind.CLOCK, Kind.TIME):
            return None
        for kind in (Kind.CLOSES, Kind.OPENS):
            if lexed.kind_at(index, kind):
                return kind
    return None


def _near(lexed: Lexed, start: int, *kinds: Kind) -> bool:
    """Whether the token before, or the one before that if only "at" parts them, is one of ``kinds``."""
    before = start - 1 - (lexed.kind_at(start - 1, Kind.AT, Kind.AT_CLOCK) and not lexed.kind_at(start - 1, *kinds))
    return lexed.kind_at(before, *kinds)


def is_opening(lexed: Lexed, start: int, end: int | None = None) -> bool:
    """Whether a time that begins at ``start`` is said to be when opening begins."""
    if end is not None and lexed.kind_at(end, Kind.OPENS) and not lexed.kind_at(end, Kind.CLOSES):
        return True
    return _verb(lexed, start) is Kind.OPENS


def is_closing(lexed: Lexed, start: int, end: int) -> bool:
    """Whether a time is said to be when opening ends."""
    return _verb(lexed, start) is Kind.CLOSES or lexed.kind_at(end, Kind.CLOSES)


def _since(lexed: Lexed, start: int) -> bool:
    """Whether "from" stands before a time."""
    before = lexed.tokens[start - 1] if start else None
    least = before is not None and before.has(Kind.COMPARE) and before.name(Kind.COMPARE) == Comparator.AT_LEAST
    return least or _near(lexed, start, Kind.SINCE)


def _pair(lexed: Lexed, first: Said, last: Said) -> bool:
    gap = last.start - first.end
    if gap > _APART or last.start not in lexed.sentence(first.start, first.end):
        return False
    if is_opening(lexed, first.start, first.end) and is_closing(lexed, last.start, last.end):
        return True
    if not gap and all(lexed.tokens[said.start].has(Kind.AT_CLOCK) for said in (first, last)):
        return True  # "de las 9 a las 17"
    # "check-in from 3pm, check-out until 11am" are two
    apart = last.clock.minute < first.clock.minute and any(
        lexed.kind_at(index, Kind.WORD) for index in range(first.end, last.start)
    )
    until = gap <= _SPEECH and not apart and _near(lexed, last.start, Kind.TO)
    return until and (_since(lexed, first.start) or is_opening(lexed, first.start, first.end))


def joined(lexed: Lexed, singles: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Neighbouring times of which the first opens and the second closes."""
    taken = False
    for first, last in zip(list(singles), list(singles)[1:], strict=False):
        taken = not taken and _pair(lexed, first, last)
        if taken:
            yield first, last
