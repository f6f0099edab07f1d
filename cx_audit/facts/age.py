"""Ages of people: "from 18 years", "children under 12", "16 jaar of ouder", "18+"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import limit
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_ages"]

_RANGE = "(?P<low>NUMBER) (?:(?:TO|OR|AND) FILLER? (?P<high>NUMBER))?"
_ENDS = "(?=STOP|COMMA|CLOSE|OPEN|OTHER|(?:TO|AND|OR) (?!NUMBER)|WORD|FREE|PRICED|$)"
_OLD = "(?P<low>NUMBER) (?:(?P<low_unit>UNIT)? (?:TO|OR|AND) FILLER? (?P<high>NUMBER))?"
_OLD += " DASH? (?P<unit>UNIT)? DASH? COMPARE_AFTER? AGE"
_AGED = f"(?<=AGED) (?:FILLER|COMPARE|TO|AT|OTHER){{0,3}} {_RANGE} (?P<unit>UNIT)? COMPARE_AFTER? {_ENDS}"
_PEOPLE = f"(?P<who>NOUN) (?P<how>(?:COMPARE|AGED|FILLER|BETWEEN){{1,3}}) {_RANGE} (?:(?P<unit>UNIT)|{_ENDS})"
_LIMIT = "(?P<limit>COMPARE) FILLER? (?P<low>NUMBER) (?P<unit>UNIT)"
_SIGN = "(?P<low>DIGITS) PLUS (?=STOP|COMMA|CLOSE|$)"
_OLDEST = 120
_TOLD = 3
# The ages that laws and houses set: no other number of years is an age without a word that says so.
_LEGAL = frozenset({16, 18, 21})
_UNITS = frozenset({"year", "month"})


def _means_age(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether a limit with nothing but years, or a sign, or people before it speaks of an age."""
    groups = match.groupdict()
    low = lexed.tokens[match.start("low")].amount()
    if "limit" in groups:
        said = lexed.tokens[match.start("limit")].name(Kind.COMPARE)
        return low in _LEGAL and said in (Comparator.AT_LEAST, Comparator.LESS_THAN) and groups["unit"] is not None
    if "who" in groups:
        who = lexed.tokens[match.start("who")].name(Kind.NOUN)
        limited = any(lexed.kind_at(index, Kind.COMPARE, Kind.AGED) for index in range(*match.span("how")))
        return who == "child" or (who == "person" and limited and groups["unit"] is not None)
    if "unit" not in groups:
        return low in _LEGAL
    # "You have to be a couple" tells no age.
    return groups["unit"] is not None or low >= _TOLD


def find_ages(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every age that a word, or the people named before it, tells from a duration.

    A later match may overlap an earlier one.
    """
    for match in lexicon.matches((_OLD, _AGED, _PEOPLE, _LIMIT, _SIGN), lexed):
        groups = match.groupdict()
        low = lexed.tokens[match.start("low")].amount()
        high = lexed.tokens[match.start("high")].amount() if groups.get("high") else low
        unit = lexed.tokens[match.start("unit")].name(Kind.UNIT) if groups.get("unit") else "year"
        if groups.get("low_unit"):
            first = lexed.tokens[match.start("low_unit")].name(Kind.UNIT)
            if (first, unit) == ("month", "year"):
                low /= 12  # "from 6 months to 8 years old"
            elif first != unit:
                continue
        if unit not in _UNITS or not low <= high <= _OLDEST or not _means_age(lexed, match):
            continue
        said = limit(lexed, match.start("low"), match.end(), ranged=low != high)
        span = (match.start("low"), match.end())
        yield make_fact(lexed, FactKind.AGE, span, unit, (low, high), comparator=said)
