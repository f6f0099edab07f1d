"""Whether two values can be told to the same customer."""

from __future__ import annotations

from functools import lru_cache

from cx_audit.compare.scope_algebra import Meeting, apart, exclude, exclusive, limits_of, meet, one_place, shared
from cx_audit.compare.scope_audience import audience_scope, audiences
from cx_audit.compare.scope_pack import own_scope
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.model import Answer
from cx_audit.text import base_language

__all__ = [
    "Meeting",
    "audiences",
    "customers_of",
    "exclusive",
    "meeting",
    "one_place",
    "other_days",
    "same_customer",
    "shared",
]

_DAY = "day"


def same_customer(a: Answer, b: Answer) -> bool:
    """Whether one customer may be told both: either is for everyone, or they share a segment.

    Where segments are declared each dimension counts by itself: one customer may well be both EU and gold.
    """
    if own_scope().stamp:
        return not apart(customers_of(a), customers_of(b))
    left, right = audiences(a), audiences(b)
    return not left or not right or bool(left & right)


def customers_of(answer: Answer) -> frozenset[str]:
    """Whom an answer as a whole is for, whatever its text says."""
    return audience_scope(answer, base_language(answer.locale or "") or "en")


def meeting(
    a: AnswerView, left: FactInContext, b: AnswerView, right: FactInContext, *, same_day: bool = False
) -> Meeting:
    """How the scopes of two values meet; audiences that share no segment are apart, whatever the texts say.

    ``same_day``: their days are known to be the same, whichever the words next to them name.
    """
    if not same_customer(a.answer, b.answer):
        return Meeting.APART
    scopes = (left.scope, right.scope, left.said, right.said)
    met = meet(*map(_any_day, scopes)) if same_day else meet(*scopes)
    # who fills in the column for one answer alone marks it as an exception
    marked = bool(audiences(a.answer)) != bool(audiences(b.answer))
    return Meeting.APART if marked and met in (Meeting.SPECIAL, Meeting.EXCEPTION) else met


@lru_cache(maxsize=50_000)
def _any_day(scope: frozenset[str]) -> frozenset[str]:
    return frozenset(entry for entry in scope if not entry.startswith(f"{_DAY}="))


def other_days(left: FactInContext, right: FactInContext) -> bool:
    """Whether both values are limited to days, and share none."""
    here, there = limits_of(left.scope).get(_DAY), limits_of(right.scope).get(_DAY)
    return here is not None and there is not None and exclude(here, there, _DAY)
