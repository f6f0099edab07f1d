"""Numbers that borrow the unit of a value told before them: "ten years on the frame and five on the fabric"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.numbers import is_year
from cx_audit.model import Fact, FactKind

__all__ = ["find_elided"]

_GRAMMARS = ("(?P<low>NUMBER) (?:(?:TO|OR) FILLER? (?P<high>NUMBER))?",)
_LENDERS = frozenset({FactKind.DURATION, FactKind.MONEY, FactKind.PERCENT, FactKind.COUNT})
_JOINTS = (Kind.COMMA, Kind.AND, Kind.OR, Kind.SLASH)
_CLOSED = (Kind.STOP, Kind.COMMA, Kind.CLOSE, Kind.OPEN, Kind.AND, Kind.OR)
# Words that stand before or after most numbers show nothing.
_EMPTY = (Kind.FILLER, Kind.ONE, Kind.OF, Kind.NUMBER, *_JOINTS)
_SIGNS = frozenset(":(")
_ROWS = frozenset(";\n")
_FARTHEST = 50
_HOURS, _NOON, _MORNING, _MINUTES = 24, 12, 6, 60
_LARGE = 1000
_ROUND = 100


def _starts(lexed: Lexed, indices: range) -> list[int]:
    """Where tokens stand in the original."""
    return [lexed.view.span(lexed.tokens[index].start, lexed.tokens[index].end)[0] for index in indices]


def _alike(lexed: Lexed, one: int, other: int) -> bool:
    """Whether two tokens are one word, or one sign, that leads to a value or goes on from it."""
    if not (0 <= one < len(lexed.tokens) and 0 <= other < len(lexed.tokens)):
        return False
    text = lexed.tokens[one].text
    empty = lexed.kind_at(one, *_EMPTY) and not lexed.kind_at(one, Kind.TO, Kind.SAKE)
    telling = text in _SIGNS or (text.isalpha() and not empty)
    return telling and text == lexed.tokens[other].text


def _parallel(lexed: Lexed, match: re.Match[str], first: int, last: int) -> bool:
    """Whether a number stands as the value of the tokens ``first`` to ``last`` (exclusive) does, of something else."""
    start, end = match.span()
    between = range(last, start)
    if not any(lexed.kind_at(index, *_JOINTS) or lexed.tokens[index].text in _ROWS for index in between):
        return False
    if _alike(lexed, end, last) and not lexed.kind_at(end + 1, Kind.NUMBER):
        return True  # "5 days with Standard, 2 with Express"
    another = any(lexed.kind_at(index, Kind.WORD, Kind.NOUN) for index in between[:-1])
    ends = end == len(lexed.tokens) or lexed.kind_at(end, *_CLOSED)
    return another and ends and _alike(lexed, start - 1, first - 1)  # "for five years, and the motor for two."


def _lender(lexed: Lexed, match: re.Match[str], facts: Sequence[Fact]) -> Fact | None:
    """The value of the same sentence, told before in the same manner."""
    sentence = lexed.sentence(*match.span())
    if sentence.start > 1 and lexed.tokens[sentence.start - 1].text in _ROWS:
        before = lexed.sentence(sentence.start - 1, sentence.start - 1)
        sentence = range(before.start, sentence.stop)
    starts = _starts(lexed, sentence)
    at = starts[match.start() - sentence.start]
    told = [f for f in facts if f.kind in _LENDERS and f.low and starts[0] <= f.start and f.end <= at]
    if not told:
        return None
    fact = max(told, key=lambda fact: fact.start)
    first = sentence.start + sum(start < fact.start for start in starts)
    last = sentence.start + sum(start < fact.end for start in starts)
    return fact if _parallel(lexed, match, first, last) else None


def _large(lexed: Lexed, match: re.Match[str], facts: Sequence[Fact]) -> Fact | None:
    """The money of a text that counts in thousands, for a round number of its own: "from 299.000, it's free"."""
    start, end = match.span()
    token, money = lexed.tokens[start], [f for f in facts if f.kind is FactKind.MONEY and f.low]
    ends = end == len(lexed.tokens) or lexed.kind_at(end, *_CLOSED)
    if end - start > 1 or not ends or token.text.isalnum() or len({f.unit for f in money}) != 1:
        return None
    number = token.amount()
    counts = all(f.low is not None and f.low >= _LARGE for f in money) and number >= _LARGE
    return money[0] if counts and number % _ROUND == 0 else None


def _led_day(lexed: Lexed, index: int) -> bool:
    """Whether a word that leads to days of the week stands at ``index``, with them: "on Saturdays"."""
    led = lexed.kind_at(index, Kind.FILLER, Kind.BEFORE_DATE, Kind.AT, Kind.RECURRING)
    return led and lexed.kind_at(index + 1, Kind.WEEKDAY, Kind.WEEKDAYS, Kind.WEEKDAY_SET)


def _hour(lexed: Lexed, match: re.Match[str], facts: Sequence[Fact]) -> Decimal | None:
    """The minute of the day that a bare number before days means after one that is told so: "7 on weekdays, 8 on
    Saturdays". It takes am or pm from there; what comes out as night is left."""
    start, end = match.span()
    number = lexed.tokens[start].amount()
    if end - start > 1 or not lexed.kind_at(start - 1, *_JOINTS) or not _led_day(lexed, end):
        return None
    sentence = lexed.sentence(start, end)
    starts = _starts(lexed, sentence)
    at = starts[start - sentence.start]
    told = [f for f in facts if f.kind is FactKind.HOURS and starts[0] <= f.start and f.end <= at]
    if not told or number != number.to_integral_value() or not 0 < number < _HOURS or number == _NOON:
        return None
    last = max(told, key=lambda fact: fact.start)
    first, behind = (sentence.start + sum(begin < place for begin in starts) for place in (last.start, last.end))
    if last.low is None or last.low != last.high or not _led_day(lexed, behind):
        return None
    halves = {lexed.tokens[at].name(Kind.HALF_DAY) for at in range(first, behind) if lexed.kind_at(at, Kind.HALF_DAY)}
    hour = number + (_NOON if halves == {"pm"} and number < _NOON else 0)
    return hour * _MINUTES if hour >= _MORNING else None


def find_elided(lexed: Lexed, lexicon: Lexicon, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Every number without a unit that stands parallel to one of ``facts`` with one; it may overlap no fact."""
    taken = {spot for fact in facts for spot in range(fact.start, fact.end)}
    for match in lexicon.matches(_GRAMMARS, lexed) if facts else ():
        if not taken.isdisjoint(_starts(lexed, range(*match.span()))):
            continue
        low = lexed.tokens[match.start("low")].amount()
        high = lexed.tokens[match.start("high")].amount() if match["high"] else low
        if low <= 0 or high < low or is_year(low):
            continue
        minute = _hour(lexed, match, facts)
        if minute is not None:
            said = comparator(lexed, match)
            yield make_fact(lexed, FactKind.HOURS, match.span(), "minute_of_day", (minute, minute), comparator=said)
            continue
        lender = _lender(lexed, match, facts)
        if lender is not None and lender.low is not None and not _within(low / lender.low):
            lender = None
        lender = lender or _large(lexed, match, facts)
        if lender is not None:
            said = comparator(lexed, match)
            period = lender.per if lender.kind is not FactKind.MONEY else None
            yield make_fact(lexed, lender.kind, match.span(), lender.unit, (low, high), comparator=said, per=period)


def _within(ratio: Decimal) -> bool:
    return Decimal(1) / _FARTHEST <= ratio <= _FARTHEST
