"""What an amount is for each of: "per month", "a night", "/pers.", "for each extra passenger"."""

from __future__ import annotations

from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind

__all__ = ["read_per"]

_EACH = "(?:PER|SLASH) ONE? (?:(?:UNIT_ADJECTIVE|WORD)? (?:UNIT|NOUN|CURRENCY)|MEASURE|(?!NOT_PER)WORD)"
_PER = f"(?:{_EACH}|PERIOD|(?:ONE|PER_UNIT) UNIT)"
# "a point for every £1"
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
        return (unit if number == 1 else f"{number} {unit}"), found.end()
    match = lexicon.match(_PER, lexed, end)
    if match is None:
        return None, end
    token = lexed.tokens[match.end() - 1]
    for kind in (Kind.PERIOD, Kind.UNIT, Kind.NOUN, Kind.MEASURE, Kind.CURRENCY):
        if token.has(kind):
            return token.name(kind), end
    return lexed.written(match.end() - 1), end
