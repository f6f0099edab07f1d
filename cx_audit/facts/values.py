"""Whether two facts say the same, as people in support talk."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum

from cx_audit.facts.build import tidy
from cx_audit.facts.currencies import codes_of
from cx_audit.facts.duration import IN_HOURS, IN_MONTHS
from cx_audit.facts.money import ANY_CURRENCY, CENTS
from cx_audit.facts.nouns import same_noun
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["Relation", "canonical", "relation"]


class Relation(Enum):
    """How one fact stands to another of its kind."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    """Not the same, though both can be told to one customer: a range and a value inside it."""
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"
    """Of different kinds, or in units that nothing converts."""


_EQUAL, _COMPATIBLE, _DIFFERENT = Relation.EQUAL, Relation.COMPATIBLE, Relation.DIFFERENT
_UPPER = frozenset({Comparator.AT_MOST, Comparator.LESS_THAN})
_LOWER = frozenset({Comparator.AT_LEAST, Comparator.MORE_THAN})
_HOURS_A_DAY = Decimal(24)
_WORKING_WEEK = Decimal(5)
_DAYS_A_MONTH = (Decimal("29.5"), Decimal(31))
_ROUGHLY_A_MONTH = (Decimal(28), Decimal(32))
_ROUNDING = Decimal("0.15")
_SHORTEST_PHONE = 6

Same = Callable[[Decimal, Decimal], Relation]


def canonical(fact: Fact) -> tuple[str | Decimal | None, ...]:
    """A comparable normal form: family, then low and high in its base unit, or the items of a set.

    The families of durations are "time" (in hours; a day is 24, a week 168), "month" (a year is 12) and
    "business_day"; those of money are currencies, of counts nouns.
    """
    if fact.low is None or fact.high is None:
        return (fact.kind.value, *fact.items)
    if fact.kind is not FactKind.DURATION:
        family = fact.kind.value if fact.kind in (FactKind.PERCENT, FactKind.HOURS) else f"{fact.kind.value}:{fact.unit}"
        return family, fact.low, fact.high
    for family, rates in (("time", IN_HOURS), ("month", IN_MONTHS)):
        if fact.unit in rates:
            low, high = (tidy(round(amount * rates[fact.unit], 6)) for amount in (fact.low, fact.high))
            return family, low, high
    return fact.unit, fact.low, fact.high


def _exact(first: Decimal, second: Decimal) -> Relation:
    return _EQUAL if first == second else _DIFFERENT


def _month_to_hours(months: Decimal, hours: Decimal) -> Relation:
    """A month is about 30 days, a year 365 and half a year 182; four weeks are roughly a month."""
    if not months:
        return _exact(months, hours)
    days = hours / _HOURS_A_DAY / months
    if _DAYS_A_MONTH[0] <= days <= _DAYS_A_MONTH[1]:
        return _EQUAL
    return _COMPATIBLE if _ROUGHLY_A_MONTH[0] <= days <= _ROUGHLY_A_MONTH[1] else _DIFFERENT


def _business_to_hours(business: Decimal, hours: Decimal) -> Relation:
    """5 business days against 5 days, or against a week: never the same, but a reader must judge."""
    days = hours / _HOURS_A_DAY
    return _COMPATIBLE if days in (business, business * 7 / _WORKING_WEEK) else _DIFFERENT


def _flip(same: Same) -> Same:
    return same if same is _exact else lambda first, second: same(second, first)


def _weakest(*relations: Relation) -> Relation:
    for found in (_DIFFERENT, _COMPATIBLE):
        if found in relations:
            return found
    return _EQUAL


def _near(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) <= _ROUNDING * max(abs(first), abs(second))


def _inside(value: Decimal, comparator: Comparator, low: Decimal, high: Decimal) -> bool:
    """Whether a single value fits a range; a limit fits if it does not cut the range short."""
    if comparator in _UPPER:
        return value == high
    if comparator in _LOWER:
        return value == low
    return low <= value <= high


def _spans(first: Fact, second: Fact, a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal], same: Same) -> Relation:
    """Compare two values or ranges whose ends ``same`` compares."""
    ends = _weakest(same(a[0], b[0]), same(a[1], b[1]))
    if ends is not _DIFFERENT:
        return ends
    a_single, b_single = a[0] == a[1], b[0] == b[1]
    if a_single and b_single:
        return _singles(first, second, a[0], b[0], same)
    if not a_single and not b_single:
        # "2-5 days" and "3-5 days" promise the same at worst.
        return _COMPATIBLE if same(a[1], b[1]) is not _DIFFERENT else _DIFFERENT
    if b_single:
        return _spans(second, first, b, a, _flip(same))
    upper = same(a[0], b[1])
    if upper is not _DIFFERENT and first.comparator not in _LOWER:
        both = first.comparator in _UPPER and second.comparator in _UPPER
        return upper if both else _COMPATIBLE
    if same is _exact:
        return _COMPATIBLE if _inside(a[0], first.comparator, *b) else _DIFFERENT
    lower = same(a[0], b[0])
    return _COMPATIBLE if lower is not _DIFFERENT and first.comparator not in _UPPER else _DIFFERENT


def _singles(first: Fact, second: Fact, a: Decimal, b: Decimal, same: Same) -> Relation:
    """Two different single values: one may be rounded, or they may limit from opposite sides."""
    if same is not _exact:
        return _DIFFERENT
    comparators = (first.comparator, second.comparator)
    if Comparator.ABOUT in comparators and _near(a, b):
        return _COMPATIBLE
    low, high = (a, b) if comparators[0] in _LOWER else (b, a)
    opposite = any(one in _LOWER for one in comparators) and any(one in _UPPER for one in comparators)
    return _COMPATIBLE if opposite and low <= high else _DIFFERENT


def _in(fact: Fact, rates: dict[str, Decimal]) -> tuple[Decimal, Decimal]:
    assert fact.low is not None and fact.high is not None
    rate = rates.get(fact.unit, Decimal(1))
    return round(fact.low * rate, 6), round(fact.high * rate, 6)


def _family(fact: Fact) -> str:
    return str(canonical(fact)[0])


def _durations(first: Fact, second: Fact) -> Relation:
    families = (_family(first), _family(second))
    both = {**IN_HOURS, **IN_MONTHS}
    a, b = _in(first, both), _in(second, both)
    if families[0] == families[1]:
        found = _spans(first, second, a, b, _exact)
        return _fortnights(first, second) if found is _DIFFERENT else found
    if set(families) == {"month", "time"}:
        return _spans(first, second, a, b, _month_to_hours if families[0] == "month" else _flip(_month_to_hours))
    if set(families) == {"business_day", "time"}:
        same = _business_to_hours if families[0] == "business_day" else _flip(_business_to_hours)
        return _spans(first, second, a, b, same)
    # A month against business days: through days, as far as that goes.
    months, business = (a, b) if families[0] == "month" else (b, a)
    days = (months[0] * 30 * _HOURS_A_DAY, months[1] * 30 * _HOURS_A_DAY)
    swap = families[0] != "month"
    return (
        _spans(first, second, business, days, _business_to_hours)
        if swap
        else _spans(first, second, days, business, _flip(_business_to_hours))
    )


def _fortnights(first: Fact, second: Fact) -> Relation:
    """ "Fifteen days" and "eight days" are what many languages call two weeks and one."""
    weeks, days = (first, second) if first.unit == "week" else (second, first)
    if (weeks.unit, days.unit) != ("week", "day") or weeks.low != weeks.high or days.low != days.high:
        return _DIFFERENT
    return _COMPATIBLE if (weeks.low, days.low) in ((1, 8), (2, 15)) else _DIFFERENT


def _money(first: Fact, second: Fact) -> Relation:
    free = (first.unit == "", second.unit == "")
    if not any(free):
        shared = codes_of(first.unit) & codes_of(second.unit)
        if not shared and not {CENTS, ANY_CURRENCY} & {first.unit, second.unit}:
            return Relation.INCOMPARABLE
        if first.per != second.per and first.per and second.per:
            return Relation.INCOMPARABLE
    assert first.low is not None and first.high is not None and second.low is not None and second.high is not None
    return _spans(first, second, (first.low, first.high), (second.low, second.high), _exact)


def _hours(first: Fact, second: Fact) -> Relation:
    if _clock(first) == _clock(second):
        return _EQUAL
    a, b = _clock(first), _clock(second)
    if (a[0] == a[1]) != (b[0] == b[1]):
        point, span = (a, b) if a[0] == a[1] else (b, a)
        return _COMPATIBLE if point[0] in span else _DIFFERENT
    return _DIFFERENT


def _clock(fact: Fact) -> tuple[Decimal, Decimal]:
    """Opening and closing minute; 23:59 and 24:00 are one."""
    assert fact.low is not None and fact.high is not None
    low, high = (Decimal(1440) if minute == 1439 else minute for minute in (fact.low, fact.high))
    if low == high:
        return low % 1440, low % 1440
    return low, high


def _dates(first: Fact, second: Fact) -> Relation:
    if first.items == second.items:
        return _EQUAL
    if len(first.items) != len(second.items):
        shared = set(first.items) & set(second.items)
        return _COMPATIBLE if shared else _DIFFERENT
    return _weakest(*(_one_date(a, b) for a, b in zip(first.items, second.items, strict=True)))


def _one_date(a: str, b: str) -> Relation:
    """Without a year the day decides; without a day the month does."""
    if a == b:
        return _EQUAL
    if a.startswith("--") or b.startswith("--"):
        return _EQUAL if len(a) > 7 - (a[0] == "-") and len(b) > 7 - (b[0] == "-") and a[-5:] == b[-5:] else _DIFFERENT
    if len(a) != len(b):
        return _COMPATIBLE if a.startswith(b) or b.startswith(a) else _DIFFERENT
    return _DIFFERENT


def _weekdays(first: Fact, second: Fact) -> Relation:
    if set(first.items) == set(second.items):
        return _EQUAL
    # The rows of one timetable: "Mon-Fri 9-5, Sat 10-4" holds two sets.
    return _DIFFERENT if set(first.items) & set(second.items) else Relation.INCOMPARABLE


def _phones(first: Fact, second: Fact) -> Relation:
    a, b = ("".join(c for c in fact.items[0] if c.isdigit()) for fact in (first, second))
    if a == b:
        return _EQUAL
    short, long = sorted((a.lstrip("0"), b.lstrip("0")), key=len)
    return _EQUAL if len(short) >= _SHORTEST_PHONE and long.endswith(short) else _DIFFERENT


def _urls(first: Fact, second: Fact) -> Relation:
    a, b = first.items[0], second.items[0]
    if a == b:
        return _EQUAL
    (host_a, _, path_a), (host_b, _, path_b) = a.partition("/"), b.partition("/")
    return _COMPATIBLE if host_a == host_b and not (path_a and path_b) else _DIFFERENT


def _emails(first: Fact, second: Fact) -> Relation:
    return _EQUAL if first.items == second.items else _DIFFERENT


def _numbers(first: Fact, second: Fact) -> Relation:
    assert first.low is not None and first.high is not None and second.low is not None and second.high is not None
    return _spans(first, second, (first.low, first.high), (second.low, second.high), _exact)


def _counts(first: Fact, second: Fact) -> Relation:
    return _numbers(first, second) if same_noun(first.unit, second.unit) else Relation.INCOMPARABLE


_BY_KIND: dict[FactKind, Callable[[Fact, Fact], Relation]] = {
    FactKind.DURATION: _durations,
    FactKind.MONEY: _money,
    FactKind.PERCENT: _numbers,
    FactKind.DATE: _dates,
    FactKind.HOURS: _hours,
    FactKind.WEEKDAYS: _weekdays,
    FactKind.COUNT: _counts,
    FactKind.PHONE: _phones,
    FactKind.EMAIL: _emails,
    FactKind.URL: _urls,
}


def relation(first: Fact, second: Fact) -> Relation:
    """How two facts stand to each other; symmetric, and EQUAL for a fact and itself."""
    return _BY_KIND[first.kind](first, second) if first.kind is second.kind else Relation.INCOMPARABLE
