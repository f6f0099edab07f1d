"""Times of day and opening hours: "9am to 5pm", "tot 22 uur", "8h-12h", "24/7", "noon"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.clock import NOON, SINGLE, TIME, Clock, Sure, read_clock
from cx_audit.facts.halves import Said, is_closing, is_opening, joined
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.model import Fact, FactKind

__all__ = ["find_hours"]

_DAY = 1440
_ONE = 13 * 60
_RANGE = f"(?P<open>{TIME}) (?:TO AT?|AT) FILLER? (?P<close>{TIME})"
_LINKED = f"(?P<open>{TIME}) (?:SLASH|ARROW) (?P<close>{TIME})"  # "9h/18h", "9:00 → 17:00"
_BETWEEN = f"(?<=BETWEEN) FILLER? (?P<open>{TIME}) AND FILLER? (?P<close>{TIME})"
_NAMED = "NAMED_HOUR (?:OF? HALF_DAY)?"
_RANGES = (
    *(_BETWEEN, _RANGE, _LINKED),
    f"(?<=BETWEEN) (?P<open>{_NAMED}) AND (?P<close>{_NAMED})",  # "بين السادسة والعاشرة مساءً"
    f"(?P<open>{_NAMED}) TO (?P<close>{_NAMED})",
)
_NOT_A_TIME = (Kind.UNIT, Kind.CURRENCY, Kind.PERCENT, Kind.NOUN, Kind.MONTH, Kind.MULTIPLIER, Kind.MEASURE, Kind.SLASH)
_WEEK = (Kind.WEEKDAY, Kind.WEEKDAYS, Kind.WEEKDAY_SET)
_TIMES = (Kind.NUMBER, Kind.CLOCK, Kind.NAMED_HOUR, Kind.TIME)
_AFTER = (
    *(Kind.STOP, Kind.COMMA, Kind.AND, Kind.CLOSE, Kind.BEFORE_DATE, Kind.RECURRING, Kind.EXCEPT),
    *(Kind.OPENS, Kind.CLOSES),
    *_WEEK,
)
_EARLIEST = 5
_LINK = 3
_LINKS = (Kind.AND, Kind.SINCE, Kind.FILLER, Kind.AT, Kind.AT_CLOCK)
_BEFORE = 5
_DAYBREAK = 7 * 60
_FIRST = 6
_HALF_PAST_MIDNIGHT = 30


def _schedule(lexed: Lexed, start: int, end: int) -> bool:
    """Whether the words around speak of opening hours."""
    if any(lexed.kind_at(index, Kind.WEEKDAY_SHORT) for index in (start - 1, start - 2, end, end + 1)):
        return True
    sentence = lexed.sentence(start, end)
    # "Support takes 5 days, two to three with Express" goes on about days.
    first = next((index for index in range(start - 1, sentence.start, -1) if _length(lexed, index)), sentence.start)
    return any(lexed.kind_at(index, Kind.OPENING) or _week(lexed, index) for index in range(first, sentence.stop))


def _length(lexed: Lexed, index: int) -> bool:
    """Whether the token is the unit of a duration: the days of "5 working days"."""
    unit = lexed.kind_at(index, Kind.UNIT) and not lexed.kind_at(index, Kind.HOUR)
    return unit and lexed.kind_at(index - 1, Kind.NUMBER, Kind.UNIT_ADJECTIVE)


def _week(lexed: Lexed, index: int) -> bool:
    """Whether the token names days of the week, and not how long something takes."""
    return lexed.kind_at(index, *_WEEK) and not _length(lexed, index)


def _settle(first: Clock, last: Clock) -> tuple[int, int]:
    """Opening and closing minute, with the halves of the day that go without saying."""
    low, high = first.minute % _DAY, last.minute  # "from midnight to six"
    if last.half and not first.half and low < NOON and low + NOON < high:
        low += NOON
    written_out = max(first.sure, last.sure) >= Sure.SPLIT
    if first.half is None and last.half is None and not written_out and high < NOON and low < high and low < 6 * 60:
        return low + NOON, high + NOON
    if high <= low:
        if last.half is None and last.spoken and high and low < high + NOON and (low < _ONE or first.half == "pm"):
            high += NOON  # "noon till five"
        elif high == 0 or (low >= NOON and high < NOON) or last.half == "am":
            high += _DAY
        elif high <= NOON and last.half is None:
            high += NOON
        else:
            high += _DAY
    return low, high


def _opens_from(lexed: Lexed, start: int, end: int) -> bool:
    """Whether "from 9 to 5" tells hours: not "children from 5 to 11" nor "open from 3 to 5 new ones"."""
    if not lexed.kind_at(start - 1, Kind.SINCE) or lexed.kind_at(start - 2, Kind.NOUN, Kind.AGED):
        return False
    near = any(lexed.kind_at(index, Kind.OPENING) for index in (*range(start - _BEFORE, start), end, end + 1))
    week = any(_week(lexed, index) for index in lexed.sentence(start, end))
    return (near or week) and not lexed.kind_at(end, Kind.UNIT_ADJECTIVE)


def _nine_to_five(lexed: Lexed, match: re.Match[str], low: int, high: int) -> bool:
    """Whether words alone tell hours, as "from nine to five" does where a sentence begins with it."""
    start = match.start() - 1
    begins = lexed.kind_at(start, Kind.SINCE) and start <= lexed.sentence(*match.span()).start + 1
    spoken = not any(lexed.kind_at(index, Kind.DIGITS) for index in range(*match.span()))
    return begins and spoken and low >= _FIRST and 1 <= high < _FIRST


def _is_range(lexed: Lexed, match: re.Match[str], first: Clock, last: Clock) -> bool:
    """Whether two numbers are opening hours rather than a count or a duration."""
    if _chained(lexed, match.start()):
        return False
    goes_on = lexed.kind_at(match.end(), Kind.SLASH) and lexed.kind_at(match.end() + 1, Kind.NUMBER, Kind.CLOCK)
    told = lexed.kind_at(match.end() - 1, Kind.HALF_DAY, Kind.OCLOCK, Kind.HOUR)
    if lexed.kind_at(match.end(), *_NOT_A_TIME) and not goes_on and not told:
        return lexed.kind_at(match.end(), Kind.MONTH) and max(first.sure, last.sure) is Sure.CLOCK
    if Sure.CLOCK in (first.sure, last.sure):
        return True
    schedule = _schedule(lexed, match.start(), match.end())
    if schedule:
        compared = lexed.kind_at(match.start() - 1, Kind.COMPARE)
        return not compared or first.sure >= Sure.HOUR or _opens_from(lexed, *match.span())
    low, high = first.minute // 60, last.minute // 60
    if _nine_to_five(lexed, match, low, high):
        return True
    if lexed.kind_at(match.start() - 1, Kind.COMPARE) and not lexed.kind_at(match.start() - 1, Kind.AT, Kind.BETWEEN):
        return False
    if first.sure >= Sure.HOUR and last.sure >= Sure.HOUR:
        return low >= _EARLIEST and low < high
    if max(first.sure, last.sure) is Sure.HOUR:
        if lexed.kind_at(match.start() - 1, Kind.BETWEEN) and low > high >= 0:
            return lexed.kind_at(match.end() - 1, Kind.HOUR_TOLD)  # "tussen 22 en 7 uur"
        return lexed.kind_at(match.start() - 1, Kind.AT, Kind.BETWEEN) and low >= _EARLIEST and 12 < high < 24
    return False


def _articled(lexed: Lexed, start: int, end: int) -> bool:
    """Whether the mark before a bare number is the article of what follows: Spanish "las 2 maletas"."""
    if end - start != 2 or not lexed.tokens[start].has(Kind.AT_CLOCK) or not lexed.tokens[start + 1].has(Kind.NUMBER):
        return False
    article = lexed.tokens[start].has(Kind.FILLER) and lexed.kind_at(end, Kind.WORD)
    return article or lexed.kind_at(end, Kind.NOUN, Kind.MEASURE, Kind.MULTIPLIER)


def _lasting(lexed: Lexed, start: int) -> bool:
    """Whether hours spelled out are a length: "de 8 a 12 horas", "un vuelo de 10 horas"."""
    before = lexed.kind_at(start - 2, Kind.NOUN, Kind.WORD, Kind.COMPARE)
    return _ranged(lexed, start) or (lexed.kind_at(start - 1, Kind.OF) and before)


def _ranged(lexed: Lexed, start: int) -> bool:
    return lexed.kind_at(start - 1, Kind.TO) and lexed.kind_at(start - 2, Kind.NUMBER)


def _within(lexed: Lexed, start: int, end: int, clock: Clock) -> bool:
    """Whether "entro le 24 ore" says how long; of opening hours it says until when."""
    limit = lexed.kind_at(start, Kind.COMPARE) and lexed.kind_at(end - 1, Kind.HOUR)
    return limit and clock.minute == _DAY and not (is_opening(lexed, start) or is_closing(lexed, start, end))


def _is_single(lexed: Lexed, match: re.Match[str], clock: Clock) -> bool:
    """Whether one number is a time: "before 17 h" is, "within 17 h" is not."""
    start, end = match.span()
    # "17h ngày 20/5"
    dated = lexed.kind_at(end, Kind.BEFORE_DATE) and lexed.kind_at(end + 1, Kind.NUMBER)
    unit = lexed.kind_at(end, Kind.UNIT, Kind.PERCENT, Kind.CURRENCY) and not dated
    halved = lexed.kind_at(end - 1, Kind.HALF_DAY)  # "trước 5 giờ sáng ngày thu gom"
    if unit and not halved and not lexed.kind_at(end, Kind.FREQUENCY):
        return False
    if lexed.tokens[start].has(Kind.SHIFT) and lexed.tokens[start].has(Kind.HALF) and clock.half is None:
        # "half ten" is a time, "half 10 users" hardly is.
        return lexed.kind_at(start - 1, Kind.AT, Kind.TO)
    if lexed.kind_at(end, Kind.OF, Kind.FILLER) and lexed.kind_at(end + 1, Kind.MONTH):
        return False  # "a quinze de maio"
    if clock.sure is Sure.CLOCK:
        if _articled(lexed, start, end) or _within(lexed, start, end, clock):
            return False
        return not lexed.kind_at(start - 1, Kind.TO) or not lexed.kind_at(start - 2, Kind.NUMBER)
    if lexed.kind_at(end, Kind.RELATIVE_TO):
        return False
    if clock.sure is Sure.BARE:
        # "We open at 9": at the end of a phrase, a bare number after both words is a time.
        told = is_opening(lexed, start) or is_closing(lexed, start, end)
        ends = end == len(lexed.tokens) or lexed.kind_at(end, *_AFTER)
        return told and ends and lexed.kind_at(start - 1, Kind.AT) and not lexed.kind_at(end, Kind.TO)
    told = any(lexed.kind_at(index, Kind.HOUR_TOLD) for index in range(start, end))
    limited = _ranged(lexed, start) and lexed.kind_at(start - 3, Kind.COMPARE) and not lexed.kind_at(start - 3, Kind.AT)
    if clock.sure is Sure.HOUR and (limited or (not told and _lasting(lexed, start))):
        return False
    announced = lexed.kind_at(start - 1, Kind.AT, Kind.OPENS, Kind.CLOSES) or (
        lexed.kind_at(start - 1, Kind.FILLER) and lexed.kind_at(start - 2, Kind.AT)
    )
    hour = clock.minute // 60
    if not any(lexed.kind_at(index, Kind.HOUR) for index in range(start, end)):
        return False
    # "10 giờ 30 phút" by itself is how long something takes
    spelled = any(lexed.kind_at(i, Kind.UNIT) and not lexed.kind_at(i, Kind.HOUR) for i in range(start, end))
    split = clock.sure is Sure.SPLIT and not spelled
    announced = announced or _dayside(lexed, start, end)
    ends = clock.minute == _DAY and clock.sure is Sure.SPLIT  # "om 24.00 uur"
    return (announced and (_EARLIEST <= hour < 24 or ends)) or (split and 6 <= hour < 24)


def _goes_on(lexed: Lexed, end: int, starts: Container[int]) -> bool:
    """Whether nothing but "and" parts a range from hours that are told after it: "de 9 a 14 y de 16 a 20 h"."""
    index = end + 1
    while index <= end + _LINK and index not in starts and lexed.kind_at(index, *_LINKS):
        index += 1
    return lexed.kind_at(end, Kind.AND, Kind.COMMA) and index in starts


def _chained(lexed: Lexed, start: int) -> bool:
    """Whether a number goes on what another one began: "J-1 avant minuit", "thứ 2-4-6"."""
    dash = start - 1
    glued = dash > 0 and lexed.tokens[dash].glued and lexed.tokens[start].glued
    return glued and lexed.tokens[dash].text == "-" and lexed.kind_at(dash - 1, Kind.WEEKDAY, Kind.DAY_SIGN)


def _parted(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether a sign on cards parts two times: only hours of opening are told so, "12h/24h" may be two lengths."""
    return lexed.kind_at(match.end("open"), Kind.SLASH, Kind.ARROW)


def _dayside(lexed: Lexed, start: int, end: int) -> bool:
    """Whether a day of the week stands beside hours: "15h lun-jeu, 13h ven.", "tot woensdag 15 uur"."""
    days = (Kind.WEEKDAY, Kind.WEEKDAY_SHORT)
    if lexed.kind_at(start - 1, Kind.WEEKDAY) and not lexed.kind_at(start - 2, Kind.NUMBER, Kind.RECURRING):
        # "el lunes 8 horas de formación", "6 h max" tell how long
        return not lexed.kind_at(end, Kind.OF, Kind.COMPARE_AFTER, Kind.UNIT_ADJECTIVE)
    return lexed.kind_at(end, *days) and not lexed.kind_at(start - 1, Kind.COMPARE, Kind.TO, Kind.NUMBER)


def _ranges(lexed: Lexed, lexicon: Lexicon) -> Iterator[tuple[re.Match[str], int, int]]:
    doubtful: list[tuple[re.Match[str], Clock, Clock]] = []
    starts: set[int] = set()
    for match in lexicon.matches(_RANGES, lexed):
        first = read_clock(lexed, *match.span("open"))
        last = read_clock(lexed, *match.span("close"))
        if first and last and _parted(lexed, match):
            told = min(first.sure, last.sure) >= Sure.HOUR and _schedule(lexed, *match.span())
            if told and first.minute < last.minute:
                starts.add(match.start())
                yield match, *_settle(first, last)
        elif first and last and _is_range(lexed, match, first, last):
            starts.add(match.start())
            yield match, *_settle(first, last)
        elif first and last:
            doubtful.append((match, first, last))
    for match, first, last in doubtful if starts else ():
        if _goes_on(lexed, match.end(), starts):
            yield match, *_settle(first, last)


def _singles(lexed: Lexed, lexicon: Lexicon) -> Iterator[Said]:
    for match in lexicon.matches((SINGLE,), lexed):
        clock = read_clock(lexed, *match.span())
        if clock and _is_single(lexed, match, clock):
            yield Said(*match.span(), clock)


def _lone(lexed: Lexed, said: Said) -> int:
    """The minute of a time that no other completes: "We close at half past five": nobody means the morning."""
    start, end, clock = said
    if clock.half is not None or lexed.tokens[start].text.startswith("0"):
        return clock.minute
    closing = is_closing(lexed, start, end)
    early = _HALF_PAST_MIDNIGHT <= clock.minute < (NOON if closing and clock.spoken else _DAYBREAK)
    return clock.minute + (NOON if early and (clock.spoken or closing) else 0)


def _hours(lexed: Lexed, start: int, end: int, low: int, high: int) -> tuple[Fact, range]:
    first = start
    while first < end - 1 and lexed.tokens[first].has(Kind.AT_CLOCK) and lexed.kind_at(first + 1, *_TIMES):
        first += 1  # "a las 5": the time is "5"
    values = (Decimal(low), Decimal(high))
    return make_fact(lexed, FactKind.HOURS, (first, end), "minute_of_day", values), range(start, end)


def find_hours(lexed: Lexed, lexicon: Lexicon) -> Iterator[tuple[Fact, range]]:
    """Every time of day or range of them with the tokens that say it; a later one may overlap an earlier one."""
    for match in lexicon.matches(("ALWAYS",), lexed):
        span = (Decimal(0), Decimal(_DAY))
        if not lexed.kind_at(match.end(), Kind.AHEAD) and not lexed.kind_at(match.start() - 1, Kind.NOT):
            yield make_fact(lexed, FactKind.HOURS, match.span(), "minute_of_day", span), range(0)
    ranged: set[int] = set()
    for match, low, high in _ranges(lexed, lexicon):
        ranged.update(range(*match.span()))
        yield _hours(lexed, *match.span(), low, high)
    singles = [said for said in _singles(lexed, lexicon) if said.start not in ranged]
    for first, last in joined(lexed, singles):
        # A range said in two halves is quoted by both, or by the latter where another fact stands between.
        between = any(lexed.kind_at(index, *_WEEK, Kind.WEEKDAY_SHORT) for index in range(first.end, last.start))
        yield _hours(lexed, last.start if between else first.start, last.end, *_settle(first.clock, last.clock))
        singles.remove(last)
        singles.remove(first)
    for said in singles:
        minute = _lone(lexed, said)
        yield _hours(lexed, said.start, said.end, minute, minute)
