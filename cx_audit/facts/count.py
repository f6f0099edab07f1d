"""Counts of things and measures: "up to 4 users", "3 devices", "23 kg", "10 GB"."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.numbers import is_year
from cx_audit.model import Fact, FactKind

__all__ = ["find_counts"]

# A known noun may stand one adjective away; the numbers of a range are of one noun.
_NUMBER = "(?P<low>NUMBER) (?P<low_times>MULTIPLIER)? (?:(?:TO|OR) (?P<high>NUMBER))? (?P<times>MULTIPLIER)?"
_GRAMMARS = (
    f"{_NUMBER} (?:PLUS|COMPARE_AFTER)? DASH? (?:UNIT_ADJECTIVE|WORD)? (?P<noun>NOUN)",
    "(?P<low>NUMBER) MEASURE? (?:(?:TO|OR) (?P<high>NUMBER))? DASH? (?P<measure>MEASURE)",
)


def find_counts(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every number with the noun that it counts; a number without one is left alone."""
    for match in lexicon.matches(_GRAMMARS, lexed):
        groups = match.groupdict()
        low = lexed.tokens[match.start("low")].amount()
        high = lexed.tokens[match.start("high")].amount() if groups["high"] else low
        times = groups.get("times") or groups.get("low_times")
        if times:
            factor = lexed.tokens[max(match.start("times"), match.start("low_times"))].amount(Kind.MULTIPLIER)
            low, high = low * factor, high * factor
        if times and len(lexed.tokens[max(match.start("times"), match.start("low_times"))].text) == 1:
            continue  # "a 25k voucher" is worth 25k
        if (is_year(low) and lexed.tokens[match.start("low")].text.isdigit()) or low > high:
            continue
        said = comparator(lexed, match)
        last = lexed.tokens[match.end() - 1]
        unit = last.name(Kind.MEASURE) if groups.get("measure") else lexed.written(match.end() - 1)
        yield make_fact(lexed, FactKind.COUNT, match.span(), unit, (low, high), comparator=said)
