"""One time of day: what was written, and how sure it is that a time is meant."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from cx_audit.facts.lexer import Lexed
from cx_audit.facts.meaning import Kind

__all__ = ["NOON", "SINGLE", "TIME", "Clock", "Sure", "read_clock"]

NOON = 720
_DAY = 1440
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})")
_MINUTES = "(?:TAIL|NUMBER (?!UNIT|PERCENT|CURRENCY))"
_WORD = "(?:OCLOCK|HOUR)"
_PART = "(?:AND_HALF|QUARTER)"
_SAID = (
    f"AT_CLOCK? (?:CLOCK {_WORD}? HALF_DAY?|NUMBER HOUR_TOLD NUMBER UNIT HALF_DAY?"
    f"|NUMBER {_WORD} {_PART} HALF_DAY?|NUMBER {_WORD} {_MINUTES}? HALF_DAY?"
    f"|NUMBER {_PART}? HALF_DAY|SHIFT (?:NUMBER|NAMED_HOUR) {_WORD}? HALF_DAY?|(?:NUMBER HOUR?)? TIME)"
    f"|NAMED_HOUR (?:{_PART}|AND HALF)? OF? HALF_DAY"
    f"|AT_CLOCK (?:NUMBER {_PART}|NAMED_HOUR (?:{_PART}|AND HALF)? HALF_DAY?)"
)
# Said first, so that most places are passed by at once.
_BEGINS = "(?=AT_CLOCK|CLOCK|NUMBER|SHIFT|NAMED_HOUR|TIME)"
TIME = f"{_BEGINS} (?:{_SAID}|AT_CLOCK? NUMBER (?:{_PART} (?!UNIT|CURRENCY|NOUN))?)"
"""A grammar for a time; the last branch, a bare number, is one only by its surroundings."""

SINGLE = f"{_BEGINS} (?:{_SAID}|AT_CLOCK NUMBER|(?<=AT) NUMBER)"
"""The same for a time that stands alone: a bare number needs a word before it."""


class Sure(IntEnum):
    """How sure it is that a time of day is meant."""

    BARE = 0
    HOUR = 1
    """A word that can also count hours: "18 h"."""
    SPLIT = 2
    """Hours and minutes as one: "9.30", "1h30"."""
    CLOCK = 3


class Clock(NamedTuple):
    """``minute`` of the day; ``half`` is "am", "pm" or None; ``spoken`` if it was not written as on a clock."""

    minute: int
    half: str | None
    sure: Sure
    spoken: bool = False


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
    hour, minute, sure, shift = -1, 0, Sure.BARE, 0
    for index in range(start, end):
        token = lexed.tokens[index]
        if token.has(Kind.AT_CLOCK) or token.has(Kind.OCLOCK):
            sure = Sure.CLOCK
        elif (hour < 0 and token.has(Kind.SHIFT)) or (hour >= 0 and token.has(Kind.QUARTER)):
            shift = int(str(token.values[Kind.SHIFT if hour < 0 else Kind.QUARTER]))
            sure = Sure.CLOCK
        elif hour < 0 and token.has(Kind.NAMED_HOUR):
            hour = int(str(token.values[Kind.NAMED_HOUR]))
        elif token.has(Kind.TIME) and not token.has(Kind.NUMBER):
            return Clock(int(str(token.values[Kind.TIME])), None, Sure.CLOCK)
        elif token.has(Kind.HALF_DAY) and hour >= 0 and (sure or not token.has(Kind.NOUN)):  # "one night" is stayed
            half, sure = token.name(Kind.HALF_DAY), Sure.CLOCK
        elif hour < 0:
            read = _minutes(lexed, index)
            if read is None:
                return None
            hour, minute, sure = read[0], read[1], max(sure, read[2])
        elif token.has(Kind.AND_HALF) or token.has(Kind.HALF):
            minute = 30
        elif token.has(Kind.UNIT) and not token.has(Kind.HOUR):
            if token.name(Kind.UNIT) != "minute":  # "7 giờ 30 phút"
                return None
        elif token.has(Kind.TAIL) or token.has(Kind.NUMBER):
            written = token.text if token.has(Kind.TAIL) or token.has(Kind.DIGITS) else f"{token.amount():02}"
            if not written.isdigit() or len(written) != 2:
                return None
            minute, sure = int(written), max(sure, Sure.SPLIT)
        elif token.has(Kind.HOUR):
            sure = max(sure, Sure.HOUR)
    if not 0 <= hour <= 24 or not 0 <= minute < 60 or hour * 60 + minute > _DAY:
        return None
    if shift and not 1 <= hour <= 23:
        return None
    minute += shift
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    spoken = not any(lexed.kind_at(index, Kind.CLOCK, Kind.HOUR, Kind.TAIL) for index in range(start, end))
    return Clock(hour * 60 + minute, half, sure, spoken)
