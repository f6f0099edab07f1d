"""Comparing durations: weeks with days, months with days, business days with calendar days."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cx_audit.facts.build import tidy
from cx_audit.facts.spans import Relation, Span, ends_of, exactly, relate
from cx_audit.model import Comparator, Fact

__all__ = ["IN_HOURS", "IN_MONTHS", "UNLIMITED", "base", "compare_durations"]

UNLIMITED = "unlimited"
"""The unit, and the only item, of a duration without an end."""

IN_HOURS = {
    "second": Decimal(1) / 3600,
    "minute": Decimal(1) / 60,
    "hour": Decimal(1),
    "day": Decimal(24),
    "week": Decimal(168),
}
IN_MONTHS = {"month": Decimal(1), "year": Decimal(12)}
_DAY = Decimal(24)
_MONTH = 30 * _DAY
# A working week has five business days of seven.
_BUSINESS_DAY = (_DAY, _DAY * 7 / 5)
_A_MONTH = (Decimal("29.5"), Decimal(31))
_ROUGHLY_A_MONTH = (Decimal(28), Decimal(32))
_FROM = frozenset({Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.LESS_THAN})
_ROUNDED = Decimal("0.00001")
# What many languages call one week and two: "huit jours", "quinze días".
_SPOKEN_WEEKS = tuple((Decimal(a), Decimal(a), Decimal(b), Decimal(b)) for a, b in ((1, 8), (2, 15)))


def base(fact: Fact) -> tuple[str, Span]:
    """The family ("time", "month" or "business_day") and the amounts in its base unit (hours, months, days)."""
    low, high = ends_of(fact)
    for family, rates in (("time", IN_HOURS), ("month", IN_MONTHS)):
        if fact.unit in rates:
            rate = rates[fact.unit]
            return family, (tidy(round(low * rate, 6)), tidy(round(high * rate, 6)))
    return fact.unit, (low, high)


def compare_durations(first: Fact, second: Fact) -> Relation:
    """How two durations stand to each other.

    Months are about 30 days. Business days never EQUAL calendar days, but are COMPATIBLE with as many of them,
    and with those that they span (10 with 14): whether that is a difference is for a reader to judge. Without an
    end is DIFFERENT from any end. "Under 15 days" is COMPATIBLE with 14.
    """
    if UNLIMITED in (first.unit, second.unit):
        return Relation.EQUAL if first.unit == second.unit else Relation.DIFFERENT
    (family, a), (other, b) = base(first), base(second)
    if family > other:
        return compare_durations(second, first)
    if family == other:
        found = relate(first, second, a, b)
        if found is not Relation.DIFFERENT:
            return found
        alike = _spoken_weeks(first, second) or _last_below(first, a, second, b) or _last_below(second, b, first, a)
        return Relation.COMPATIBLE if alike else found
    if family == "month":
        found = relate(first, second, a, b, _month_and_hours)
        return found if found is not Relation.DIFFERENT else _compatible(first, second, a, (_MONTH,), b)
    if other == "month":
        b = (b[0] * _MONTH, b[1] * _MONTH)
    return _compatible(first, second, a, _BUSINESS_DAY, b)


def _compatible(first: Fact, second: Fact, a: Span, rates: tuple[Decimal, ...], b: Span) -> Relation:
    """COMPATIBLE if the spans agree at any of the rates."""
    agree = (relate(first, second, (a[0] * rate, a[1] * rate), b) is not Relation.DIFFERENT for rate in rates)
    return Relation.COMPATIBLE if any(agree) else Relation.DIFFERENT


def _month_and_hours(months: Decimal, hours: Decimal) -> Relation:
    """A month is about 30 days, a year 365; four weeks are roughly a month."""
    if not months:
        return exactly(months, hours)
    days = hours / _DAY / months
    if _A_MONTH[0] <= days <= _A_MONTH[1]:
        return Relation.EQUAL
    return Relation.COMPATIBLE if _ROUGHLY_A_MONTH[0] <= days <= _ROUGHLY_A_MONTH[1] else Relation.DIFFERENT


def _last_below(under: Fact, limit: Span, other: Fact, span: Span) -> bool:
    """Whether "59 minutes" is the last whole number of its unit under a limit that is left out: "under an hour"."""
    if under.comparator is not Comparator.LESS_THAN or other.comparator in _FROM:
        return False
    _, (step, _) = base(replace(other, low=Decimal(1), high=Decimal(1)))
    return abs(limit[1] - span[1] - step) < _ROUNDED


def _spoken_weeks(first: Fact, second: Fact) -> bool:
    weeks, days = (first, second) if first.unit == "week" else (second, first)
    if (weeks.unit, days.unit) != ("week", "day"):
        return False
    return (*ends_of(weeks), *ends_of(days)) in _SPOKEN_WEEKS
