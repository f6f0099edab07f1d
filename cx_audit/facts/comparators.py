"""Whether an amount is meant as a limit: "up to", "at least", "or less"."""

from __future__ import annotations

from cx_audit.facts.lexer import Lexed
from cx_audit.facts.meaning import Kind
from cx_audit.model import Comparator

__all__ = ["comparator"]

_BETWEEN = (Kind.FILLER, Kind.UNIT_ADJECTIVE, Kind.ONE, Kind.SIGN, Kind.BETWEEN)
_REACH = 4


def _before(lexed: Lexed, start: int) -> Comparator | None:
    strangers = 0
    found: Comparator | None = None
    for index in range(start - 1, max(-1, start - 1 - _REACH), -1):
        token = lexed.tokens[index]
        if token.has(Kind.COMPARE):
            said = Comparator(token.name(Kind.COMPARE))
            # "up to about 5 days": the limit says more than the hedge.
            if found is None or found is Comparator.ABOUT:
                found = said
            if said is not Comparator.ABOUT:
                break
        elif token.has(Kind.WORD) and found is None:
            strangers += 1
            if strangers > 1:
                break
        elif not any(token.has(kind) for kind in _BETWEEN):
            break
    return found


def comparator(lexed: Lexed, start: int, end: int) -> Comparator:
    """How the amount in tokens ``start`` to ``end`` (exclusive) is meant."""
    for index in (end, end + 1):
        if lexed.kind_at(index, Kind.COMPARE_AFTER):
            return Comparator(lexed.tokens[index].name(Kind.COMPARE_AFTER))
        if not lexed.kind_at(index, Kind.OPEN, Kind.COMMA):
            break
    return _before(lexed, start) or Comparator.EXACTLY
