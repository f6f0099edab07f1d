"""Days, months and years told by their number: "until day 14", "day 15 and later", "ab dem 13. Monat".

Cards for staff say a period by its last day or by the first one after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_nth"]

_NOT_A_DATE = "(?!FILLER? (?:EACH_MONTH|MONTH|OF FILLER? MONTH|SLASH))"
# "the 15th day", "den 15. Tag", "اليوم الخامس عشر", "ngày thứ 15"; and "day 15" where that can't be a date
_NTH = (
    "(?P<nth>NTH) (?:UNIT_ADJECTIVE? (?P<unit>UNIT)|(?P<next>SPAN))",
    "(?P<nth>DIGITS) (?:STOP ORDINAL?|ORDINAL) (?:UNIT_ADJECTIVE? (?P<unit>UNIT)|(?P<next>SPAN))",
    "(?P<unit>UNIT) FILLER? (?P<nth>NTH)",
    "(?P<unit>UNIT)? NTH_OF (?P<nth>NUMBER)",
    "(?!BEFORE_DATE) (?P<unit>UNIT) (?P<nth>DIGITS)",
)
_ASIDE = "(?:FILLER|OF|ORDINAL|AND|WORD STOP){0,3}"
_LATER = "(?:RELATIVE_TO (?:FILLER|WORD|NOUN|PAYABLE){1,3})? (?:AND|OR|COMMA)? ONWARD"
_UNTIL = tuple(f"UNTIL_NTH {_ASIDE} {nth} {_NOT_A_DATE} (?!{_LATER})" for nth in _NTH)
_FROM = tuple(f"FROM_NTH {_ASIDE} {nth} {_NOT_A_DATE}" for nth in _NTH)
_ONWARD = tuple(f"{nth} (?P<onward>{_LATER})" for nth in _NTH)
_UNITS = frozenset({"day", "business_day", "month", "year"})
_MOST = 400


def _unit(lexed: Lexed, match: re.Match[str]) -> str | None:
    named = match.groupdict()
    if named.get("next"):
        # "the seventh day after": there "day after" is no day by itself
        amount, _, unit = lexed.tokens[match.start("next")].name(Kind.SPAN).partition(" ")
        return unit if amount == "1" else None
    return lexed.tokens[match.start("unit")].name(Kind.UNIT) if named.get("unit") else "day"


def _read(lexed: Lexed, match: re.Match[str]) -> tuple[int, int, Decimal, str] | None:
    """The tokens (start, end) that name it, its number and its unit; None where it makes no sense."""
    nth = lexed.tokens[match.start("nth")]
    number = nth.amount(Kind.NTH) if nth.has(Kind.NTH) else nth.amount()
    spots = [match.start(name) for name, text in match.groupdict().items() if text and name != "onward"]
    unit = _unit(lexed, match)
    if unit not in _UNITS or not 1 < number <= _MOST or number != number.to_integral_value():
        return None
    return min(spots), max(spots) + 1, number, unit


def find_nth(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Periods told by the number of their last day, or of the first after it: from day 15 on is after 14 days."""
    for grammars, last in ((_ONWARD, False), (_FROM, False), (_UNTIL, True)):
        for match in lexicon.matches(grammars, lexed):
            read = _read(lexed, match)
            if read:
                start, end, number, unit = read
                amount = number if last else number - 1
                said = Comparator.AT_MOST if last else Comparator.EXACTLY
                yield make_fact(lexed, FactKind.DURATION, (start, end), unit, (amount, amount), comparator=said)
