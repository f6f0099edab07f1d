"""Weights, sizes, volumes, temperatures, data, speed, energy: "up to 23 kg", "55 x 40 x 20 cm", "10 GB a month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact, other_ends, reread, tidy
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lexer import Lexed, Token
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.measures import MEASURES
from cx_audit.facts.numbers import read_digits
from cx_audit.facts.per import read_per
from cx_audit.model import Fact, FactKind

__all__ = ["find_measures"]

_SIZE = "(?P<sides>NUMBER MEASURE? (?:CROSS (?:NUMBER|TAIL) MEASURE?){1,2})(?<=MEASURE)"
_AMOUNTS = (
    "(?P<low>NUMBER) (?P<low_unit>MEASURE|MEASURE_SHORT)? (?:TO|OR) (?P<high>NUMBER) DASH? (?P<unit>MEASURE)",
    "(?<=BETWEEN) (?P<low>NUMBER) (?P<low_unit>MEASURE|MEASURE_SHORT)? AND (?P<high>NUMBER) DASH? (?P<unit>MEASURE)",
    "(?P<low>NUMBER) (?P<times>MULTIPLIER)? (?P<and_half>AND_HALF)? (?:PLUS|COMPARE_AFTER)? DASH? (?P<unit>MEASURE)",
    "(?P<low>NUMBER) (?P<short>MEASURE_SHORT)",
)
_HALF = Decimal("0.5")
_FEWEST_GRAMS = 10


def _short(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether a single letter is a unit: "500 g" and "1.5L", but not "5G"."""
    index = match.start("short")
    written = lexed.view.span(lexed.tokens[index].start, lexed.tokens[index].end)[0]
    if lexed.tokens[index].text == "g":
        return lexed.original[written] == "g" and lexed.tokens[match.start("low")].amount() >= _FEWEST_GRAMS
    return lexed.tokens[index].glued


def _side(lexed: Lexed, token: Token) -> Decimal:
    return read_digits(token.text, lexed.decimal) if token.has(Kind.TAIL) else token.amount()


def _sizes(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    for match in lexicon.matches((_SIZE,), lexed):
        said = lexed.tokens[slice(*match.span())]
        units = {token.name(Kind.MEASURE) for token in said if token.has(Kind.MEASURE)}
        sides = sorted(tidy(_side(lexed, token)) for token in said if token.has(Kind.NUMBER) or token.has(Kind.TAIL))
        # "2 x 23 kg" are two of them.
        if len(units) == 1 and MEASURES[min(units)].dimension == "length":
            items = tuple(f"{side:f}" for side in reversed(sides))
            yield make_fact(
                lexed,
                FactKind.MEASURE,
                match.span(),
                units.pop(),
                items=items,
                comparator=comparator(lexed, match),
            )


def _factor(lexed: Lexed, match: re.Match[str]) -> Decimal | None:
    """What one of the lower end's own unit is in the unit of a range; None where they measure different things."""
    said = lexed.tokens[match.start("low_unit")]
    own = MEASURES[said.name(Kind.MEASURE if said.has(Kind.MEASURE) else Kind.MEASURE_SHORT)]
    unit = MEASURES[lexed.tokens[match.start("unit")].name(Kind.MEASURE)]
    if own is unit:
        return Decimal(1)
    scaled = own.dimension == unit.dimension and own.system == unit.system and own.dimension != "temperature"
    return own.size / unit.size if scaled else None


def find_measures(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every amount with a unit of measure; a later match may overlap an earlier one."""
    yield from _sizes(lexed, lexicon)
    for match in lexicon.matches(_AMOUNTS, lexed):
        groups = match.groupdict()
        low = lexed.tokens[match.start("low")].amount() + (_HALF if groups.get("and_half") else 0)
        if groups.get("times"):
            low *= lexed.tokens[match.start("times")].amount(Kind.MULTIPLIER)
        high = lexed.tokens[match.start("high")].amount() if groups.get("high") else low
        factor = _factor(lexed, match) if groups.get("low_unit") else Decimal(1)
        if factor is None:
            continue
        low *= factor
        if groups.get("short") and not _short(lexed, match):
            continue
        others = None if groups.get("times") or factor != 1 else other_ends(lexed, match, low, high)
        if low > high:
            if others is None:
                continue
            # "2.200 to 3 kg" leaves one reading.
            (low, high), others = others, None
        unit = lexed.tokens[match.end() - 1].name(Kind.MEASURE_SHORT if groups.get("short") else Kind.MEASURE)
        per, end = read_per(lexed, lexicon, match.end())
        span, said = (match.start(), end), comparator(lexed, match)
        yield reread(make_fact(lexed, FactKind.MEASURE, span, unit, (low, high), comparator=said, per=per), others)
