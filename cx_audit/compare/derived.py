"""Values worked out from others: a customer's own figures repeated, a rate times their number, the rest of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cx_audit.compare.view import AnswerView
from cx_audit.facts import Relation, canonical, relation
from cx_audit.model import Fact, FactKind

__all__ = ["explained"]

_TOTALS = frozenset({FactKind.MONEY, FactKind.COUNT})
_LARGEST = 60
_WHOLE = 100
_REP = "agent"


def explained(left: Fact, a: AnswerView, right: Fact, b: AnswerView) -> bool:
    """Whether two values differ only since one of them was worked out for a customer, or from the other."""
    return _echoes(left, a) or _echoes(right, b) or _multiplied(left, a, right, b) or _complements(left, right)


def _echoes(fact: Fact, view: AnswerView) -> bool:
    """Whether the customer named the value first: "Is 12 nights enough?" - "12 nights makes you Gold"."""
    if view.answer.channel != _REP:
        return False
    return any(asked.kind is fact.kind and relation(asked, fact) is Relation.EQUAL for asked in view.asked)


def _complements(left: Fact, right: Fact) -> bool:
    """Whether two percentages make a whole: 40 % off is 60 % to pay."""
    here, there = _single(left), _single(right)
    return left.kind is FactKind.PERCENT and here is not None and there is not None and here + there == _WHOLE


def _single(fact: Fact) -> Decimal | None:
    return fact.low if fact.low is not None and fact.low == fact.high and fact.low > 0 else None


def _numbers(view: AnswerView) -> Iterator[Decimal]:
    yield from (amount for f in view.facts if (amount := _single(f.fact)) is not None)
    yield from (amount for f in view.asked if (amount := _single(f)) is not None)
    yield from view.numbers


def _multiplied(left: Fact, a: AnswerView, right: Fact, b: AnswerView) -> bool:
    """Whether the larger amount is a rep's total: so many times the smaller, the number named by either answer."""
    if left.kind not in _TOTALS or canonical(left)[0] != canonical(right)[0]:
        return False
    here, there = _single(left), _single(right)
    if here is None or there is None or here == there:
        return False
    low, high, teller = (there, here, a) if here > there else (here, there, b)
    times = high / low
    if teller.answer.channel != _REP or times != times.to_integral_value() or times > _LARGEST:
        return False
    return times in {*_numbers(a), *_numbers(b)}
