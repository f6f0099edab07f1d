"""What is earned for each unit of money, whatever a shop calls it: "3 leaves per euro", "1 € = 1 leaf"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.per import read_per
from cx_audit.model import Fact, FactKind

__all__ = ["find_earned"]

_NAME = "(?!NOT_PER|NUMBER|UNIT|FREE|OFF|DISCOUNT)(?P<noun>NOUN|WORD)"
_EACH = "(?:PER|SLASH) ONE? (?:UNIT_ADJECTIVE|WORD)?"
_MONEY = "(?P<paid>(?:SIGN NUMBER|NUMBER? CURRENCY))"
_WORDS = "(?:WORD|FILLER|NOUN|PAYABLE|AND|OR|NOT_PER|COMMA|PRICED){0,8}"
_GRAMMARS = (
    f"(?P<low>NUMBER|ONE) UNIT_ADJECTIVE? {_NAME} (?={_EACH} (?:CURRENCY|SIGN NUMBER|NUMBER CURRENCY))",
    # "for each euro that you spend you get 2 points"
    f"{_EACH} {_MONEY} {_WORDS} (?P<low>NUMBER) UNIT_ADJECTIVE? {_NAME}",
)
_EQUALS = f"{_MONEY} (?P<is>OTHER) (?P<low>NUMBER) {_NAME}"
_POINT = "point"
_MOST = 100


def _amount(lexed: Lexed, match: re.Match[str], group: str) -> Decimal:
    """The first number of a group; 1 where it has none."""
    spots = range(match.start(group), match.end(group))
    return next((lexed.tokens[at].amount() for at in spots if lexed.kind_at(at, Kind.NUMBER)), Decimal(1))


def _currency(lexed: Lexed, match: re.Match[str]) -> str | None:
    """The currency of which one unit is paid, None where it is more: "10 points for €5"."""
    spots = range(match.start("paid"), match.end("paid"))
    names = [lexed.tokens[at].name(Kind.CURRENCY) for at in spots if lexed.kind_at(at, Kind.CURRENCY)]
    return names[0] if names and _amount(lexed, match, "paid") == 1 else None


def find_earned(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every rate of points for each unit of a currency, in the order of the grammars; the noun may be any word."""
    for match in lexicon.matches((*_GRAMMARS, _EQUALS), lexed):
        groups = match.groupdict()
        noun = lexed.tokens[match.start("noun")]
        amount = _amount(lexed, match, "low")
        if not noun.text.isalpha() or not 0 < amount <= _MOST:
            continue
        if groups.get("is") and lexed.tokens[match.start("is")].text != "=":
            continue
        per = _currency(lexed, match) if groups.get("paid") else read_per(lexed, lexicon, match.end())[0]
        known = noun.has(Kind.NOUN) and noun.name(Kind.NOUN) != _POINT
        if per is None or known:
            continue
        span = (match.start("low"), match.end("noun"))
        unit = lexed.written(match.start("noun")) if noun.has(Kind.NOUN) else _POINT
        yield make_fact(lexed, FactKind.COUNT, span, unit, (amount, amount), per=per)
