"""Weights, sizes, volumes, temperatures, data, speed, energy: "up to 23 kg", "55 x 40 x 20 cm", "10 GB a month"."""

from __future__ import annotations

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
    "(?P<low>NUMBER) (?P<own>MEASURE)? (?:TO|OR) (?P<high>NUMBER) DASH? (?P<unit>MEASURE)",
    "(?<=BETWEEN) (?P<low>NUMBER) (?P<own>MEASURE)? AND (?P<high>NUMBER) DASH? (?P<unit>MEASURE)",
    "(?P<low>NUMBER) (?P<times>MULTIPLIER)? (?P<and_half>AND_HALF)? (?:PLUS|COMPARE_AFTER)? DASH? (?P<unit>MEASURE)",
    "(?P<low>NUMBER) (?P<short>MEASURE_SHORT)",
)
_ENDS = "(?P<low>NUMBER) (?P<own>MEASURE|MEASURE_SHORT) {} (?P<high>NUMBER) (?P<unit>MEASURE|MEASURE_SHORT)"
_TWO_UNITS = (_ENDS.format("TO"), f"(?<=BETWEEN) {_ENDS.format('AND')}")
_HALF = Decimal("0.5")
_FEWEST_GRAMS = 10


def _is_unit(lexed: Lexed, number: int, index: int) -> bool:
    """Whether a token is a unit where it is a single letter: "500 g" and "1.5L"."""
    token = lexed.tokens[index]
    if token.has(Kind.MEASURE):
        return True
    if token.name(Kind.MEASURE_SHORT) == "gram":
        return not lexed.capitalised(index) and lexed.tokens[number].amount() >= _FEWEST_GRAMS
    return token.glued


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


def _unit(lexed: Lexed, index: int) -> str:
    token = lexed.tokens[index]
    return token.name(Kind.MEASURE if token.has(Kind.MEASURE) else Kind.MEASURE_SHORT)


def _mixed(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Ranges whose ends have units of their own, "500 g to 2 kg", in the smaller one."""
    for match in lexicon.matches(_TWO_UNITS, lexed):
        places = [(match.start(number), match.start(unit)) for number, unit in (("low", "own"), ("high", "unit"))]
        own, unit = (MEASURES[_unit(lexed, at)] for _, at in places)
        alike = own.dimension == unit.dimension != "temperature" and own.system == unit.system == "metric"
        doubtful = any(lexed.other_reading(number) is not None for number, _ in places)
        if not alike or own is unit or doubtful or not all(_is_unit(lexed, *place) for place in places):
            continue
        _, small = min((measure.size, _unit(lexed, at)) for measure, (_, at) in zip((own, unit), places, strict=True))
        low, high = (
            lexed.tokens[number].amount() * measure.size / MEASURES[small].size
            for measure, (number, _) in zip((own, unit), places, strict=True)
        )
        if low <= high:
            said = comparator(lexed, match)
            yield make_fact(lexed, FactKind.MEASURE, match.span(), small, (low, high), comparator=said)


def find_measures(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every amount with a unit of measure; a later match may overlap an earlier one."""
    yield from _sizes(lexed, lexicon)
    yield from _mixed(lexed, lexicon)
    for match in lexicon.matches(_AMOUNTS, lexed):
        groups = match.groupdict()
        low = lexed.tokens[match.start("low")].amount() + (_HALF if groups.get("and_half") else 0)
        if groups.get("times"):
            low *= lexed.tokens[match.start("times")].amount(Kind.MULTIPLIER)
        high = lexed.tokens[match.start("high")].amount() if groups.get("high") else low
        if groups.get("own") and _unit(lexed, match.start("own")) != _unit(lexed, match.start("unit")):
            continue
        if groups.get("short") and not _is_unit(lexed, match.start("low"), match.start("short")):
            continue
        others = None if groups.get("times") else other_ends(lexed, match, low, high)
        if low > high:
            if others is None:
                continue
            # "2.200 to 3 kg" leaves one reading.
            (low, high), others = others, None
        unit = _unit(lexed, match.end() - 1)
        per, end = read_per(lexed, lexicon, match.end())
        span, said = (match.start(), end), comparator(lexed, match)
        yield reread(make_fact(lexed, FactKind.MEASURE, span, unit, (low, high), comparator=said, per=per), others)
