"""Dates: "3 February 2026", "Feb 3", "2026-02-03", "03/02/2026", "ngày 3 tháng 2"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from cx_audit.facts.build import make_fact
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.locale_data import day_first, dotted_days, order_varies
from cx_audit.facts.meaning import Kind
from cx_audit.facts.monthly import find_monthly, is_day
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["EITHER", "find_dates"]

_YEAR = "(?:COMMA? OF? (?P<year>YEAR))?"
_DAY = "(?:ORDINAL|STOP)?"
_COMMON_YEAR = 2001
_MONTHS = 12
_HOURS = 24
_SMALL = 5
_NO_DATES = ({24, 7}, {16, 9})
"""Round the clock, and the shape of a screen."""
_LIMITS = (Kind.TO, Kind.COMPARE, Kind.BY_DAY, Kind.BEFORE_DATE)
EITHER = "|"
"""Stands between the two readings of "3/2" where the language's countries differ."""
# A number is looked for first, and then what stands before it: it is the rarer of the two.
_GRAMMARS = (
    "(?P<date>DATE) (?!UNIT|NOUN)",
    f"(?P<day>DIGITS) {_DAY} (?:TO|AND) (?:FILLER|BEFORE_DATE){{0,2}} (?P<last>DIGITS) {_DAY} OF? (?P<month>MONTH)"
    f" {_YEAR}",
    f"(?P<day>DIGITS) {_DAY} OF? (?P<month>MONTH) (?!MULTIPLIER|CURRENCY|FREQUENCY) {_YEAR}",
    # "quince de mayo"
    "(?P<spelled>NUMBER) (?<!DIGITS) OF? (?P<month>MONTH) (?!MULTIPLIER|CURRENCY|FREQUENCY) " + _YEAR,
    # "30-jun-2025", "15/ene"
    "(?<!MONTH) (?P<day>DIGITS) (?:DASH|SLASH) (?P<month>MONTH) (?:(?:DASH|SLASH) (?P<year>YEAR))?",
    f"(?P<month>MONTH) (?P<day>DIGITS) ORDINAL? TO (?P<last>DIGITS) ORDINAL? {_YEAR}",
    f"(?P<month>MONTH) (?P<day>DIGITS) ORDINAL? {_YEAR}",
    "(?P<word>NTH) OF? (?P<month>MONTH) " + _YEAR,
    # as in "by mid-March: the 15th", "mi-janvier, soit le 15"
    "(?P<month>MONTH) (?:COMMA|OPEN|OTHER) (?:WORD|COMPARE|BY_DAY){0,2} (?:BEFORE_DATE|FILLER) (?P<told>DIGITS)"
    f" {_DAY} (?=STOP|COMMA|CLOSE|COMPARE|COMPARE_AFTER|$)",
    "(?P<month_end>MONTH_END) (?:SLASH? OF? (?P<year>YEAR))? (?!DIGITS|UNIT|NOUN)",
    "(?P<month>MONTH) OF? (?P<year>YEAR)",
    # "từ ngày 24 đến 26/12"
    "(?<=BEFORE_DATE) (?P<from>DIGITS) ORDINAL? TO FILLER? BEFORE_DATE?"
    " (?P<first>DIGITS) SLASH (?P<second>DIGITS) (?!UNIT|NOUN)",
    "(?<=BEFORE_DATE) (?P<first>DIGITS) SLASH (?P<second>DIGITS) (?!NOUN|CURRENCY|PERCENT)",
    "(?<=WEEKDAY) COMMA? (?P<first>DIGITS) SLASH (?P<second>DIGITS) (?!UNIT|NOUN|CURRENCY|PERCENT|HOUR|SLASH)",
    "(?<=BEFORE_DATE) (?P<first>DIGITS) DASH (?P<second>DIGITS) (?!UNIT|NOUN|CURRENCY|PERCENT|OCLOCK|HOUR|HALF_DAY)",
    # "1-30/9"
    "(?<!SLASH) (?P<bare>(?P<from>DIGITS) DASH (?P<first>DIGITS) SLASH (?P<second>DIGITS))"
    " (?!UNIT|NOUN|MEASURE|CURRENCY|PERCENT|HOUR|SLASH)",
    # with nothing to lead it: "HSD: 31/12", "(15/09)"
    "(?<!SLASH) (?P<bare>(?P<first>DIGITS) SLASH (?P<second>DIGITS)) (?!UNIT|NOUN|MEASURE|CURRENCY|PERCENT|HOUR|SLASH)",
    "(?P<dotted>DIGITS) (?<=BEFORE_DATE DIGITS) STOP",
    "(?P<dotted>DIGITS) (?<=COMPARE DIGITS) STOP",
    "(?P<dotted>DIGITS) (?:(?<=STOP AND DIGITS)|(?<=STOP TO DIGITS)|(?<=STOP DASH DIGITS)) STOP",
    "(?P<dotted>DIGITS) STOP (?=CLOSE|AND|TO|DASH)",  # "(1.1.)": with a point, and not the last of a sentence
    "(?P<pointed>DIGITS) (?!UNIT|NOUN|MEASURE|CURRENCY|PERCENT|HOUR|OCLOCK|HALF_DAY|SLASH|WORD)",  # "clôture 31.03"
    "(?<=OTHER) (?P<pointed>DIGITS) STOP",  # "Frist: 30.9."
)


def _year(written: str) -> int | None:
    if written.isdigit() and len(written) in (2, 4):
        year = int(written) + (2000 if len(written) == 2 else 0)
        return year if 1990 <= year <= 2099 else None
    return None


def _item(year: int | None, month: int, day: int | None) -> str | None:
    """The canonical form, or None for a day that does not exist."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year or 2000, month)[1]):
        return None
    if day is None:
        return f"{year:04d}-{month:02d}" if year else None
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _either(year: int | None, day: int, month: int, lexed: Lexed) -> str | None:
    """One date, or both readings of two numbers where nothing says which is the day."""
    readings = [_item(year, month, day), _item(year, day, month)]
    found = [item for item in readings if item]
    if len(found) < 2 or day == month or lexed.region or not order_varies(lexed.language):
        return found[0] if found else None
    return EITHER.join(sorted(found))


def _numeric(written: str, lexed: Lexed) -> str | None:
    parts = re.split(r"[-./]", written)
    if len(parts[0]) == 4:
        return _item(_year(parts[0]), int(parts[1]), int(parts[2]))
    if "." in written and len(parts[0]) + len(parts[1]) < 3 and len(parts[2]) == 2:
        return None  # a version number
    first, second = int(parts[0]), int(parts[1])
    day, month = (first, second) if day_first(lexed.language, lexed.region) else (second, first)
    year = _year(parts[2])
    return _either(year, day, month, lexed) if year else None


def _items(lexed: Lexed, match: re.Match[str]) -> tuple[str, ...] | None:
    """The dates of a match, or None where there are no such days."""
    said = {name: lexed.tokens[match.start(name)] for name, text in match.groupdict().items() if text}
    if "date" in said:
        item = _numeric(said["date"].text, lexed)
        return (item,) if item else None
    if "dotted" in said:
        parts = said["dotted"].text.split(".")
        led = lexed.kind_at(match.start() - 1, Kind.BEFORE_DATE) or dotted_days(lexed.language)
        short = len(parts) == 2 and all(len(part) <= 2 for part in parts)
        if not (led and short and lexed.tokens[match.end() - 1].glued):
            return None
        item = _item(None, int(parts[1]), int(parts[0]))
        return (item,) if item else None
    if "pointed" in said:
        return _pointed(lexed, match)
    if "first" in said:
        written = [said[name].text for name in ("first", "second") if said[name].text.isdigit()]
        if "bare" in said and not _no_fraction(written, lexed):
            return None
        pair = list(map(int, written))
        dashed = lexed.kind_at(match.end("first"), Kind.DASH)
        if (
            len(pair) < 2
            or _in_units(lexed, match.end(), *pair)
            or (dashed and any(len(said[name].text) != 2 for name in ("first", "second")))
        ):
            return None
        day, month = pair if day_first(lexed.language, lexed.region) else reversed(pair)
        item = _either(None, day, month, lexed)
        if item and "from" in said:
            first = _item(None, month, int(said["from"].text)) if said["from"].text.isdigit() else None
            return (first, item) if first and EITHER not in item else None
        return (item,) if item else None
    if "month_end" in said:
        whole_year = not said["month_end"].has(Kind.MONTH)
        return _last_day(lexed, match) if whole_year or _until(lexed, match.start()) else None
    if said["month"].has(Kind.UNCLEAR) and "year" not in said and not lexed.capitalised(match.start("month")):
        return None
    year = _year(said["year"].text) if "year" in said else None
    if "word" in said:
        return _worded(lexed, match, year)
    days = [said[name].text for name in ("day", "last", "told") if name in said]
    if "spelled" in said:
        alone = said["spelled"].amount() <= _SMALL and match.start("month") == match.end("spelled")
        if alone and lexed.kind_at(match.end(), Kind.WORD, Kind.NOUN):
            return None  # "two March sales"
        days = [str(said["spelled"].amount())]
    if not all(day.isdigit() and len(day) <= 2 for day in days):
        return None
    month = int(str(said["month"].values[Kind.MONTH]))
    items = [_item(year, month, int(day)) for day in days] or [_item(year, month, None)]
    found = tuple(item for item in items if item)
    return found if len(found) == len(items) else None


def _pointed(lexed: Lexed, match: re.Match[str]) -> tuple[str, ...] | None:
    """ "31.03", which no hour of the day could be, and "Frist: 30.9.", where points don't part decimals."""
    written, end = lexed.tokens[match.start("pointed")].text, match.end()
    day, point, month = written.partition(".")
    if any(_of_else(lexed, index) for index in (match.start() - 1, match.start() - 2)):
        return None
    if lexed.decimal != "," or not point or not (day.isdigit() and month.isdigit()) or max(len(day), len(month)) > 2:
        return None
    stopped = end > match.end("pointed") and lexed.tokens[end - 1].glued and lexed.tokens[end - 1].text == "."
    led = lexed.tokens[match.start() - 1].text == ":" if match.start() else False
    dated = dotted_days(lexed.language) and led and (stopped or len(month) == 2)
    if not dated and not (int(day) > _HOURS and month.startswith(("0", "1")) and len(month) == 2):
        return None
    item = _item(None, int(month), int(day))
    return (item,) if item else None


def _of_else(lexed: Lexed, index: int) -> bool:
    """Whether a word names what "25.04" is instead of a day: a version, or a price."""
    version = lexed.kind_at(index, Kind.NOUN) and lexed.tokens[index].name(Kind.NOUN) == "version"
    return version or lexed.kind_at(index, Kind.FEE, Kind.PRICED, Kind.OFF)


def _no_fraction(written: Sequence[str], lexed: Lexed) -> bool:
    """Whether "15/9" or "01/10" are no likely fraction, mark or ratio, as "1/10", "4/5" and "24/7" are."""
    padded = any(part.startswith("0") for part in written)
    parts = [int(part) for part in written]
    # "7/20" is a mark where days come first
    day = parts[0] if day_first(lexed.language, lexed.region) else max(parts)
    likely = padded or (day > _MONTHS and set(parts) not in _NO_DATES)
    return likely and all(len(part) <= 2 for part in written)


def _in_units(lexed: Lexed, end: int, first: int, second: int) -> bool:
    """Whether "24/48" counts hours or "2/3" years; "31/3 năm sau" is a day of the next."""
    return lexed.kind_at(end, Kind.UNIT) and (first < second or lexed.tokens[end].name(Kind.UNIT) != "year")


def _until(lexed: Lexed, start: int) -> bool:
    """Whether what begins at ``start`` is a limit: "at the end of March" may be any of its last days."""
    while lexed.kind_at(start - 1, Kind.FILLER) and not lexed.kind_at(start - 1, *_LIMITS):
        start -= 1
    return lexed.kind_at(start - 1, *_LIMITS)


def _last_day(lexed: Lexed, match: re.Match[str]) -> tuple[str, ...] | None:
    month = int(str(lexed.tokens[match.start("month_end")].values[Kind.MONTH_END]))
    year = _year(lexed.tokens[match.start("year")].text) if match["year"] else None
    item = _item(year, month, monthrange(year or _COMMON_YEAR, month)[1])
    return (item,) if item else None


def _worded(lexed: Lexed, match: re.Match[str], year: int | None) -> tuple[str, ...] | None:
    """ "The third of May", "primero de enero"; "the second May holiday" and Vietnamese Thursdays are no such day."""
    token = lexed.tokens[match.start("word")]
    day = int(str(token.values[Kind.NTH]))
    adjacent = match.start("month") == match.end("word")
    if token.has(Kind.WEEKDAY) or (adjacent and (day > 1 or not lexed.kind_at(match.start() - 1, Kind.BEFORE_DATE))):
        return None
    item = _item(year, int(str(lexed.tokens[match.start("month")].values[Kind.MONTH])), day)
    return (item,) if item else None


def _leads(lexed: Lexed, index: int) -> bool:
    """Whether the token is an article, or the word "day", before a date: "vor dem 16.", "trước ngày 16"."""
    day = lexed.kind_at(index, Kind.BEFORE_DATE) and is_day(lexed.tokens[index])
    return day or lexed.kind_at(index, Kind.FILLER)


def _bound(lexed: Lexed, start: int) -> Comparator:
    """Whether a date is itself left out: "before 16 September", "after the 30th of June"; else it is told as it is."""
    index = start - 1
    while _leads(lexed, index) and not lexed.kind_at(index, Kind.SHORT_OF, Kind.PAST):
        index -= 1
    if lexed.kind_at(index, Kind.SHORT_OF):
        return Comparator.LESS_THAN
    return Comparator.MORE_THAN if lexed.kind_at(index, Kind.PAST) else Comparator.EXACTLY


def find_dates(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every date of a text; a range within one month has both its ends as items.

    A day of every month is "---05", after ISO 8601. "Before" and "after" a date are told by its comparator.
    """
    for match in lexicon.matches(_GRAMMARS, lexed):
        found = _items(lexed, match)
        if found is not None:
            bound = _bound(lexed, match.start()) if len(found) == 1 else Comparator.EXACTLY
            yield make_fact(lexed, FactKind.DATE, match.span(), "date", items=found, comparator=bound)
    yield from find_monthly(lexed, lexicon)
