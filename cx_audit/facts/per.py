"""What an amount is for each of: "per month", "a night", "/pers.", "for each extra passenger"."""

from __future__ import annotations

from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind

__all__ = ["read_per"]

_PER = "(?:(?:PER|SLASH) ONE? (?:(?:UNIT_ADJECTIVE|WORD)? (?:UNIT|NOUN)|MEASURE|WORD)|PERIOD|(?:ONE|PER_UNIT) UNIT)"
_SEVERAL = "(?:PER|SLASH|RECURRING) (?P<number>NUMBER) (?P<unit>UNIT)"


def read_per(lexed: Lexed, lexicon: Lexicon, end: int) -> tuple[str | None, int]:
    """The unit of time, the noun or the word that the amount before token ``end`` is for each of, or None.

    The second is where the amount ends: past a period with a number of its own ("49k/1 month"), lest that be read as
    a duration.
    """
    found = lexicon.match(_SEVERAL, lexed, end)
    if found is not None:
        number, unit = lexed.tokens[found.start("number")].amount(), lexed.tokens[found.start("unit")].name(Kind.UNIT)
        return (unit if number == 1 else f"{number} {unit}"), found.end()
    match = lexicon.match(_PER, lexed, end)
    if match is None:
        return None, end
    token = lexed.tokens[match.end() - 1]
    for kind in (Kind.PERIOD, Kind.UNIT, Kind.NOUN, Kind.MEASURE):
        if token.has(kind):
            return token.name(kind), end
    return lexed.written(match.end() - 1), end
