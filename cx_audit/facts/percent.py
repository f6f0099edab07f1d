"""Percentages: "10 %", "5 to 10 percent"."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.model import Fact, FactKind

__all__ = ["find_percents"]

_GRAMMARS = (
    "(?P<low>NUMBER) PERCENT? (?:TO|OR) (?P<high>NUMBER) PERCENT",
    "(?<=BETWEEN) (?P<low>NUMBER) PERCENT? AND (?P<high>NUMBER) PERCENT",
    "(?P<low>NUMBER) DASH? PERCENT",
)


def find_percents(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every percentage of a text; a later match may overlap an earlier one."""
    for grammar in _GRAMMARS:
        for match in lexicon.pattern(grammar).finditer(lexed.shape):
            low = lexed.percent(match.start("low"))
            high = lexed.percent(match.start("high")) if "high" in match.groupdict() else low
            said = comparator(lexed, match)
            if low <= high:
                yield make_fact(lexed, FactKind.PERCENT, match.span(), "%", (low, high), comparator=said)
