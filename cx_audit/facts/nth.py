"""Days, months and years told by their number: "until day 14", "day 15 and later", "ab dem 13. Monat".

Cards for staff say a period by its last day or by the first one after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cx_audit.facts.build import make_fact
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.locale_data import dotted_days
from cx_audit.facts.meaning import Kind
from cx_audit.facts.packs import load_pack
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_nth"]

_ASIDE = "(?:(?!UNIT) (?:FILLER|OF|ORDINAL|AND|WORD STOP)){0,3}"
_LATER = "(?:RELATIVE_TO (?:FILLER|WORD|NOUN|PAYABLE){1,3})? (?:AND|OR)? ONWARD"
_UNIT = "(?:UNIT_ADJECTIVE? (?P<unit>UNIT)|(?P<next>SPAN))"
_NUMBERED = (
    f"(?P<nth>NTH) {_UNIT}",  # "the third day", "the seventh day after"
    "(?P<unit>UNIT) FILLER? (?P<nth>NTH)",  # "اليوم الثالث"
    "(?P<unit>UNIT) NTH_OF (?P<nth>NUMBER)",  # "tháng thứ 3"
    f"(?P<nth>DIGITS) ORDINAL {_UNIT}",
    f"(?P<pointed>DIGITS) STOP ORDINAL? {_UNIT}",  # "15. Tag", "16.º día"
    "(?!BEFORE_DATE) (?P<unit>UNIT) (?P<nth>DIGITS)",  # "day 15", where that can't be a date
)
_UNTIL = (*(f"UNTIL_NTH {_ASIDE} {one} (?!{_LATER})" for one in _NUMBERED), "UNTIL_DAY NTH_OF (?P<nth>NUMBER)")
_FROM = (*(f"FROM_NTH {_ASIDE} {one}" for one in _NUMBERED), "FROM_DAY NTH_OF (?P<nth>NUMBER)")
_ONWARD = tuple(f"{one} {_LATER}" for one in _NUMBERED)
# "from day 31 to day 60", "vom 29. bis zum 22. Tag": what is due then is no limit of either
_TO = f"(?:TO|DASH|UNTIL_NTH|UNTIL_DAY) {_ASIDE}"
_RANGES = (
    f"UNIT NTH_OF? (?:NTH|DIGITS) {_TO} UNIT? NTH_OF? (?:NTH|DIGITS)",
    f"(?:NTH|DIGITS) (?:STOP|ORDINAL){{0,2}} UNIT? {_TO} (?:NTH|DIGITS) (?:STOP|ORDINAL){{0,2}} UNIT_ADJECTIVE? UNIT",
)
_UNITS = frozenset({"day", "business_day", "month", "year"})
_COUNTED = frozenset({"day", "month"})
"""Units whose number may follow them: year 11 is a class at school."""
_BEFORE_MONTH = (Kind.FILLER, Kind.OF, Kind.BEFORE_DATE, Kind.AT, Kind.PER_UNIT, Kind.ONE, Kind.WORD, Kind.RECURRING)
_REACH = 4
_MOST = 400


def _monthly(lexed: Lexed, index: int) -> bool:
    """Whether a day of some month was named before ``index``: "fifth day of the billing month", "15th of March"."""
    for at in range(index, min(index + _REACH, len(lexed.tokens))):
        token = lexed.tokens[at]
        if lexed.kind_at(at, Kind.EACH_MONTH, Kind.MONTH, Kind.SLASH):
            return True
        for kind in (Kind.UNIT, Kind.PERIOD):
            if token.has(kind):
                return token.name(kind) == "month"
        if not lexed.kind_at(at, *_BEFORE_MONTH):
            return False
    return False


def _unit(lexed: Lexed, match: re.Match[str], number: int) -> str | None:
    """The unit of a match whose number is the token ``number``; None where that isn't counted so."""
    said = match.groupdict()
    if said.get("next"):
        # "the seventh day after": there "day after" is no day by itself
        amount, _, unit = lexed.tokens[match.start("next")].name(Kind.SPAN).partition(" ")
        return unit if amount == "1" else None
    if not said.get("unit"):
        return "day"
    unit = lexed.tokens[match.start("unit")].name(Kind.UNIT)
    follows = match.start("unit") < number and lexed.kind_at(number, Kind.DIGITS)
    return unit if unit in (_COUNTED if follows else _UNITS) else None


def _ahead(lexed: Lexed, lexicon: Lexicon, end: int) -> bool:
    """Whether it is counted back from an event: "the 7th day before arrival"."""
    last = lexed.tokens[end - 1]
    words = {lexicon.fold(word).text for word in load_pack(lexicon.language).ahead} if last.has(Kind.SPAN) else set()
    return lexed.kind_at(end, Kind.AHEAD) or any(last.text.endswith(f" {word}") for word in words)


def _read(lexed: Lexed, lexicon: Lexicon, match: re.Match[str], *, last: bool) -> Fact | None:
    """The fact of a match; None where it makes no sense."""
    said = match.groupdict()
    name = "pointed" if said.get("pointed") else "nth"
    if name == "pointed" and not (dotted_days(lexicon.language) or lexed.kind_at(match.start(name) + 2, Kind.ORDINAL)):
        return None
    at = match.start(name)
    nth = lexed.tokens[at]
    number = nth.amount(Kind.NTH) if nth.has(Kind.NTH) else nth.amount()
    spots = [match.start(one) for one in (name, "unit", "next") if said.get(one)]
    start, end, unit = min(spots), max(spots) + 1, _unit(lexed, match, at)
    if unit is None or not 1 < number <= _MOST or number != number.to_integral_value() or _monthly(lexed, end):
        return None
    ahead = _ahead(lexed, lexicon, end)
    amount = number if last or ahead else number - 1
    said_as = Comparator.AT_MOST if last else Comparator.EXACTLY
    return replace(
        make_fact(lexed, FactKind.DURATION, (start, end), unit, (amount, amount), comparator=said_as),
        ahead=ahead,
    )


def find_nth(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Periods told by the number of their last day, or of the first after it: from day 15 on is after 14 days."""
    found = [
        (match, last)
        for grammars, last in ((_ONWARD, False), (_FROM, False), (_UNTIL, True))
        for match in lexicon.matches(grammars, lexed)
    ]
    ranges = {at for match in lexicon.matches(_RANGES, lexed) for at in range(*match.span())} if found else set()
    for match, last in found:
        if ranges.isdisjoint(range(*match.span())):
            fact = _read(lexed, lexicon, match, last=last)
            if fact:
                yield fact
