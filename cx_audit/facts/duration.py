"""Durations: "within 30 days", "3 to 5 working days", "a month and a half", "half an hour"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.numbers import is_year
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["IN_HOURS", "IN_MONTHS", "find_durations"]

# "14 (fourteen) days" says one number twice.
_TWICE = "(?:OPEN NUMBER CLOSE)?"
_GRAMMARS = (
    "(?P<low>NUMBER|ONE) (?P<low_unit>UNIT)? UNIT_ADJECTIVE{0,2} (?:TO|OR) FILLER? (?P<high>NUMBER) DASH?"
    " UNIT_ADJECTIVE{0,2} (?P<unit>UNIT)",
    "(?P<low>NUMBER) SLASH (?P<high>NUMBER) (?P<unit>UNIT)",
    "(?<=BETWEEN) (?P<low>NUMBER) (?P<low_unit>UNIT)? AND (?P<high>NUMBER) UNIT_ADJECTIVE{0,2} (?P<unit>UNIT)",
    "(?P<low>NUMBER) (?P<low_unit>UNIT) AND? (?P<rest>NUMBER) (?P<unit>UNIT)",
    "ONE? (?P<only_half>HALF) DASH? ONE? UNIT_ADJECTIVE? (?P<unit>UNIT)",
    f"(?P<low>NUMBER|ONE) {_TWICE} (?P<half>AND_HALF|AND ONE? HALF) DASH? UNIT_ADJECTIVE{{0,2}} (?P<unit>UNIT)",
    f"(?P<low>NUMBER|ONE) {_TWICE} DASH? UNIT_ADJECTIVE{{0,2}} DASH? (?P<unit>UNIT) (?P<half>AND_HALF|AND ONE? HALF)?",
    "ONE? UNIT_ADJECTIVE? (?P<span>SPAN)",
    "(?P<bare>UNIT) (?P<half>AND_HALF)",
    "(?<=ANNOUNCE) (?P<bare>UNIT)",
    "(?P<bare>UNIT) (?P<after>NUMBER)",
)
# In languages that have no article a noun alone can mean one.
_WITHOUT_ARTICLE = _GRAMMARS[-2:]
_ORDER = ("second", "minute", "hour", "day", "business_day", "week", "month", "year")
IN_HOURS = {
    "second": Decimal(1) / 3600,
    "minute": Decimal(1) / 60,
    "hour": Decimal(1),
    "day": Decimal(24),
    "week": Decimal(168),
}
IN_MONTHS = {"month": Decimal(1), "year": Decimal(12)}
_HALF = Decimal("0.5")


def _convert(amount: Decimal, unit: str, into: str) -> Decimal | None:
    """``amount`` in the unit ``into``, or None where there is no fixed rate."""
    for rates in (IN_HOURS, IN_MONTHS):
        if unit in rates and into in rates:
            return (amount * rates[unit] / rates[into]).quantize(Decimal("0.0001"))
    return None


def _read(lexed: Lexed, match: re.Match[str]) -> tuple[Decimal, Decimal, str] | None:
    """Low, high and unit of a match, or None where it makes no sense."""
    groups = match.re.groupindex
    at = {name: match.start(name) for name in groups if match.start(name) >= 0}
    tokens = lexed.tokens
    if "span" in at:
        number, _, unit = tokens[at["span"]].name(Kind.SPAN).partition(" ")
        return Decimal(number), Decimal(number), unit
    unit = tokens[at.get("unit", at.get("bare", 0))].name(Kind.UNIT)
    low = Decimal(1)
    if "only_half" in at:
        low = _HALF
    elif "low" in at and tokens[at["low"]].has(Kind.NUMBER):
        low = tokens[at["low"]].amount()
    elif "after" in at and tokens[at["after"]].amount() != 1:
        return None
    if "half" in at:
        low += _HALF
    high = tokens[at["high"]].amount() if "high" in at else low
    if "low_unit" in at:
        first = tokens[at["low_unit"]].name(Kind.UNIT)
        if first != unit:
            return _mixed(lexed, at, low, first, unit)
        if "rest" in at:
            return None
    return (low, high, unit) if low <= high else None


def _mixed(
    lexed: Lexed, at: dict[str, int], low: Decimal, first: str, unit: str
) -> tuple[Decimal, Decimal, str] | None:
    """Two units: "24 hours to 3 days" is a range, "1 hour 30 minutes" a sum; both in the smaller unit."""
    other = lexed.tokens[at["rest"] if "rest" in at else at["high"]].amount()
    small = min(first, unit, key=_ORDER.index)
    a, b = _convert(low, first, small), _convert(other, unit, small)
    if a is None or b is None:
        return None
    if "rest" in at:
        return (a + b, a + b, small) if small == unit else None
    return (a, b, small) if a <= b else None


def _plausible(lexed: Lexed, match: re.Match[str]) -> bool:
    """Reject what only looks like a duration: ages, frequencies, "€5 a month", "a second parcel"."""
    start, end = match.span()
    if lexed.kind_at(end, Kind.AGE):
        return False
    first = lexed.tokens[start]
    article = first.has(Kind.ONE) and "span" not in match.groupdict() and match.end() - start <= 2
    if article:
        unit = lexed.tokens[end - 1]
        if unit.has(Kind.UNIT) and unit.name(Kind.UNIT) == "second":
            return False
        if lexed.kind_at(
            start - 1, Kind.FREQUENCY, Kind.CURRENCY, Kind.UNIT, Kind.NUMBER, Kind.PER, Kind.NOUN, Kind.SUBUNIT
        ):
            return False
    if first.has(Kind.DIGITS) and first.text.isdigit() and len(first.text) == 4 and is_year(first.amount()):
        return False
    return not (lexed.kind_at(start - 1, Kind.PER) and first.has(Kind.ONE))


def find_durations(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every duration in a text, in the unit said; a later match may overlap an earlier one."""
    for grammar in _GRAMMARS:
        if grammar in _WITHOUT_ARTICLE and not lexicon.bare_unit:
            continue
        for match in lexicon.pattern(grammar).finditer(lexed.shape):
            read = _read(lexed, match) if _plausible(lexed, match) else None
            if read is None:
                continue
            low, high, unit = read
            said = comparator(lexed, match.start(), match.end())
            if low != high and said is Comparator.AT_LEAST:
                said = Comparator.EXACTLY  # "from 3 to 5 days"
            yield make_fact(lexed, FactKind.DURATION, match.span(), unit, (low, high), comparator=said)
