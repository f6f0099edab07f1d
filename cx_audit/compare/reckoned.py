"""Times and dates that a rep reckoned for one customer: 21:40 where they leave at 22:00 and 20 minutes are told.

They follow from a rule and from what the customer said, so they are no rule by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from cx_audit.compare.asides import REP
from cx_audit.compare.parts import single
from cx_audit.compare.view import AnswerView
from cx_audit.facts import canonical
from cx_audit.model import Fact, FactKind

__all__ = ["reckoned"]

_MINUTES, _DAY = 60, 24 * 60
_COMMON_YEAR = 2001
_YEAR_OF_DAYS = 365


def reckoned(x: Fact, a: AnswerView, y: Fact, b: AnswerView) -> bool:
    """Whether either of two times or dates was reckoned by a rep from one that the customer named."""
    return _by_rep(x, a, b) or _by_rep(y, b, a)


def _by_rep(fact: Fact, view: AnswerView, other: AnswerView) -> bool:
    if view.answer.channel != REP:
        return False
    return _moved_clock(fact, view, other) or _moved_date(fact, view, other)


def _spans(*views: AnswerView) -> Iterator[int]:
    """The single durations that answers tell, in minutes."""
    for view in views:
        for f in view.by_kind.get(FactKind.DURATION, ()):
            family, *ends = canonical(f.fact)
            if family == "time" and single(f.fact) is not None and isinstance(ends[0], Decimal):
                yield round(ends[0] * _MINUTES)


def _moved_clock(fact: Fact, view: AnswerView, other: AnswerView) -> bool:
    """Whether it is the customer's own time less a span that is told, or with it: 20 minutes before their 22:00."""
    if fact.kind is not FactKind.HOURS or fact.low is None or fact.low != fact.high:
        return False
    named = {end for f in view.asked if f.kind is FactKind.HOURS for end in (f.low, f.high) if end is not None}
    gaps = {abs(end - fact.low) for end in named} - {0}
    return bool(gaps) and any(span in gaps for span in _spans(view, other))


def _day_of_year(fact: Fact) -> int | None:
    """The day of a common year that a fact names alone, with or without its year."""
    if fact.kind is not FactKind.DATE or len(fact.items) != 1:
        return None
    try:
        return date.fromisoformat(f"{_COMMON_YEAR}{fact.items[0][-6:]}").timetuple().tm_yday
    except ValueError:  # a month, a day of every month, one of two readings
        return None


def _moved_date(fact: Fact, view: AnswerView, other: AnswerView) -> bool:
    """Whether it is the customer's own date with a span that is told: 30 days from the 2nd of May on.

    The first day may count or not.
    """
    own = _day_of_year(fact)
    if own is None:
        return False
    named = {day for f in view.asked if (day := _day_of_year(f)) is not None} - {own}
    gaps = {((own - day) % _YEAR_OF_DAYS + more) * _DAY for day in named for more in (0, 1)}
    return bool(gaps) and any(span in gaps for span in _spans(view, other))
