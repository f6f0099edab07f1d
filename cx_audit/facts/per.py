"""What an amount is for each of: "per month", "a night", "/pers.", "for each extra passenger"."""

from __future__ import annotations

from cx_audit.facts.build import JOINED
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind

__all__ = ["per_before", "read_per"]

_EACH = "(?:PER|SLASH) ONE? (?:(?:UNIT_ADJECTIVE|WORD)? (?:UNIT|NOUN|CURRENCY)|MEASURE|(?!NOT_PER)WORD)"
_PER = f"(?:{_EACH}|PERIOD|ONE (?:UNIT|NOUN)|PER_UNIT (?:UNIT|MEASURE))"
# "£5 booking fee per change"
_NAMED = f"(?:WORD|NOUN){{0,2}} FEE {_EACH}"
# "a point for every £1"
_NOTE = "OPEN? PLUS? PRICE_NOTE{1,2} CLOSE? (?=PER|SLASH|PERIOD|ONE|PER_UNIT)"
_FURTHER = f"(?:AND (?:{_EACH}|(?:UNIT|NOUN) (?=STOP|COMMA|CLOSE|OPEN|$))|{_PER})"
_AHEAD = "(?:PER ONE? (?:UNIT_ADJECTIVE|WORD)? (?:UNIT|NOUN|MEASURE)|PER_UNIT UNIT|PERIOD)"
_STARTS = (Kind.STOP, Kind.COMMA, Kind.OTHER, Kind.OPEN, Kind.AND)
_REACH = 8
_STAYED = frozenset({"night", "person"})
_SPENT = "PER ONE? (?P<sign>SIGN)? (?P<number>NUMBER) (?P<unit>CURRENCY)?"
_SEVERAL = "(?:PER|SLASH|RECURRING) (?P<number>NUMBER) (?P<unit>UNIT)"


def read_per(lexed: Lexed, lexicon: Lexicon, end: int) -> tuple[str | None, int]:
    """The unit of time, the noun or the word that the amount before token ``end`` is for each of, or None.

    The second is where the amount ends: past a period with a number of its own ("49k/1 month"), lest that be read as
    a duration.
    """
    spent = lexicon.match(_SPENT, lexed, end)
    if spent is not None and (spent["sign"] or spent["unit"]):
        # "100 Mbps por 29,95 €" is no rate, nor is what one pays for it.
        one = lexed.tokens[spent.start("number")].amount() == 1
        unit = lexed.tokens[max(spent.start("sign"), spent.start("unit"))].name(Kind.CURRENCY)
        return (unit if one else None), end
    found = lexicon.match(_SEVERAL, lexed, end)
    if found is not None:
        number, unit = lexed.tokens[found.start("number")].amount(), lexed.tokens[found.start("unit")].name(Kind.UNIT)
        if number > 1 and unit == "year":
            return None, end  # "36 kg / 12 years" are two limits
        return (unit if number == 1 else f"{number} {unit}"), found.end()
    note = lexicon.match(_NOTE, lexed, end)
    end = note.end() if note else end
    match = lexicon.match(_PER, lexed, end) or lexicon.match(_NAMED, lexed, end)
    if match is None:
        return None, end
    both = [_name(lexed, match.end() - 1)]
    further = lexicon.match(_FURTHER, lexed, match.end())
    if further is not None:
        both.append(_name(lexed, further.end() - 1))
    # in one order: "per user per month" is "a month per user"
    return JOINED.join(sorted(set(both))), end


def per_before(lexed: Lexed, lexicon: Lexicon, start: int) -> str | None:
    """What an amount is for each of that is said before it: "per night you pay £3", "pro Tag bis zu 500 €"."""
    begin = start
    while begin > start - _REACH and begin > 0 and not lexed.kind_at(begin - 1, *_STARTS):
        begin -= 1
    for index in range(start - 1, begin - 1, -1):
        if lexed.kind_at(index, Kind.NUMBER, Kind.CURRENCY):
            return None
        match = lexicon.match(_AHEAD, lexed, index)
        if match is None or match.end() > start:
            continue
        last = match.end() - 1
        between = range(match.end(), start)
        # "la seconde box", "le jour de la livraison": an article says "each" only right before the amount
        first = (
            index == begin
            and not lexed.kind_at(index, Kind.PER_UNIT)
            and not any(lexed.kind_at(at, Kind.COMPARE) for at in between)
        )
        beside = all(lexed.kind_at(at, Kind.COMPARE, Kind.FILLER) for at in between)
        timed = lexed.kind_at(last, Kind.UNIT, Kind.PERIOD) or _name(lexed, last) in _STAYED
        priced = any(lexed.kind_at(at, Kind.PRICED) for at in between)
        if (timed and (first or beside)) or (first and priced):
            return _name(lexed, last)
    return None


def _name(lexed: Lexed, index: int) -> str:
    """What the last token of "per month", "a head" or "each parcel" is called."""
    token = lexed.tokens[index]
    for kind in (Kind.PERIOD, Kind.UNIT, Kind.NOUN, Kind.MEASURE, Kind.CURRENCY):
        if token.has(kind):
            return token.name(kind)
    return lexed.written(index)
