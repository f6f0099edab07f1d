"""Counts of things: "up to 4 users", "3 devices per person", "twice", "the third missed payment"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import comparator, limit
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.numbers import is_year
from cx_audit.facts.per import read_per
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_counts"]

# A known noun may stand one adjective away; the numbers of a range are of one noun.
_NOUN = "(?:PLUS|COMPARE_AFTER)? DASH? (?:UNIT_ADJECTIVE|WORD)? (?P<noun>NOUN)"
_GRAMMARS = (
    # a choice, as in "three, six or twelve instalments"
    "(?P<low>NUMBER) (?:(?:COMMA|OR) NUMBER)+ (?:COMMA|COMMA? (?:OR|AND))"
    " (?P<high>NUMBER) (?:UNIT_ADJECTIVE|WORD)? (?P<noun>NOUN)",
    f"(?<=BETWEEN) (?P<low>NUMBER) AND (?P<high>NUMBER) {_NOUN}",
    "(?P<low>NUMBER) (?P<low_times>MULTIPLIER)? (?:(?:TO|OR) (?P<high>NUMBER))? (?P<times>MULTIPLIER)?" + f" {_NOUN}",
)
# The word for "free" says a price of its own, and the number is left to count what is given away.
_GIVEN = "(?P<low>NUMBER) (?P<free>FREE) (?:UNIT_ADJECTIVE|WORD)? (?P<noun>NOUN)"
_EACH = "(?:(?:PER|SLASH) ONE? UNIT_ADJECTIVE? (?:NOUN|WORD|UNIT)|PERIOD (?!NOUN|UNIT_ADJECTIVE|WORD NOUN|FEE|UPKEEP))"
# "Limit of 2 per customer" counts what the customer buys.
_RATION = f"(?P<limit>COMPARE) FILLER? (?P<low>NUMBER) (?={_EACH})"
# "2 max per person", "3 par personne maximum"
_RATIONED = (
    f"(?P<low>NUMBER) (?P<most>COMPARE_AFTER) (?={_EACH})",
    f"(?P<low>NUMBER) (?={_EACH} (?P<last>COMPARE_AFTER))",
)
# "One point per euro"
_EARNED = "ONE (?P<noun>NOUN) (?=(?:PER|SLASH) ONE? (?:UNIT_ADJECTIVE|WORD)? (?:CURRENCY|NUMBER CURRENCY))"
# As in "number of devices: 5", and on cards "photos: 10 max"
_NAMED = "(?P<noun>NOUN) (?:WORD|UNIT_ADJECTIVE|COMPARE|COMPARE_AFTER|FILLER|FEE){0,3} (?P<colon>OTHER) COMPARE?"
_NAMED += " (?P<low>NUMBER) (?=COMPARE_AFTER? (?:STOP|COMMA|CLOSE|OPEN|OTHER|SLASH|$))"
_COUNTED = "(?P<said>COUNTED)"
_NTH = "(?P<nth>NTH|DIGITS ORDINAL) (?:UNIT_ADJECTIVE|WORD)? (?P<noun>NOUN)"
# What is numbered as it happens: after the third of them something follows.
_OFTEN = frozenset({"day", "week", "month", "year"})
_THING = "piece"
_COLONS = (":", "=")
_LARGEST_RATION = 99
_LEADS = (Kind.WORD, Kind.FILLER, Kind.COMPARE, Kind.UNIT_ADJECTIVE)
_NUMBERED = frozenset({"attempt", "payment", "message", "time"})


def _plain(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    for match in lexicon.matches(_GRAMMARS, lexed):
        groups = match.groupdict()
        low = lexed.tokens[match.start("low")].amount()
        high = lexed.tokens[match.start("high")].amount() if groups["high"] else low
        index = max(match.start("times"), match.start("low_times")) if "times" in groups else -1
        noun = lexed.tokens[match.end() - 1]
        if index >= 0:
            factor = lexed.tokens[index].amount(Kind.MULTIPLIER)
            low, high = low * factor, high * factor
            if len(lexed.tokens[index].text) == 1 and noun.name(Kind.NOUN) == "code":
                continue  # "a 25k voucher" is worth 25k
        if noun.has(Kind.CROSS) and lexed.kind_at(match.end(), Kind.NUMBER, Kind.SIGN, Kind.TAIL):
            continue  # "10 x 15 foto's"
        if (is_year(low) and lexed.tokens[match.start("low")].text.isdigit()) or low > high:
            continue
        # "3 retours gratuits par an", "6 places max par personne": a price or limit between the noun and its period
        between = lexed.kind_at(match.end(), Kind.FREE, Kind.COMPARE_AFTER)
        per, end = read_per(lexed, lexicon, match.end() + between)
        unit, said = lexed.written(match.end() - 1), comparator(lexed, match)
        span = (match.start(), match.end() if between else end)
        yield make_fact(lexed, FactKind.COUNT, span, unit, (low, high), comparator=said, per=per)


def _bare(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Numbers whose noun stands apart, goes without saying, or has an article for a number."""
    for match in lexicon.matches((_GIVEN, _RATION, _EARNED), lexed):
        groups = match.groupdict()
        index = match.start("low") if "low" in groups else match.start()
        amount = lexed.tokens[index].amount() if "low" in groups else Decimal(1)
        noun = lexed.tokens[match.end() - 1]
        if is_year(amount) or ("low" not in groups and noun.name(Kind.NOUN) != "point"):
            continue
        said = limit(lexed, index, index + 1)
        if "limit" in groups and (said is not Comparator.AT_MOST or amount > _LARGEST_RATION):
            continue
        unit = _THING if "limit" in groups else lexed.written(match.end() - 1)
        per, _ = read_per(lexed, lexicon, match.end())
        end = index + 1 if "low" in groups else match.end()
        yield make_fact(lexed, FactKind.COUNT, (index, end), unit, (amount, amount), comparator=said, per=per)


def _rationed(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """ "2 max per person": the thing goes without saying, the limit stands behind."""
    for match in lexicon.matches(_RATIONED, lexed):
        at = match.start("most" if "most" in match.groupdict() else "last")
        amount = lexed.tokens[match.start("low")].amount()
        said = Comparator(lexed.tokens[at].name(Kind.COMPARE_AFTER))
        if said is Comparator.AT_MOST and amount <= _LARGEST_RATION:
            per, _ = read_per(lexed, lexicon, match.end())
            span = (match.start(), match.start() + 1)
            yield make_fact(lexed, FactKind.COUNT, span, _THING, (amount, amount), comparator=said, per=per)


def _named(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """ "Number of devices: 5": the noun stands before; a large number would name one of them."""
    for match in lexicon.matches((_NAMED,), lexed):
        index = match.start("low")
        amount, colon = lexed.tokens[index].amount(), lexed.tokens[match.start("colon")]
        step = index + 2 < len(lexed.tokens) and lexed.tokens[index + 1].text == "."  # "do this: 2. Go to ..."
        if step or colon.text not in _COLONS or amount > _LARGEST_RATION or amount != amount.to_integral_value():
            continue
        unit, said = lexed.written(match.start()), limit(lexed, index, index + 1, strangers=2)
        alone = match.start("colon") - match.start() == 1 and not lexed.kind_at(match.start() - 1, *_LEADS)
        if not alone or said is not Comparator.EXACTLY:  # "Room: 5" names one
            yield make_fact(lexed, FactKind.COUNT, (index, index + 1), unit, (amount, amount), comparator=said)


def _numbered(lexed: Lexed, match: re.Match[str]) -> Decimal | None:
    """The number of "third attempt", or None where it only tells which one is meant: "your first order"."""
    token, noun = lexed.tokens[match.start("nth")], lexed.tokens[match.end() - 1]
    if noun.name(Kind.NOUN) not in _NUMBERED:
        return None
    number = token.amount(Kind.NTH) if token.has(Kind.NTH) else token.amount()
    return number if number > 1 else None


def _just_once(lexed: Lexed, start: int, end: int) -> bool:
    """Whether a "once" ends its clause and is stressed: "only once.", "مرة واحدة فقط"; not "only once you paid"."""
    after = end + lexed.kind_at(end, Kind.SOLE, Kind.SINGLE)
    closed = after >= len(lexed.tokens) or lexed.kind_at(after, Kind.STOP, Kind.COMMA, Kind.CLOSE)
    return closed and (after > end or lexed.kind_at(start - 1, Kind.SOLE, Kind.SINGLE))


def _rationed_once(lexed: Lexed, match: re.Match[str], per: str | None, end: int) -> bool:
    """Whether a "once" is a number: "once a year", "one time per order"; not "once every item is packed"."""
    each = per is not None and lexed.kind_at(match.end(), Kind.PER) and not lexed.kind_at(match.end(), Kind.RECURRING)
    return per in _OFTEN or each or _just_once(lexed, match.start(), end)


def find_counts(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every number with the noun that it counts; a number without one is left alone."""
    yield from _plain(lexed, lexicon)
    yield from _bare(lexed, lexicon)
    yield from _rationed(lexed, lexicon)
    yield from _named(lexed, lexicon)
    for match in lexicon.matches((_NTH,), lexed):
        number = _numbered(lexed, match)
        if number is not None:
            values = (number, number)
            yield make_fact(lexed, FactKind.COUNT, match.span(), lexed.written(match.end() - 1), values)
    for match in lexicon.matches((_COUNTED,), lexed):
        written, _, noun = lexed.tokens[match.start("said")].name(Kind.COUNTED).partition(" ")
        said = comparator(lexed, match)
        values = (Decimal(written), Decimal(written))
        per, end = read_per(lexed, lexicon, match.end())
        if per is None and lexed.kind_at(match.end(), Kind.EACH_MONTH):
            per = "month"
        if values[0] == 1 and not _rationed_once(lexed, match, per, end):
            continue  # "once you have paid", "una vez activado"
        yield make_fact(lexed, FactKind.COUNT, (match.start(), end), noun, values, comparator=said, per=per)
