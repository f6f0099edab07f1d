"""The compact notation of tests/cases/facts: "duration <=30 day; money 4.95 EUR/month; hours 09:00-17:00".

One fact is its kind, then its value. Before a number stands how it is meant: "<=" at most, ">=" at least, "<", ">",
"~" about, nothing exactly. Free of charge is "money 0". Weekdays are "mon-fri", "sat,sun" or "sun,holiday". A size is
"measure <=55x40x20 centimeter". Contacts are their
canonical form.
"""

from __future__ import annotations

import re

from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["parse", "show"]

_SIGNS = {
    Comparator.AT_MOST: "<=",
    Comparator.AT_LEAST: ">=",
    Comparator.LESS_THAN: "<",
    Comparator.MORE_THAN: ">",
    Comparator.ABOUT: "~",
    Comparator.EXACTLY: "",
}
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _days(items: tuple[str, ...]) -> str:
    if "holiday" in items:
        return ",".join(filter(None, (_days(tuple(day for day in items if day != "holiday")), "holiday")))
    positions = [_WEEK.index(day) for day in items]
    if len(items) > 2 and positions == list(range(positions[0], positions[0] + len(items))):
        return f"{items[0]}-{items[-1]}"
    return ",".join(items)


def show(fact: Fact) -> str:
    """A fact in the notation."""
    if fact.kind is FactKind.WEEKDAYS:
        return f"weekdays {_days(fact.items)}"
    if fact.kind is FactKind.MEASURE and fact.items:
        return f"measure {_SIGNS[fact.comparator]}{'x'.join(fact.items)} {fact.unit}"
    if fact.low is None or fact.high is None:
        return f"{fact.kind.value} {','.join(fact.items)}"
    if fact.kind is FactKind.HOURS:
        ends = [_clock(int(fact.low))] + ([_clock(int(fact.high))] if fact.high != fact.low else [])
        return f"hours {'-'.join(ends)}"
    number = f"{fact.low}" if fact.low == fact.high else f"{fact.low}-{fact.high}"
    unit = "" if fact.kind is FactKind.PERCENT else fact.unit
    per = f"/{fact.per}" if fact.per else ""
    return f"{fact.kind.value} {_SIGNS[fact.comparator]}{number} {unit}{per}".strip()


def parse(line: str) -> list[str]:
    """The facts of a case, in the notation's one spelling."""
    return [re.sub(r"\s+", " ", fact.strip()) for fact in line.split(";") if fact.strip()]
