"""Days of lunar calendars: "28 tháng Chạp", "mùng 4 Tết", "١٠ ذو الحجة"."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.facts.build import make_fact
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.model import Fact, FactKind

__all__ = ["LUNAR", "find_lunar_dates"]

LUNAR = "lunar-"
"""Begins the item of such a day, before month and day: no rule converts it to a date of the sun."""

_GRAMMARS = (
    "(?P<day>NUMBER) FILLER? (?P<month>LUNAR_MONTH)",
    "LUNAR_DAY (?P<day>NUMBER) FILLER? (?!EACH_MONTH|MONTH|SLASH) (?P<month>LUNAR_MONTH)?",
)
_LONGEST, _HALF, _LAST = 30, 15, 12


def find_lunar_dates(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every day told by a lunar month; of the new year's feast itself late days end the old year."""
    for match in lexicon.matches(_GRAMMARS, lexed):
        day = lexed.tokens[match.start("day")].amount()
        named = match["month"] is not None
        if not named and not any(lexed.kind_at(index, Kind.LUNAR_MONTH) for index in range(len(lexed.shape))):
            continue  # "mùng 5" is the fifth of any month
        month = int(lexed.tokens[match.start("month")].amount(Kind.LUNAR_MONTH)) if named else 0
        if not month:
            month = 1 if day <= _HALF else _LAST
        if day == int(day) and 1 <= day <= _LONGEST:
            item = f"{LUNAR}{month:02d}-{int(day):02d}"
            yield make_fact(lexed, FactKind.DATE, match.span(), "date", items=(item,))
