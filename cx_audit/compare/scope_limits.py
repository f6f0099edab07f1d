"""Values that limit other values: "orders over 50", "parcels up to 2 kg", "on Saturdays"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cx_audit.compare.method_phrases import folds_accents, matcher
from cx_audit.compare.scope_cues import Cue
from cx_audit.compare.scope_pack import scope_words
from cx_audit.facts.fold import fold
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["limit_cues", "may_limit"]

_SIGNS = {
    Comparator.AT_LEAST: ">=",
    Comparator.MORE_THAN: ">",
    Comparator.AT_MOST: "<=",
    Comparator.LESS_THAN: "<",
}
_WEIGHTS = {"gram": "g", "kilogram": "kg", "pound": "lb", "ounce": "oz"}
_WEEK = 7
_BEFORE, _AFTER = 40, 25
_STOP = re.compile(r"[.;:!?()\n]|, ")


@cache
def _nouns(measure: str, language: str) -> re.Pattern[str] | None:
    phrases = scope_words(language).measures.get(measure)
    return matcher(phrases, language, True) if phrases else None


def _near(text: str, fact: Fact, measure: str, language: str) -> bool:
    """Whether a word of the measure stands in the same clause, close to the amount."""
    pattern = _nouns(measure, language)
    if pattern is None:
        return False
    before = _STOP.split(text[max(0, fact.start - _BEFORE) : fact.start])[-1]
    after = _STOP.split(text[fact.end : fact.end + _AFTER])[0]
    accents = folds_accents(language)
    # the noun may be part of the amount's own words ("50 people")
    return any(pattern.search(fold(part, accents=accents).text) for part in (before, after, fact.text))


def _measure(text: str, fact: Fact, language: str) -> tuple[str, str] | None:
    """The measure that an amount limits, and its unit."""
    if fact.kind is FactKind.AGE:
        return "age", "" if fact.unit == "year" else fact.unit
    if fact.kind is FactKind.MONEY and fact.low and _near(text, fact, "order_value", language):
        return "order_value", fact.unit
    if fact.kind is FactKind.MEASURE and fact.unit in _WEIGHTS and _near(text, fact, "weight", language):
        return "weight", _WEIGHTS[fact.unit]
    if fact.kind is FactKind.COUNT and _near(text, fact, "group_size", language):
        return "group_size", ""
    if fact.kind is FactKind.DURATION and fact.unit == "year" and _near(text, fact, "age", language):
        return "age", ""
    return None


def may_limit(fact: Fact) -> bool:
    """Whether a value is of a kind that limits others; what stands around it decides whether it does."""
    return fact.kind is FactKind.WEEKDAYS or fact.comparator in _SIGNS


def limit_cues(text: str, language: str, facts: Sequence[Fact]) -> list[Cue]:
    """The limits that facts of a sentence set to its other facts; offsets of both count in ``text``."""
    out: list[Cue] = []
    for fact in facts:
        if fact.kind is FactKind.WEEKDAYS and len(fact.items) < _WEEK:
            out += [Cue(fact.start, fact.end, "day", day) for day in fact.items]
        sign, amount = _SIGNS.get(fact.comparator), fact.low if fact.low is not None else fact.high
        measured = _measure(text, fact, language) if sign and amount is not None and len(facts) > 1 else None
        if measured:
            out.append(Cue(fact.start, fact.end, measured[0], f"{sign}{amount} {measured[1]}".strip()))
    return out
