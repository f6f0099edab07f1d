"""Days of every month: "on the 5th of each month", "before the 20th", "al 5 del mes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_audit.facts.build import make_fact
from cx_audit.facts.lexer import Lexed, Token
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.locale_data import dotted_days
from cx_audit.facts.meaning import Kind
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_monthly", "is_day"]

_DAY = "(?:ORDINAL|STOP)?"
_LONGEST_MONTH = 31
# What may stand after the bare number of a day; a small one may well number the thing named after it.
_DUE = "(?=STOP|COMMA|AND|OR|OPEN|CLOSE|OTHER|TO|DASH|FILLER|BEFORE_DATE|COMPARE|AT|BILLING|EACH_MONTH|NOT|WORD|$)"
_SMALL = 5
# A day of every month: "on the 5th of each month"; "on the 5th" where a bill is spoken of.
_MONTHLY = (
    "(?P<named>MONTH_DAY)",
    # "del 8 al 10 de cada mes", "between the 8th and the 10th of each month"
    f"(?P<from>DIGITS) {_DAY} (?:TO|AND|BEFORE_DATE) (?:FILLER|BEFORE_DATE){{0,2}} (?P<till>DIGITS) {_DAY}"
    " FILLER? EACH_MONTH",
    "(?P<day>DIGITS ORDINAL|NTH) FILLER? EACH_MONTH",
    # "the first day of the month", "el primer día del mes"
    "(?P<nth>DIGITS ORDINAL|NTH) (?P<unit>UNIT|SINGULAR) FILLER? EACH_MONTH",
    "(?<=BEFORE_DATE|RECURRING|PER) FILLER? (?P<day>NUMBER) STOP? FILLER? EACH_MONTH",
    "(?:(?<=BEFORE_DATE) FILLER?|(?<=BILLING FILLER)) (?P<billed>DIGITS) ORDINAL (?=STOP|COMMA|AND|CLOSE|$)",
    "(?<=BEFORE_DATE) FILLER? (?P<billed>NTH) (?=STOP|COMMA|AND|CLOSE|$)",
    # "cobramos el día 5", "trừ tiền vào ngày 5"
    "(?P<numbered>NUMBER) (?<=BEFORE_DATE NUMBER) (?=STOP|COMMA|AND|CLOSE|$)",
    # a deadline: "before the 20th", "antes del (día) 20", "vor dem 20."
    f"(?:(?<=COMPARE)|(?<=BEFORE_DATE)|(?<=TO)) FILLER{{0,2}} (?P<due>DIGITS ORDINAL) (?!UNIT) {_DUE}",
    f"(?:(?<=COMPARE)|(?<=RELATIVE_TO)) FILLER (?P<due_pointed>DIGITS STOP) {_DUE}",
    f"(?<=BY_DAY) (?P<due_bare>DIGITS (?:ORDINAL|STOP)?+) (?!UNIT) {_DUE}",
    f"(?:(?<=BY_DAY)|(?<=COMPARE)) BEFORE_DATE (?P<due_day>DIGITS STOP?) {_DUE}",
    # "am 5. fällig": no new sentence
    "(?P<pointed>DIGITS STOP) (?<=BEFORE_DATE DIGITS STOP) (?=WORD|BILLING|COMMA (?!DIGITS)|CLOSE|AND (?!DIGITS)|$)",
)

_DEADLINES = frozenset(("due", "due_bare", "due_day", "due_pointed"))
_ENDS_BY = frozenset((Comparator.AT_MOST, Comparator.LESS_THAN))
_BILLED = frozenset(("billed", "numbered", "pointed"))


def is_day(token: Token) -> bool:
    """Whether a token is the word "day", as in "day 5 of each month"."""
    if token.has(Kind.LUNAR_DAY):  # Vietnamese "mùng 5" is a fifth of the month, whichever calendar
        return True
    return any(token.has(kind) and token.name(kind) == "day" for kind in (Kind.UNIT, Kind.SINGULAR))


def _on_day(lexed: Lexed, index: int) -> bool:
    """Whether the token is the word "day", and what it numbers is no day to count from: not "from day 5"."""
    since = lexed.kind_at(index - 1, Kind.BEFORE_DATE) and not lexed.kind_at(index - 1, Kind.FILLER)
    before = index - 1 - lexed.kind_at(index - 1, Kind.FILLER)
    counted = any(lexed.kind_at(at, Kind.COMPARE, Kind.TO, Kind.NUMBER) for at in (index - 1, before))
    return is_day(lexed.tokens[index]) and not since and not counted


def _on_the(lexed: Lexed, index: int, end: int) -> bool:
    """Whether the token is an article that stands before days: "se cobra el 15"; "y" may go on with what is counted."""
    article = lexed.kind_at(index, Kind.FILLER) and not lexed.kind_at(index, Kind.COMPARE, Kind.TO, Kind.AT_CLOCK)
    verb = not lexed.kind_at(index - 1, Kind.NUMBER, Kind.STOP, Kind.COMMA)  # "el cobro es el 17"
    billed = lexed.kind_at(index - 1, Kind.BILLING) or (verb and lexed.kind_at(index - 2, Kind.BILLING))
    return article and billed and not lexed.kind_at(end, Kind.AND)


def _due(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether a number after "before the" or "until the" is a day: not "before the 2nd visit", "from day 5"."""
    start, end = match.span()
    name, before = match.lastgroup, lexed.tokens[start - 1]
    if name == "due" and lexed.kind_at(start - 1, Kind.FILLER):
        return False  # "on the 20th" is any month's
    if name == "due_day" and not (is_day(lexed.tokens[start]) and _ends_by(before)):
        return False
    pointed = end - match.start(name or 0) > 1 and lexed.tokens[end - 1].has(Kind.STOP)
    if pointed and not lexed.tokens[end - 1].glued:
        return False
    if name == "due_pointed" and not dotted_days(lexed.language):
        return False
    named = lexed.kind_at(end, Kind.WORD) and not lexed.kind_at(end, Kind.FILLER, Kind.COMPARE, Kind.BEFORE_DATE)
    if named and (name == "due" or (pointed and lexed.capitalised(end) and dotted_days(lexed.language))):
        return False
    return lexed.tokens[match.start(name or 0)].amount() > _SMALL or not named


def _ends_by(token: Token) -> bool:
    """Whether the word before "day 20" sets an end: from a day on, it may count days."""
    return token.has(Kind.BY_DAY) or (token.has(Kind.COMPARE) and token.name(Kind.COMPARE) in _ENDS_BY)


def _by(lexed: Lexed, start: int) -> bool:
    """Whether what begins at ``start`` is a deadline: "before the 20th", "hasta el 20"."""
    while lexed.kind_at(start - 1, Kind.FILLER) and not lexed.kind_at(start - 1, Kind.COMPARE, Kind.BY_DAY):
        start -= 1
    return start > 0 and _ends_by(lexed.tokens[start - 1])


def _span(lexed: Lexed, match: re.Match[str]) -> Iterator[Fact]:
    """From one day of each month to another."""
    ends = [lexed.tokens[match.start(name)].text for name in ("from", "till")]
    if all(end.isdigit() and 1 <= int(end) <= _LONGEST_MONTH for end in ends):
        items = tuple(f"---{int(end):02d}" for end in ends)
        yield make_fact(lexed, FactKind.DATE, match.span(), "date", items=items)


def find_monthly(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every day of each month, as "---05" after ISO 8601."""
    for match in lexicon.matches(_MONTHLY, lexed):
        start, end = match.span()
        name = match.lastgroup or ""
        if name == "unit":
            if not is_day(lexed.tokens[match.start("unit")]):
                continue
            name = "nth"
        if name == "till":
            yield from _span(lexed, match)
            continue
        token = lexed.tokens[match.start(name)]
        if name == "numbered" and not (_on_day(lexed, start - 1) or _on_the(lexed, start - 1, end)):
            continue
        if name in _DEADLINES and not _due(lexed, match):
            continue
        named = lexed.kind_at(end, Kind.WORD)
        if name == "pointed" and (lexed.capitalised(end) if named else not dotted_days(lexed.language)):
            continue
        if name in _BILLED and not any(lexed.kind_at(i, Kind.BILLING) for i in lexed.sentence(start, end)):
            continue
        if token.has(Kind.DIGITS):
            day = int(token.text) if token.text.isdigit() else 0
        else:
            said_by = Kind.MONTH_DAY if name == "named" else Kind.NTH
            day = int(str(token.values[said_by])) if token.has(said_by) else int(token.amount())
        if 1 <= day <= _LONGEST_MONTH:
            span, items = (match.start(name), end), (f"---{day:02d}",)
            ends = _by(lexed, start)
            said = Comparator.AT_MOST if ends else Comparator.EXACTLY
            yield make_fact(lexed, FactKind.DATE, span, "date", items=items, comparator=said)
