"""One time of day: what was written, and how sure it is that a time is meant."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from cx_audit.facts.lexer import Lexed
from cx_audit.facts.meaning import Kind

__all__ = ["NOON", "TIME", "Clock", "Sure", "read_clock"]

NOON = 720
_DAY = 1440
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})")
_MINUTES = "(?:TAIL|DIGITS (?!UNIT|PERCENT|CURRENCY))"
TIME = (
    "(?:AT_CLOCK? (?:CLOCK (?:OCLOCK|HOUR)? HALF_DAY?|NUMBER (?:OCLOCK|HOUR) AND_HALF HALF_DAY?"
    f"|NUMBER (?:OCLOCK|HOUR) {_MINUTES}? HALF_DAY?|NUMBER HALF_DAY|(?:NUMBER HOUR?)? TIME)"
    "|AT_CLOCK? NUMBER)"
)
"""A grammar for a time; the last branch, a bare number, is one only by its surroundings."""


class Sure(IntEnum):
    """How sure it is that a time of day is meant."""

    BARE = 0
    HOUR = 1
    """A word that can also count hours: "18 h"."""
    SPLIT = 2
    """Hours and minutes as one: "9.30", "1h30"."""
    CLOCK = 3


class Clock(NamedTuple):
    """``minute`` of the day; ``half`` is "am", "pm" or None."""

    minute: int
    half: str | None
    sure: Sure


def _minutes(lexed: Lexed, index: int) -> tuple[int, int, Sure] | None:
    """Hours, minutes and certainty of the token that holds the hour."""
    token = lexed.tokens[index]
    if token.has(Kind.CLOCK):
        hour, minute = token.text.split(":")[:2]
        return int(hour), int(minute), Sure.CLOCK
    dotted = _DOTTED.fullmatch(token.text)
    if dotted is not None:
        return int(dotted.group(1)), int(dotted.group(2)), Sure.SPLIT
    amount = token.amount()
    return (int(amount), 0, Sure.BARE) if amount == int(amount) and token.text[:1] != "½" else None


def read_clock(lexed: Lexed, start: int, end: int) -> Clock | None:
    """The time that tokens ``start`` to ``end`` (exclusive) say, or None if there is no such time."""
    half: str | None = None
    hour, minute, sure = -1, 0, Sure.BARE
    for index in range(start, end):
        token = lexed.tokens[index]
        if token.has(Kind.AT_CLOCK) or token.has(Kind.OCLOCK):
            sure = Sure.CLOCK
        elif token.has(Kind.TIME) and not token.has(Kind.NUMBER):
            return Clock(int(str(token.values[Kind.TIME])), None, Sure.CLOCK)
        elif token.has(Kind.HALF_DAY) and hour >= 0:
            half, sure = token.name(Kind.HALF_DAY), Sure.CLOCK
        elif hour < 0:
            read = _minutes(lexed, index)
            if read is None:
                return None
            hour, minute, sure = read[0], read[1], max(sure, read[2])
        elif token.has(Kind.AND_HALF):
            minute = 30
        elif token.has(Kind.TAIL) or token.has(Kind.DIGITS):
            if not token.text.isdigit() or len(token.text) != 2:
                return None
            minute, sure = int(token.text), max(sure, Sure.SPLIT)
        elif token.has(Kind.HOUR):
            sure = max(sure, Sure.HOUR)
    if not 0 <= hour <= 24 or not 0 <= minute < 60 or hour * 60 + minute > _DAY:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return Clock(hour * 60 + minute, half, sure)
