"""For whom an answer holds, and whether two can be told to the same customer."""

from __future__ import annotations

import re

from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.model import Answer

__all__ = ["audience_name", "audiences", "exclusive", "one_customer", "same_customer"]

_SEPARATOR = re.compile(r"\s*(?:[,;/|&+]|\band\b)\s*", re.I)


def audiences(answer: Answer) -> frozenset[str]:
    """The segments named in the audience column, lower case; empty for an answer meant for everyone."""
    return frozenset(part for part in _SEPARATOR.split((answer.audience or "").casefold().strip()) if part)


def same_customer(a: Answer, b: Answer) -> bool:
    """Whether one customer may be told both: either is for everyone, or they share a segment."""
    left, right = audiences(a), audiences(b)
    return not left or not right or bool(left & right)


def exclusive(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether two sets of regions share no customer; the European Union holds many countries, so it excludes none."""
    return bool(here) and bool(there) and "EU" not in here | there and not here & there


def _regions(view: AnswerView, fact: FactInContext) -> frozenset[str]:
    codes = {name.upper() for name in audiences(view.answer) if len(name) == 2}
    return fact.regions or frozenset({"UK": "GB"}.get(code, code) for code in codes)


def one_customer(a: AnswerView, left: FactInContext, b: AnswerView, right: FactInContext) -> bool:
    """Whether one customer may be told both values: not if the answers or the sentences name different ones."""
    if not same_customer(a.answer, b.answer):
        return False
    return not exclusive(_regions(a, left), _regions(b, right))


def audience_name(view: AnswerView, fact: FactInContext) -> str:
    """For whom a value holds, in words."""
    return ", ".join(sorted(audiences(view.answer)) or sorted(fact.regions)) or "everyone"
