"""Counts of one, where no number says it: "only a voucher", "un seul bon", "ein Gutschein pro Bestellung"."""

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
from cx_audit.model import Fact, FactKind

__all__ = ["find_ones"]

_ASIDE = "(?:UNIT_ADJECTIVE|WORD)?"
_GRAMMARS = (
    f"SOLE (?P<one>ONE) SINGLE? {_ASIDE} (?P<noun>NOUN)",
    f"(?P<one>ONE) SINGLE {_ASIDE} (?P<noun>NOUN)",
    # Vietnamese and Arabic say it after the noun
    "(?P<one>ONE) (?P<noun>NOUN) (?:SINGLE|SOLE)",
    "(?P<one>(?P<noun>NOUN)) SINGLE (?=SOLE|PER)",
    # "قسط واحد": there the word is the number too
    "(?<!PER)(?P<one>(?P<noun>NOUN)) (?=SINGLE) NUMBER",
    # "ein Gutschein pro Bestellung"
    f"(?P<one>ONE) {_ASIDE} (?P<noun>NOUN) (?=(?:PER|SLASH) ONE? {_ASIDE} (?:NOUN|UNIT))",
)
_KINDS = frozenset({"room", "bed", "ticket", "ride"})
"""A single room or ticket is a kind of its own."""


def _counts(lexed: Lexed, match: re.Match[str]) -> bool:
    noun = lexed.tokens[match.start("noun")].name(Kind.NOUN)
    return noun not in _KINDS


def find_ones(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every known noun of which a word beside it says that there is one, or that is told for each of something."""
    for match in lexicon.matches(_GRAMMARS, lexed):
        if _counts(lexed, match):
            at = match.start("noun")
            per, _ = read_per(lexed, lexicon, match.end())
            yield make_fact(
                lexed,
                FactKind.COUNT,
                match.span(),
                lexed.written(at),
                (Decimal(1), Decimal(1)),
                comparator=comparator(lexed, match),
                per=per,
            )
