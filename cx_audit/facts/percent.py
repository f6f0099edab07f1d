"""Percentages: "10 %", "5 to 10 percent", "half price"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.per import read_per
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_percents"]

_GRAMMARS = (
    "(?P<low>NUMBER) PERCENT? (?:TO|OR) (?P<high>NUMBER) PERCENT",
    "(?<=BETWEEN) (?:ONE|FILLER)? (?P<low>NUMBER) PERCENT? AND (?:ONE|FILLER)? (?P<high>NUMBER) PERCENT",
    "(?P<low>NUMBER) (?P<half>AND_HALF)? DASH? PERCENT",
    "(?<!NUMBER)PERCENT (?P<low>DIGITS) (?!PERCENT|UNIT|CURRENCY)",  # "%20", as Arabic has it
)
# An hour's half is no share: "refund half an hour before".
_NOT_OF = "(?!DASH|UNIT|SPAN|SINGULAR|NOUN|ONE|CURRENCY|SUBUNIT|HALF_DAY)"
_SHARE = "(?P<times>NUMBER)? (?P<share>SHARE)"
# "1/3 of the price"
_PARTS = "(?P<parts>DIGITS) SLASH (?P<whole>DIGITS) (?:FILLER|OF|DASH){0,3} OFF"
_SHARES = (
    f"ONE? {_SHARE} DASH? FILLER{{0,3}} OFF",
    f"ONE? {_SHARE} (?:FILLER|OF|AT|BEFORE_DATE|COMPARE) FILLER? FEE",
    f"(?<=DISCOUNT) (?:ONE|FILLER)? {_SHARE} {_NOT_OF}",
    f"(?<=PRICED) (?:ONE|FILLER)? {_SHARE} {_NOT_OF}",
    # of whatever: "four fifths of what is left", "la mitad del viaje"
    f"(?P<times>NUMBER) (?P<share>SHARE) {_NOT_OF}",
    f"ONE? {_SHARE} {_NOT_OF}(?=OF FILLER? WORD)",
)
# as in "Two hours or more: half.", "elle est portée à la moitié"
_ALONE = "(?:(?<=OTHER)|(?<=COMMA)|(?<=TO)) WORD? (?:FILLER|ONE){0,2} (?P<share>SHARE) (?=STOP|COMMA|CLOSE|$)"
_OF_MONEY = "PERCENT|FREE|FEE|DISCOUNT|OFF|CURRENCY|PAYABLE|NOTHING"
_MOST_PARTS = 10
_WHOLE = Decimal(100)
_HUNDREDTH = Decimal("0.01")
_HALF = Decimal("0.5")


def _share(lexed: Lexed, match: re.Match[str]) -> Decimal | None:
    """How much of a hundred a share is: 80 for "four fifths"; None where the word is an ordinal or it's no part."""
    start, end = match.span("share")
    token = lexed.tokens[start]
    if token.has(Kind.NTH):
        # "keep a third of it", but not "keep the third" nor "keep a third lamp"
        thing = lexed.kind_at(end, Kind.WORD) and not lexed.kind_at(end, Kind.OFF)
        if thing or not lexed.kind_at(start - 1, Kind.ONE, Kind.NUMBER):
            return None
    share = token.amount(Kind.SHARE)
    if match.groupdict().get("times") is None:
        return share
    parts = (_WHOLE / share).to_integral_value()
    share = (_WHOLE * lexed.tokens[match.start("times")].amount() / parts).quantize(_HUNDREDTH)
    return share if 0 < share < _WHOLE else None


def _parts(lexed: Lexed, match: re.Match[str]) -> Decimal | None:
    """What a fraction in digits is of a hundred, rounded; None for anything larger than tenths."""
    parts, whole = (lexed.tokens[match.start(name)].amount() for name in ("parts", "whole"))
    return (_WHOLE * parts / whole).quantize(_HUNDREDTH) if 0 < parts < whole <= _MOST_PARTS else None


def find_percents(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every percentage of a text and every share of a price ("half off"); a later match may overlap an earlier one."""
    for match in lexicon.matches(_GRAMMARS, lexed):
        low = lexed.percent(match.start("low"))
        low += _HALF if match.groupdict().get("half") else 0
        high = lexed.percent(match.start("high")) if "high" in match.groupdict() else low
        said = comparator(lexed, match)
        if low <= high:
            per, end = read_per(lexed, lexicon, match.end())
            yield make_fact(lexed, FactKind.PERCENT, (match.start(), end), "%", (low, high), comparator=said, per=per)
    alone = list(lexicon.matches((_ALONE,), lexed))
    if alone and next(iter(lexicon.matches((_OF_MONEY,), lexed)), None) is None:
        alone = []
    for match in (*lexicon.matches(_SHARES, lexed), *lexicon.matches((_PARTS,), lexed), *alone):
        share = _parts(lexed, match) if "parts" in match.groupdict() else _share(lexed, match)
        if share is None:
            continue
        # A third is 33 % to some and 33.3 % to others.
        said = Comparator.EXACTLY if share == int(share) else Comparator.ABOUT
        yield make_fact(lexed, FactKind.PERCENT, match.span(), "%", (share, share), comparator=said)
