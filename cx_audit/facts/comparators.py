"""Whether an amount is meant as a limit: "up to", "at least", "or less"."""

from __future__ import annotations

import re

from cx_audit.facts.lexer import Lexed
from cx_audit.facts.meaning import Kind
from cx_audit.facts.parted import OPPOSITES
from cx_audit.model import Comparator

__all__ = ["comparator", "limit"]

_BETWEEN = (Kind.FILLER, Kind.UNIT_ADJECTIVE, Kind.ONE, Kind.SIGN, Kind.BETWEEN)
_REACH = 4
_ASIDE = 5
_PARTING = (Kind.WORD, Kind.FILLER, Kind.NOUN, Kind.WEEKDAY_SHORT)  # Portuguese "ter", to have, is Tuesday too
_PARTED = 1
"""So many words may part "not" from "over" or "more than"."""


def _denied(lexed: Lexed, index: int) -> Comparator:
    """The limit that a token says, turned round where it is denied: "can't exceed", "nie mehr als"."""
    token = lexed.tokens[index]
    said = Comparator(token.name(Kind.COMPARE))
    if said not in OPPOSITES:
        return said
    # "we do not ship parcels over 20 kg" denies the shipping, "not collected in more than 7 days" the collecting
    for before in range(index - 1, max(-1, index - 2 - _PARTED), -1):
        if lexed.kind_at(before, Kind.NOT):
            return OPPOSITES[said]
        if not lexed.kind_at(before, *_PARTING) or lexed.kind_at(before, Kind.NUMBER):
            break
    return said


def _mark(lexed: Lexed, index: int) -> bool:
    """Whether a sign is no limit: the head of "->" or "=>", or what a mail begins a quoted line with."""
    token = lexed.tokens[index]
    before = lexed.tokens[index - 1].text if index else "\n"
    return token.text == ">" and (before == "\n" or (token.glued and before in ("-", "=")))


def _before(lexed: Lexed, start: int, allowed: int) -> Comparator | None:
    """The limit said before ``start``, past fillers and at most ``allowed`` other words."""
    strangers = 0
    found: Comparator | None = None
    for index in range(start - 1, max(-1, start - 1 - _REACH), -1):
        kinds = lexed.kinds[lexed.shape[index]]
        if Kind.COMPARE in kinds and _mark(lexed, index):
            break
        if Kind.COMPARE in kinds and not (Kind.UNIT in kinds and lexed.kind_at(index - 1, Kind.NUMBER)):
            said = _denied(lexed, index)
            # "up to about 5 days": the limit says more than the hedge.
            if found is None or found is Comparator.ABOUT:
                found = said
            if said is not Comparator.ABOUT:
                break
        elif Kind.WORD in kinds and found is None:
            strangers += 1
            if strangers > allowed:
                break
        elif kinds.isdisjoint(_BETWEEN):
            token = lexed.tokens[index]
            if token.text not in (":", "=") and not (token.text == "-" and token.glued):
                break
    return found


def _after(lexed: Lexed, end: int) -> Comparator | None:
    """The limit said after ``end``: "30 days or more", "$75 (£60) or more", "$75+"."""
    if lexed.kind_at(end, Kind.PLUS) and lexed.tokens[end].glued:
        return Comparator.AT_LEAST
    index = end
    for opening in (Kind.OPEN, Kind.CLOSE):
        if lexed.kind_at(index, opening):
            index += 1
            if lexed.kind_at(index, Kind.COMPARE_AFTER) or opening is Kind.CLOSE:
                break
            index = next((i + 1 for i in range(index, index + _ASIDE) if lexed.kind_at(i, Kind.CLOSE)), end)
    index += lexed.kind_at(index, Kind.COMMA)
    # "3-5 days, max 10": that limit is the next number's.
    if lexed.kind_at(index, Kind.COMPARE_AFTER) and not lexed.kind_at(index + 1, Kind.NUMBER, Kind.SIGN):
        return Comparator(lexed.tokens[index].name(Kind.COMPARE_AFTER))
    return None


def limit(lexed: Lexed, start: int, end: int, *, ranged: bool = False, strangers: int = 1) -> Comparator:
    """How the amount from token ``start`` to ``end`` is meant; ``strangers`` unknown words may part it from its limit.

    A range is exact where it only says "from": its own lower end is the limit meant.
    """
    for index in range(start, end):
        if lexed.kind_at(index, Kind.PLUS):
            return Comparator.AT_LEAST
        # "10 min." are minutes
        if lexed.kind_at(index, Kind.COMPARE_AFTER) and not lexed.kind_at(index, Kind.UNIT):
            return Comparator(lexed.tokens[index].name(Kind.COMPARE_AFTER))
    said = _after(lexed, end) or _before(lexed, start, strangers) or Comparator.EXACTLY
    return Comparator.EXACTLY if ranged and said is Comparator.AT_LEAST else said


def comparator(lexed: Lexed, match: re.Match[str], *, strangers: int = 1) -> Comparator:
    """``limit`` of the amount that ``match`` covers, which is a range where its group "high" matched."""
    groups = match.groupdict()
    ranged = groups.get("high") is not None or groups.get("high_span") is not None
    return limit(lexed, *match.span(), ranged=ranged, strangers=strangers)
