"""From matched tokens to facts."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from cx_audit.facts.lexer import Lexed
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["JOINED", "make_fact", "other_ends", "reread", "tidy"]

JOINED = " and "
"""Between what an amount is for each of, where that is two things: "month and user"."""


def tidy(number: Decimal) -> Decimal:
    """The same number without trailing zeros or an exponent."""
    whole = number.to_integral_value()
    return Decimal(int(whole)) if number == whole else number.normalize()


def make_fact(
    lexed: Lexed,
    kind: FactKind,
    tokens: tuple[int, int],
    unit: str,
    values: tuple[Decimal, Decimal] | None = None,
    *,
    items: tuple[str, ...] = (),
    comparator: Comparator = Comparator.EXACTLY,
    per: str | None = None,
) -> Fact:
    """A fact whose span is that of ``tokens`` (start, end), counted in the folded text's original."""
    start, end = lexed.view.span(lexed.tokens[tokens[0]].start, lexed.tokens[tokens[1] - 1].end)
    low, high = (tidy(values[0]), tidy(values[1])) if values else (None, None)
    if low is not None and high is not None and high < low:
        low, high = high, low
    return Fact(
        kind,
        start,
        end,
        lexed.original[start:end],
        unit,
        low,
        high,
        items=items,
        comparator=comparator,
        per=per,
    )


def reread(fact: Fact, others: tuple[Decimal, Decimal] | None) -> Fact:
    """``fact`` with other ends of its range as an alternative; itself where there are none."""
    other = fact if others is None else replace(fact, low=tidy(others[0]), high=tidy(others[1]))
    return fact if other == fact else replace(fact, alternatives=(other,))


def other_ends(lexed: Lexed, match: re.Match[str], low: Decimal, high: Decimal) -> tuple[Decimal, Decimal] | None:
    """The ends of a range (groups "low" and "high" of ``match``) if their digits can be read otherwise."""
    ends = [low, high]
    for place, name in enumerate(("low", "high")):
        index = match.start(name) if match.groupdict().get(name) else match.start("low")
        other = lexed.other_reading(index)
        ends[place] = ends[place] if other is None else other
    return (ends[0], ends[1]) if ends != [low, high] and ends[0] <= ends[1] else None
