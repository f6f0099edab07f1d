"""Whether two facts say the same, as people in support talk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cx_audit.facts.build import JOINED, tidy
from cx_audit.facts.currencies import codes_of
from cx_audit.facts.date import EITHER
from cx_audit.facts.lengths import base, compare_durations
from cx_audit.facts.lunar import LUNAR
from cx_audit.facts.measures import MEASURES, compare_measures, in_base
from cx_audit.facts.money import ANY_CURRENCY, CENTS
from cx_audit.facts.nouns import same_noun
from cx_audit.facts.spans import Relation, Span, ends_of, relate, weakest
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["CLOSED", "WEEKEND", "Relation", "canonical", "relation"]

CLOSED = "closed"
"""The item of hours that say that nobody is there."""
WEEKEND = "weekend"
"""The unit of days of the week that one word names by the country's habit."""
_DAY = 1440
_SOME_YEAR = 2001
_SHORTEST_PHONE = 6
_MONTH_END = frozenset({28, 29, 30, 31, 1})
_UNITLESS = frozenset({FactKind.PERCENT, FactKind.HOURS})
_PERIODS = frozenset({"second", "minute", "hour", "day", "business_day", "night", "week", "month", "year"})


def canonical(fact: Fact) -> tuple[str | Decimal | None, ...]:
    """A comparable normal form: family, then low and high in its base unit, or the items of a set.

    The families of durations are "time" (in hours; a day is 24, a week 168), "month" (a year is 12) and
    "business_day"; those of money are "money:EUR" and the like, of counts "count:users", of measures "measure:mass".
    """
    if fact.kind is FactKind.MEASURE:
        ends = map(Decimal, fact.items) if fact.items else ends_of(fact)
        return f"measure:{MEASURES[fact.unit].dimension}", *(tidy(in_base(fact.unit, end)) for end in ends)
    if fact.low is None or fact.high is None:
        return (fact.kind.value, *fact.items)
    if fact.kind is FactKind.DURATION:
        family, (low, high) = base(fact)
        return family, low, high
    return fact.kind.value if fact.kind in _UNITLESS else f"{fact.kind.value}:{fact.unit}", fact.low, fact.high


def relation(first: Fact, second: Fact) -> Relation:
    """How two facts stand to each other; symmetric, and EQUAL for a fact and itself.

    Numbers that can be read in two ways agree if any readings agree, and are INCOMPARABLE where none do: what is
    doubtful contradicts nothing.
    """
    if first.kind is not second.kind:
        return Relation.INCOMPARABLE
    if _same(first, second):
        return Relation.EQUAL
    compare = _BY_KIND[first.kind]
    found = compare(first, second)
    if found is not Relation.DIFFERENT or not (first.alternatives or second.alternatives):
        return found
    readings = [(fact, *fact.alternatives) for fact in (first, second)]
    others = {compare(one, other) for one in readings[0] for other in readings[1]}
    return next((said for said in (Relation.EQUAL, Relation.COMPATIBLE) if said in others), Relation.INCOMPARABLE)


def _same(first: Fact, second: Fact) -> bool:
    """Whether two facts of one kind say the same in the same unit: most do."""
    return (
        first.low == second.low
        and first.high == second.high
        and first.unit == second.unit
        and first.items == second.items
        and first.comparator is second.comparator
        and first.per == second.per
    )


def _numbers(first: Fact, second: Fact) -> Relation:
    return relate(first, second, ends_of(first), ends_of(second))


def _money(first: Fact, second: Fact) -> Relation:
    """Free of charge compares with any amount, amounts only within what their signs can mean."""
    units = {first.unit, second.unit}
    if "" not in units:
        if not units & {ANY_CURRENCY, CENTS} and not codes_of(first.unit) & codes_of(second.unit):
            return Relation.INCOMPARABLE
        if _other_periods(first, second):
            return Relation.INCOMPARABLE
    return _numbers(first, second)


def _clock(fact: Fact) -> Span:
    """Opening and closing minute; 23:59 and 24:00 are one."""
    low, high = (Decimal(_DAY) if minute == _DAY - 1 else minute for minute in ends_of(fact))
    return (low % _DAY, low % _DAY) if low == high else (low, high)


def _hours(first: Fact, second: Fact) -> Relation:
    if first.items or second.items:
        return Relation.EQUAL if first.items == second.items else Relation.DIFFERENT
    a, b = _clock(first), _clock(second)
    if a == b:
        return Relation.EQUAL
    if (a[0] == a[1]) == (b[0] == b[1]):
        return Relation.DIFFERENT
    point, span = (a, b) if a[0] == a[1] else (b, a)
    return Relation.COMPATIBLE if point[0] in {minute % _DAY for minute in span} else Relation.DIFFERENT


def _dates(first: Fact, second: Fact) -> Relation:
    if _every_month(first) and _every_month(second):
        return _month_days(first, second)
    found = _days(first, second)
    if found is Relation.DIFFERENT and first.comparator is not second.comparator:
        # "before 16 September" is "until 15 September"
        for open_end, other in ((first, second), (second, first)):
            if other.comparator is Comparator.EXACTLY and (day := _bounded(open_end)):
                return _days(replace(open_end, items=(day,)), other)
    return found


def _bounded(fact: Fact) -> str | None:
    """The last day before, or the first after, a date that leaves itself out."""
    step = {Comparator.LESS_THAN: -1, Comparator.MORE_THAN: 1}.get(fact.comparator)
    if step is None or len(fact.items) != 1:
        return None
    item = fact.items[0]
    if len(item) == len("2026-02") and item[0] != "-":
        month = int(item[:4]) * 12 + int(item[5:]) - 1 + step
        return f"{month // 12:04d}-{month % 12 + 1:02d}"
    yearless = item.startswith("--") and not item.startswith("---")
    try:
        day = date.fromisoformat(f"{_SOME_YEAR}{item[1:]}" if yearless else item) + timedelta(days=step)
    except (ValueError, OverflowError):
        return None
    return f"-{day.isoformat()[4:]}" if yearless else day.isoformat()


def _days(first: Fact, second: Fact) -> Relation:
    if len(first.items) == len(second.items):
        return weakest(*(_one_date(a, b) for a, b in zip(first.items, second.items, strict=True)))
    shared = any(_one_date(a, b) is not Relation.DIFFERENT for a in first.items for b in second.items)
    return Relation.COMPATIBLE if shared else Relation.DIFFERENT


def _every_month(fact: Fact) -> bool:
    return all(item.startswith("---") for item in fact.items)


def _month_days(first: Fact, second: Fact) -> Relation:
    """Days of each month; "before the 25th" is "by the 24th", and a day within a span of them agrees with it."""
    (a, b), (c, d) = (sorted(int(item[-2:]) for item in (fact.items[0], fact.items[-1])) for fact in (first, second))
    if (a, b) == (c, d):
        return Relation.EQUAL
    deadline = Comparator.AT_MOST in (first.comparator, second.comparator)
    if {a, c} <= _MONTH_END and {b, d} <= _MONTH_END:
        return Relation.COMPATIBLE  # the last day is the 31st, the 30th or the 28th, and the 1st comes next
    near = deadline and a == b and c == d and abs(a - c) == 1
    within = (a == b or c == d) and max(a, c) <= min(b, d)
    return Relation.COMPATIBLE if near or within else Relation.DIFFERENT


def _one_date(a: str, b: str) -> Relation:
    """Where one has no year the day decides; where one has no day the month does."""
    if a == b:
        return Relation.EQUAL
    if LUNAR in a + b:
        return Relation.DIFFERENT if a.startswith(LUNAR) and b.startswith(LUNAR) else Relation.COMPATIBLE
    if EITHER in a or EITHER in b:
        # What can be read in two ways agrees if any reading does; 3/2 is neither way the 5th of April.
        found = {_one_date(x, y) for x in a.split(EITHER) for y in b.split(EITHER)}
        return min(found, key=list(Relation).index)
    monthly, other = sorted((a, b), key=lambda item: not item.startswith("---"))
    if monthly.startswith("---"):
        # "the 5th of each month" beside a date, or beside a month without a day.
        whole_month = other[0] != "-" and len(other) == len("2026-02")
        last = {int(monthly[-2:]), int(other[-2:])} <= _MONTH_END if other[-2:].isdigit() else False
        fits = whole_month or last or (not other.startswith("---") and other[-2:] == monthly[-2:])
        return Relation.COMPATIBLE if fits else Relation.DIFFERENT
    yearless, full = (a, b) if a.startswith("--") else (b, a)
    if yearless.startswith("--") and len(full) == len("2026-02-03"):
        return Relation.EQUAL if a[-5:] == b[-5:] else Relation.DIFFERENT
    return Relation.COMPATIBLE if a.startswith(b) or b.startswith(a) or _meet(a, b) else Relation.DIFFERENT


def _meet(a: str, b: str) -> bool:
    """Whether one is the last day of a month and the other begins the next: "until 30 September", "before October"."""
    earlier, later = sorted((a, b))
    try:
        following = date.fromisoformat(earlier) + timedelta(days=1)
    except ValueError:
        return False  # without a day, a year, or both
    return following.day == 1 and following.isoformat().startswith(later)


def _weekdays(first: Fact, second: Fact) -> Relation:
    a, b = set(first.items), set(second.items)
    if a == b or first.unit == second.unit == WEEKEND:
        return Relation.EQUAL  # which days a weekend has is the country's, and often not told
    if len({"holiday"} & a) != len({"holiday"} & b):
        # Who says nothing of public holidays says nothing against them.
        a, b = a - {"holiday"}, b - {"holiday"}
    if a and b and (a <= b or b <= a):
        return Relation.COMPATIBLE
    # The rows of one timetable: "Mon-Fri 9-5, Sat 10-4" holds two sets.
    return Relation.DIFFERENT if a & b else Relation.INCOMPARABLE


def _counts(first: Fact, second: Fact) -> Relation:
    if not same_noun(first.unit, second.unit):
        return Relation.INCOMPARABLE
    found = _rates(first, second)
    return _whole_numbers(first, second) if found is Relation.DIFFERENT else found


def _whole_numbers(first: Fact, second: Fact) -> Relation:
    """ "More than 11" is "at least 12", "fewer than 13" is "up to 12": what is counted comes in whole numbers."""
    one, other = map(_closed_end, (first, second))
    return _rates(one, other) if one.comparator is other.comparator else _adjacent(one, other)


def _adjacent(first: Fact, second: Fact) -> Relation:
    """COMPATIBLE for "up to 11" and "from 12", the two sides of one limit in whole numbers, else DIFFERENT."""
    for one, other in ((first, second), (second, first)):
        sides = one.comparator is Comparator.AT_MOST and other.comparator is Comparator.AT_LEAST
        if sides and one.high is not None and one.high + 1 == other.low:
            return Relation.COMPATIBLE
    return Relation.DIFFERENT


def _closed_end(fact: Fact) -> Fact:
    step = {Comparator.LESS_THAN: -1, Comparator.MORE_THAN: 1}.get(fact.comparator)
    if step is None or fact.low is None or fact.low != fact.high or fact.low != fact.low.to_integral_value():
        return fact
    said = Comparator.AT_MOST if step < 0 else Comparator.AT_LEAST
    return replace(fact, low=fact.low + step, high=fact.low + step, comparator=said)


def _rates(first: Fact, second: Fact) -> Relation:
    """Amounts for each of something: of two periods neither is converted."""
    return Relation.INCOMPARABLE if _other_periods(first, second) else _numbers(first, second)


def _measures(first: Fact, second: Fact) -> Relation:
    return Relation.INCOMPARABLE if _other_periods(first, second) else compare_measures(first, second)


def _other_periods(first: Fact, second: Fact) -> bool:
    """ "A month" and "a year"; "per parcel" and "per order" often speak of one charge."""
    if first.per is None or second.per is None or first.per == second.per:
        return False
    one, other = (_PERIODS.intersection(per.split(JOINED)) for per in (first.per, second.per))
    return bool(one and other) and one != other


def _ages(first: Fact, second: Fact) -> Relation:
    found = relate(first, second, _years(first), _years(second))
    under = [fact.comparator is Comparator.LESS_THAN and fact.unit == "year" for fact in (first, second)]
    if found is Relation.DIFFERENT and under[0] != under[1]:
        # "Under 12" and "up to 11" are one, since people are whole years old.
        less, other = (first, second) if under[0] else (second, first)
        low, high = (end - 1 for end in _years(less))
        found = relate(less, other, (low, high), _years(other))
    if found is not Relation.DIFFERENT or first.unit != second.unit:
        return found
    one, other = map(_closed_end, (first, second))
    if one.comparator is other.comparator and one.low == other.low and one.high == other.high:
        return Relation.EQUAL  # "over 64" and "from 65"
    return _adjacent(one, other)


def _years(fact: Fact) -> Span:
    size = Decimal(12) if fact.unit == "month" else Decimal(1)
    low, high = ends_of(fact)
    return low / size, high / size


def _phones(first: Fact, second: Fact) -> Relation:
    """A national number and the same one with its country code are equal."""
    a, b = ("".join(c for c in fact.items[0] if c.isdigit()) for fact in (first, second))
    short, long = sorted((a.lstrip("0"), b.lstrip("0")), key=len)
    same = a == b or (len(short) >= _SHORTEST_PHONE and long.endswith(short))
    return Relation.EQUAL if same else Relation.DIFFERENT


def _emails(first: Fact, second: Fact) -> Relation:
    return Relation.EQUAL if first.items == second.items else Relation.DIFFERENT


def _urls(first: Fact, second: Fact) -> Relation:
    a, b = first.items[0], second.items[0]
    if a == b:
        return Relation.EQUAL
    (host_a, _, path_a), (host_b, _, path_b) = a.partition("/"), b.partition("/")
    return Relation.COMPATIBLE if host_a == host_b and not (path_a and path_b) else Relation.DIFFERENT


_BY_KIND: dict[FactKind, Callable[[Fact, Fact], Relation]] = {
    FactKind.DURATION: compare_durations,
    FactKind.MONEY: _money,
    FactKind.PERCENT: _rates,
    FactKind.DATE: _dates,
    FactKind.HOURS: _hours,
    FactKind.WEEKDAYS: _weekdays,
    FactKind.COUNT: _counts,
    FactKind.MEASURE: _measures,
    FactKind.AGE: _ages,
    FactKind.PHONE: _phones,
    FactKind.EMAIL: _emails,
    FactKind.URL: _urls,
}
