"""Times of day and opening hours: "9am to 5pm", "tot 22 uur", "8h-12h", "24/7", "noon"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.clock import NOON, TIME, Clock, Sure, read_clock
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.model import Fact, FactKind

__all__ = ["find_hours"]

_DAY = 1440
_RANGE = f"(?P<open>{TIME}) (?:TO AT?|AT) FILLER? (?P<close>{TIME})"
_BETWEEN = f"(?<=BETWEEN) FILLER? (?P<open>{TIME}) AND FILLER? (?P<close>{TIME})"
_SINGLE = f"(?P<open>{TIME})"
_NOT_A_TIME = (Kind.UNIT, Kind.CURRENCY, Kind.PERCENT, Kind.NOUN, Kind.MONTH, Kind.MULTIPLIER, Kind.MEASURE, Kind.SLASH)
_WEEK = (Kind.WEEKDAY, Kind.WEEKDAYS, Kind.WEEKDAY_SET)
_TIMES = (Kind.NUMBER, Kind.CLOCK, Kind.NAMED_HOUR, Kind.TIME)
_EARLIEST = 5
_DAYBREAK = 7 * 60


def _schedule(lexed: Lexed, start: int, end: int) -> bool:
    """Whether the words around speak of opening hours."""
    if any(lexed.kind_at(index, Kind.WEEKDAY_SHORT) for index in (start - 1, start - 2, end, end + 1)):
        return True
    return any(lexed.kind_at(index, Kind.OPENING, *_WEEK) for index in lexed.sentence(start, end))


def _settle(first: Clock, last: Clock) -> tuple[int, int]:
    """Opening and closing minute, with the halves of the day that go without saying."""
    low, high = first.minute, last.minute
    if last.half and not first.half and low < NOON and low + NOON < high:
        low += NOON
    written_out = max(first.sure, last.sure) >= Sure.SPLIT
    if first.half is None and last.half is None and not written_out and high < NOON and low < high and low < 6 * 60:
        return low + NOON, high + NOON
    if high <= low:
        if high == 0 or (low >= NOON and high < NOON) or last.half == "am":
            high += _DAY
        elif high <= NOON and last.half is None:
            high += NOON
        else:
            high += _DAY
    return low, high


def _is_range(lexed: Lexed, match: re.Match[str], first: Clock, last: Clock) -> bool:
    """Whether two numbers are opening hours rather than a count or a duration."""
    if lexed.kind_at(match.end(), *_NOT_A_TIME) and not lexed.kind_at(match.end() - 1, Kind.HALF_DAY, Kind.OCLOCK):
        return lexed.kind_at(match.end(), Kind.MONTH) and max(first.sure, last.sure) is Sure.CLOCK
    if Sure.CLOCK in (first.sure, last.sure):
        return True
    schedule = _schedule(lexed, match.start(), match.end())
    if schedule:
        return not lexed.kind_at(match.start() - 1, Kind.COMPARE) or first.sure >= Sure.HOUR
    low, high = first.minute // 60, last.minute // 60
    if lexed.kind_at(match.start() - 1, Kind.COMPARE) and not lexed.kind_at(match.start() - 1, Kind.AT, Kind.BETWEEN):
        return False
    if first.sure >= Sure.HOUR and last.sure >= Sure.HOUR:
        return low >= _EARLIEST and low < high
    if max(first.sure, last.sure) is Sure.HOUR:
        return lexed.kind_at(match.start() - 1, Kind.AT, Kind.BETWEEN) and low >= _EARLIEST and high > 12
    return False


def _is_single(lexed: Lexed, match: re.Match[str], clock: Clock) -> bool:
    """Whether one number is a time: "before 17 h" is, "within 17 h" is not."""
    start, end = match.span()
    if lexed.kind_at(end, Kind.UNIT, Kind.PERCENT, Kind.CURRENCY) and not lexed.kind_at(end, Kind.FREQUENCY):
        return False
    if clock.sure is Sure.CLOCK:
        return not lexed.kind_at(start - 1, Kind.TO) or not lexed.kind_at(start - 2, Kind.NUMBER)
    if clock.sure is Sure.BARE or lexed.kind_at(end, Kind.RELATIVE_TO):
        return False
    announced = lexed.kind_at(start - 1, Kind.AT) or (
        lexed.kind_at(start - 1, Kind.FILLER) and lexed.kind_at(start - 2, Kind.AT)
    )
    hour = clock.minute // 60
    if not any(lexed.kind_at(index, Kind.HOUR) for index in range(start, end)):
        return False
    return (announced and _EARLIEST <= hour < 24) or (clock.sure is Sure.SPLIT and 6 <= hour < 24)


def _ranges(lexed: Lexed, lexicon: Lexicon) -> Iterator[tuple[re.Match[str], int, int]]:
    for grammar in (_BETWEEN, _RANGE):
        for match in lexicon.pattern(grammar).finditer(lexed.shape):
            first = read_clock(lexed, *match.span("open"))
            last = read_clock(lexed, *match.span("close"))
            if first and last and _is_range(lexed, match, first, last):
                yield match, *_settle(first, last)


def _hours(lexed: Lexed, match: re.Match[str], low: int, high: int) -> tuple[Fact, range]:
    start, end = match.span()
    while start < end - 1 and lexed.tokens[start].has(Kind.AT_CLOCK) and lexed.kind_at(start + 1, *_TIMES):
        start += 1  # "a las 5": the time is "5"
    values = (Decimal(low), Decimal(high))
    return make_fact(lexed, FactKind.HOURS, (start, end), "minute_of_day", values), range(*match.span())


def find_hours(lexed: Lexed, lexicon: Lexicon) -> Iterator[tuple[Fact, range]]:
    """Every time of day or range of them with the tokens that say it; a later one may overlap an earlier one."""
    for match in lexicon.pattern("ALWAYS").finditer(lexed.shape):
        span = (Decimal(0), Decimal(_DAY))
        yield make_fact(lexed, FactKind.HOURS, match.span(), "minute_of_day", span), range(0)
    for match, low, high in _ranges(lexed, lexicon):
        yield _hours(lexed, match, low, high)
    for match in lexicon.pattern(_SINGLE).finditer(lexed.shape):
        clock = read_clock(lexed, *match.span())
        if clock and _is_single(lexed, match, clock):
            # "We close at half past five": nobody means the morning.
            afternoon = clock.spoken and clock.half is None and 60 <= clock.minute < _DAYBREAK
            minute = clock.minute + (NOON if afternoon else 0)
            yield _hours(lexed, match, minute, minute)
