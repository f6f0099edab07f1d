"""Durations: "within 30 days", "3 to 5 working days", "a month and a half", "half an hour"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lengths import IN_HOURS, IN_MONTHS, UNLIMITED
from cx_audit.facts.lexer import Lexed, Token
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.numbers import is_year
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_durations"]

# "14 (fourteen) days" says one number twice.
_TWICE = "(?:OPEN NUMBER CLOSE)?"
_HALF_MORE = "(?:AND_HALF|AND ONE? HALF)"
_UNIT = "(?:PLUS|COMPARE_AFTER)? DASH? UNIT_ADJECTIVE{0,2} DASH? (?P<unit>UNIT)"
_GRAMMARS = (
    # choices, as in "3, 6 or 12 months", and "three, at the latest four days"
    "(?P<low>NUMBER) (?:COMMA NUMBER)+ COMMA? (?:OR|AND) (?P<high>NUMBER) UNIT_ADJECTIVE? (?P<unit>UNIT)",
    "(?P<low>NUMBER) COMMA NUMBER (?:COMMA NUMBER)* COMMA (?P<high>NUMBER) UNIT_ADJECTIVE? (?P<unit>UNIT)",
    "(?P<low>NUMBER) COMMA (?P<limit>COMPARE|COMPARE_AFTER) (?P<high>NUMBER) UNIT_ADJECTIVE? (?P<unit>UNIT)",
    # "1h à 1h30", "una hora a una hora y media"
    "(?P<low>NUMBER|ONE) (?P<low_unit>UNIT) (?P<low_minutes>TAIL)? TO (?P<high>NUMBER|ONE) (?P<unit>UNIT)"
    " (?P<more>AND_HALF|TAIL)",
    "(?P<low>NUMBER|ONE) (?P<low_unit>UNIT) (?P<low_minutes>TAIL) TO (?P<high>NUMBER) (?P<unit>UNIT)",
    # two ends: "3 to 5 days", "a week or two", "24 hours to 3 days", "24/48 h", "between 3 and 5 days"
    f"(?P<low>NUMBER|ONE) (?P<low_unit>UNIT)? UNIT_ADJECTIVE{{0,2}} (?:TO|OR) FILLER? (?P<high>NUMBER) {_UNIT}",
    f"(?P<low>NUMBER|ONE) (?P<low_unit>UNIT) TO (?P<high>ONE) {_UNIT}",
    "(?P<low_span>SPAN|SINGULAR) (?:TO|OR) (?P<high>NUMBER) UNIT_ADJECTIVE{0,2} (?P<unit>UNIT)",
    "(?P<low_span>SPAN|SINGULAR) (?:TO|OR) (?P<high_span>SPAN)",
    "(?P<low>ONE|NUMBER) (?P<unit>UNIT) OR (?P<high>NUMBER) (?!UNIT|DASH|NOUN|CURRENCY|PERCENT)",
    "(?P<low>NUMBER|ONE) (?P<next>NUMBER) (?P<unit>UNIT)",
    "(?P<low>NUMBER) SLASH (?P<high>NUMBER) (?P<unit>UNIT)",
    f"(?<=BETWEEN) FILLER? (?P<low>NUMBER|ONE) (?P<low_unit>UNIT)? AND FILLER? (?P<high>NUMBER) {_UNIT}",
    # a sum: "1 hour and 30 minutes", "1h30"
    "(?P<low>NUMBER|ONE) (?P<low_unit>UNIT) (?:AND|COMMA)? (?P<rest>NUMBER) (?P<unit>UNIT)",
    "(?P<low>NUMBER) (?P<unit>UNIT) (?P<minutes>TAIL|DIGITS (?!UNIT|NOUN|MEASURE|CURRENCY|PERCENT|MONTH|DASH|TO|OR))",
    # halves: "half an hour", "two and a half years", "a month and a half"
    "ONE? (?P<only_half>HALF) DASH? ONE? UNIT_ADJECTIVE? (?P<unit>UNIT)",
    f"(?P<low>NUMBER|ONE) {_TWICE} DASH? (?P<half>{_HALF_MORE}) {_UNIT}",
    f"(?P<low>NUMBER|ONE) {_TWICE} {_UNIT} (?P<half>{_HALF_MORE})?",
    "(?P<bare>UNIT) (?P<half>AND_HALF)",
    "FILLER (?P<unit>UNIT) (?P<the>FILLER) (?P<low>NUMBER) (?!UNIT|NOUN|CURRENCY|AND)",  # "الأيام السبعة الأولى"
    # words that say it all: "fortnight", "يومين"
    "(?:(?P<times>NUMBER) DASH?|ONE)? UNIT_ADJECTIVE? (?P<span>SPAN) (?P<half>AND_HALF)?",
    "(?<=ANNOUNCE) (?P<bare>SINGULAR) (?!MONTH|WEEKDAY|WEEKDAY_SHORT|DIGITS)",
    "(?P<bare>SINGULAR) (?:UNIT_ADJECTIVE{1,2}|SINGLE|(?P<after>NUMBER) (?!MONTH))",
)
# "5 years for the frame and 2 for the parts": the latter number borrows the unit.
_BORROWED = (
    "(?P<unit>UNIT) SAKE (?:WORD|NOUN|FILLER|UNIT_ADJECTIVE|ONE|PAYABLE|FEE){1,5}"
    " COMMA? (?:AND|OR)? (?P<low>NUMBER) (?=SAKE (?!NUMBER|ONE UNIT))"
)
# "never expires", but not "does not expire for two years"
_UNENDING = (
    "ENDLESS (?!COMMA? (?:WORD|FILLER|COMPARE|SAKE|AT|BEFORE_DATE|TO|ONE){0,3}"
    " (?:NUMBER|SPAN|SINGULAR|DATE|MONTH|YEAR|ONE UNIT))"
)
# "Yearly maintenance", "revisión anual", "have it serviced every year"
_INTERVALS = (
    "(?P<period>PERIOD) UPKEEP (?!NOUN|FEE|DASH|PAYABLE|UPKEEP)",
    "UPKEEP (?:WORD|FILLER|ONE|BEFORE_DATE){0,3} (?P<period>PERIOD)",
    "UPKEEP (?:WORD|FILLER|ONE|BEFORE_DATE){0,3} (?:PER|RECURRING) (?P<each>UNIT)",
)
_SIGNED = "DAY_SIGN (?:PLUS|(?P<back>DASH)) (?P<low>DIGITS)"
_SHORT_WORD = 3
_ORDER = ("second", "minute", "hour", "day", "business_day", "week", "month", "year")
_HALF = Decimal("0.5")
_NEGATION_REACH = 2
_MONTHS = 12
_MORE_THAN_A_COUPLE = 3
_ON_THE_WAY = (Kind.COMPARE, Kind.FILLER, Kind.WORD, Kind.NOUN, Kind.UNIT, Kind.SINGULAR, Kind.OPENING)
_FAR = 5
_AGED = frozenset({"child", "person", "driver", "user", "player"})
# After these "a month" means each month.
_EACH = (
    *(Kind.FREQUENCY, Kind.CURRENCY, Kind.UNIT, Kind.NUMBER, Kind.PER, Kind.NOUN, Kind.SUBUNIT),
    *(Kind.PERCENT, Kind.MEASURE, Kind.MULTIPLIER, Kind.FREE, Kind.FEE, Kind.SUM),
)


def _convert(amount: Decimal, unit: str, into: str) -> Decimal | None:
    """``amount`` in the unit ``into``, or None where there is no fixed rate."""
    if unit == into:
        return amount
    for rates in (IN_HOURS, IN_MONTHS):
        if unit in rates and into in rates:
            return (amount * rates[unit] / rates[into]).quantize(Decimal("0.0001"))
    return None


def _said(token: Token) -> tuple[Decimal, str]:
    """Amount and unit of a token that says both."""
    if token.has(Kind.SINGULAR):
        return Decimal(1), token.name(Kind.SINGULAR)
    number, _, unit = token.name(Kind.SPAN).partition(" ")
    return Decimal(number), unit


def _amount(token: Token) -> Decimal:
    return token.amount() if token.has(Kind.NUMBER) else Decimal(1)


def _read(lexed: Lexed, match: re.Match[str]) -> tuple[Decimal, Decimal, str] | None:
    """Low, high and unit of a match, or None where it makes no sense."""
    said = {name: lexed.tokens[match.start(name)] for name, text in match.groupdict().items() if text}
    if "span" in said:
        number, unit = _said(said["span"])
        number *= said["times"].amount() if "times" in said else 1
        number += _HALF if "half" in said else 0
        return number, number, unit
    if "bare" in said:
        bare = said["bare"]
        unit = bare.name(Kind.SINGULAR if bare.has(Kind.SINGULAR) else Kind.UNIT)
        if "after" in said and said["after"].amount() != 1:
            return None
        amount = 1 + (_HALF if "half" in said else 0)
        return Decimal(amount), Decimal(amount), unit
    if "low_span" in said:
        low, first = _said(said["low_span"])
        high, unit = _said(said["high_span"]) if "high_span" in said else (_amount(said["high"]), "")
        return _range((low, first), (high, unit or said["unit"].name(Kind.UNIT)))
    if "the" in said and not all(said[name].glued for name in ("unit", "low")):
        return None
    unit = said["unit"].name(Kind.UNIT)
    low = _HALF if "only_half" in said else _amount(said["low"])
    if "half" in said:
        low += _HALF
    if "minutes" in said:
        return _hours_and_minutes(said, low, unit)
    if "limit" in said:
        # "max. 2, within 12 weeks" are two values
        apart = lexed.kind_at(match.start() - 1, Kind.COMPARE)
        if apart or Comparator.AT_MOST not in said["limit"].values.values():
            return None
    if _dated(lexed, match):
        return None
    first = said["low_unit"].name(Kind.UNIT) if "low_unit" in said else unit
    if "more" in said or "low_minutes" in said:
        return _compound_ends(said, (low, first), (_amount(said["high"]), unit))
    if "next" in said:
        # "two three days", "một hai ngày"
        spelled = not any(said[name].has(Kind.DIGITS) for name in ("low", "next"))
        return (low, low + 1, unit) if spelled and _amount(said["next"]) == low + 1 else None
    if "rest" in said:
        return _sum((low, first), (_amount(said["rest"]), unit))
    either = any(lexed.kind_at(at, Kind.OR) for at in range(*match.span()))
    return _range((low, first), (_amount(said["high"]) if "high" in said else low, unit), down=not either)


def _dated(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether "31/3 năm sau" is a day of next year."""
    slash = match.start() + 1
    if not lexed.kind_at(slash, Kind.SLASH) or lexed.tokens[match.end() - 1].values.get(Kind.UNIT) != "year":
        return False
    day, month = lexed.tokens[slash - 1].amount(), lexed.tokens[slash + 1].amount()
    return day > month and month <= _MONTHS


def _range(
    low: tuple[Decimal, str], high: tuple[Decimal, str], *, down: bool = False
) -> tuple[Decimal, Decimal, str] | None:
    """ "24 hours to 3 days" in the smaller unit; whether it may count ``down``: "30 or 14 days" are two values."""
    if {low[1], high[1]} == {"day", "business_day"}:
        # "a day to two business days": the kind of day is said once.
        return (low[0], high[0], "business_day") if low[0] <= high[0] else None
    small = min(low[1], high[1], key=_ORDER.index)
    a, b = _convert(*low, small), _convert(*high, small)
    if a is None or b is None:
        return None
    # "between 13 and 5 days before departure" counts down
    return (min(a, b), max(a, b), small) if a <= b or (down and low[1] == high[1]) else None


def _sum(large: tuple[Decimal, str], small: tuple[Decimal, str]) -> tuple[Decimal, Decimal, str] | None:
    """ "1 hour 30 minutes" in minutes; None where the second unit is not the smaller one."""
    if _ORDER.index(large[1]) <= _ORDER.index(small[1]):
        return None
    rest = _convert(*large, small[1])
    return (rest + small[0], rest + small[0], small[1]) if rest is not None else None


def _hours_and_minutes(said: dict[str, Token], hours: Decimal, unit: str) -> tuple[Decimal, Decimal, str] | None:
    minutes = said["minutes"].text
    if unit != "hour" or not minutes.isdigit() or len(minutes) != 2 or int(minutes) > 59:
        return None
    total = hours * 60 + int(minutes)
    return total, total, "minute"


def _compound_ends(
    said: dict[str, Token], low: tuple[Decimal, str], high: tuple[Decimal, str]
) -> tuple[Decimal, Decimal, str] | None:
    """Both ends of "1h à 1h30" or "30 min à 1h30", in minutes where there are any."""
    if "low_minutes" in said:
        first = _hours_and_minutes({"minutes": said["low_minutes"]}, *low)
        if first is None:
            return None
        low = (first[0], first[2])
    if "more" in said:
        half = said["more"].has(Kind.AND_HALF)
        last = None if half else _hours_and_minutes({"minutes": said["more"]}, *high)
        if not half and last is None:
            return None
        high = (last[0], last[2]) if last else (high[0] + _HALF, high[1])
    return _range(low, high)


def _age_of(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether years limit an age: "children under 12 years"."""
    if not lexed.kind_at(match.end() - 1, Kind.UNIT) or lexed.tokens[match.end() - 1].name(Kind.UNIT) != "year":
        return False
    index = match.start() - 1
    while lexed.kind_at(index, Kind.COMPARE, Kind.FILLER):
        index -= 1
    limited = index < match.start() - 1
    return limited and lexed.kind_at(index, Kind.NOUN) and lexed.tokens[index].name(Kind.NOUN) in _AGED


def _plausible(lexed: Lexed, match: re.Match[str]) -> bool:
    """Reject what only looks like a duration: ages, frequencies, "€5 a month", "a second parcel", "year 2024"."""
    start, end = match.span()
    if lexed.kind_at(end, Kind.AGE) or _age_of(lexed, match):
        return False
    first = lexed.tokens[start]
    if first.has(Kind.ONE) and lexed.kind_at(end - 1, Kind.UNIT):
        if end - start == 2 and lexed.kind_at(start - 1, *_EACH):
            return False
        if lexed.tokens[end - 1].name(Kind.UNIT) == "second":
            return False
    return not (first.has(Kind.DIGITS) and first.text.isdigit() and is_year(first.amount()))


def _ahead(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether it is counted back from an event: "24 hours before pick-up", "con 24 horas de antelación"."""
    after = match.end()
    after += lexed.kind_at(after, Kind.COMPARE_AFTER) and not lexed.kind_at(after, Kind.AHEAD)
    return lexed.kind_at(after, Kind.AHEAD) or _ahead_of(lexed, match.start())


def _ahead_of(lexed: Lexed, start: int) -> bool:
    """Whether a word before it says so, as Vietnamese and Arabic have it: "trước (giờ bay) 24 giờ"."""
    index = start - 1
    while lexed.kind_at(index, *_ON_THE_WAY) and not lexed.kind_at(index, Kind.AHEAD_OF) and index >= start - _FAR:
        if lexed.kind_at(index, Kind.COMPARE) and lexed.tokens[index].name(Kind.COMPARE) == Comparator.AT_MOST:
            return False
        index -= 1
    return lexed.kind_at(index, Kind.AHEAD_OF)


def _some(lexed: Lexed, match: re.Match[str], high: Decimal) -> bool:
    """Whether "one or so many" names the second alone, roughly: Dutch "een dag of tien"."""
    one = lexed.tokens[match.start()].has(Kind.ONE) and lexed.kind_at(match.end() - 1, Kind.NUMBER)
    return one and match.groupdict().get("unit") is not None and high >= _MORE_THAN_A_COUPLE


def _intervals(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """What is due once a year; a month or week of "service" is likelier what one pays for."""
    for match in lexicon.matches(_INTERVALS, lexed):
        name = match.lastgroup or ""
        token = lexed.tokens[match.start(name)]
        index = match.end()
        # "a yearly service plan"
        compound = match.end() > match.end(name) and lexed.kind_at(index, Kind.WORD)
        if token.name(Kind.UNIT if name == "each" else Kind.PERIOD) != "year":
            continue
        if not compound or len(lexed.tokens[index].text) <= _SHORT_WORD:
            span = (match.start(name), match.end(name))
            yield make_fact(lexed, FactKind.DURATION, span, "year", (Decimal(1), Decimal(1)))


def find_durations(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every duration in a text, in the unit said; a later match may overlap an earlier one."""
    for match in lexicon.matches(_GRAMMARS, lexed):
        read = _read(lexed, match) if _plausible(lexed, match) else None
        if read is None:
            continue
        low, high, unit = read
        if _some(lexed, match, high):
            yield make_fact(lexed, FactKind.DURATION, match.span(), unit, (high, high), comparator=Comparator.ABOUT)
            continue
        limited = match.groupdict().get("limit") is not None
        said = Comparator.EXACTLY if limited else comparator(lexed, match)
        fact = make_fact(lexed, FactKind.DURATION, match.span(), unit, (low, high), comparator=said)
        yield replace(fact, ahead=True) if _ahead(lexed, match) else fact
    for match in lexicon.matches((_SIGNED,), lexed):
        amount = lexed.tokens[match.start("low")].amount()
        fact = make_fact(lexed, FactKind.DURATION, match.span(), "day", (amount, amount))
        yield replace(fact, ahead=True) if match["back"] else fact
    for match in lexicon.matches((_BORROWED,), lexed):
        index = match.start("low")
        amount, unit = lexed.tokens[index].amount(), lexed.tokens[match.start("unit")].name(Kind.UNIT)
        if not is_year(amount):
            yield make_fact(lexed, FactKind.DURATION, (index, index + 1), unit, (amount, amount))
    yield from _intervals(lexed, lexicon)
    for match in lexicon.matches((_UNENDING,), lexed):
        before = range(match.start() - _NEGATION_REACH, match.start())
        if not any(lexed.kind_at(index, Kind.NOT) for index in before):
            yield make_fact(lexed, FactKind.DURATION, match.span(), UNLIMITED, items=(UNLIMITED,))
