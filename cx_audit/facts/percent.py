"""Percentages: "10 %", "5 to 10 percent", "half price"."""

from __future__ import annotations

from collections.abc import Iterator

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
    "(?<=BETWEEN) (?P<low>NUMBER) PERCENT? AND (?P<high>NUMBER) PERCENT",
    "(?P<low>NUMBER) DASH? PERCENT",
)
_SHARES = (
    "ONE? (?P<share>SHARE) FILLER{0,2} OFF",
    "(?<=DISCOUNT) (?:ONE|FILLER)? (?P<share>SHARE)",
    "(?<=PRICED) (?:ONE|FILLER)? (?P<share>SHARE) (?!UNIT|NOUN|ONE|CURRENCY|SUBUNIT)",
)


def find_percents(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every percentage of a text and every share of a price ("half off"); a later match may overlap an earlier one."""
    for match in lexicon.matches(_GRAMMARS, lexed):
        low = lexed.percent(match.start("low"))
        high = lexed.percent(match.start("high")) if "high" in match.groupdict() else low
        said = comparator(lexed, match)
        if low <= high:
            per, end = read_per(lexed, lexicon, match.end())
            yield make_fact(lexed, FactKind.PERCENT, (match.start(), end), "%", (low, high), comparator=said, per=per)
    for match in lexicon.matches(_SHARES, lexed):
        share = lexed.tokens[match.start("share")].amount(Kind.SHARE)
        # A third is 33 % to some and 33.3 % to others.
        said = Comparator.EXACTLY if share == int(share) else Comparator.ABOUT
        yield make_fact(lexed, FactKind.PERCENT, match.span(), "%", (share, share), comparator=said)
