"""Counts whose noun no pack lists, where a limit or a rate shows that they state a rule.

"Up to 25 employees" and "3 leaves per euro" are rules whatever is counted; "25 employees" may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import limit
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.numbers import is_year
from cx_audit.facts.per import read_per
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_open_counts"]

_ANY = "(?P<low>NUMBER) (?:(?:TO|OR) (?P<high>NUMBER))? UNIT_ADJECTIVE? (?!NOT_PER|NUMBER|NOUN|UNIT)(?P<noun>WORD)"
_ONE = "ONE (?!NOT_PER|NUMBER|NOUN|UNIT)(?P<noun>WORD) (?=(?:PER|SLASH) ONE? (?:UNIT_ADJECTIVE|WORD)? CURRENCY)"
_LIMITS = frozenset({Comparator.AT_MOST, Comparator.AT_LEAST, Comparator.LESS_THAN, Comparator.MORE_THAN})
_SHORTEST = 3
_MOST = 9999
_EARNED = "point"
"""Whatever a shop calls it, what one earns for each euro are its points."""


def _of_money(per: str | None) -> bool:
    """Whether a rate is for each unit of a currency."""
    return per is not None and len(per) == len("EUR") and per.isascii() and per.isupper()


def _read(lexed: Lexed, lexicon: Lexicon, match: re.Match[str]) -> Fact | None:
    groups = match.groupdict()
    noun = lexed.tokens[match.end() - 1]
    low = lexed.tokens[match.start("low")].amount() if groups.get("low") else Decimal(1)
    high = lexed.tokens[match.start("high")].amount() if groups.get("high") else low
    if not noun.text.isalpha() or len(noun.text) < _SHORTEST or low > high or high > _MOST or is_year(low):
        return None
    said = limit(lexed, *match.span(), ranged=high != low, strangers=0)
    per, end = read_per(lexed, lexicon, match.end())
    if per is None and said not in _LIMITS:
        return None
    unit = _EARNED if _of_money(per) else lexed.written(match.end() - 1)
    return make_fact(
        lexed, FactKind.COUNT, (match.start(), end), unit, (low, high), comparator=said, per=per
    )


def find_open_counts(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every limit or rate of a noun that the language's pack doesn't know; what is earned per euro are points."""
    for match in lexicon.matches((_ANY, _ONE), lexed):
        fact = _read(lexed, lexicon, match)
        if fact is not None:
            yield fact
