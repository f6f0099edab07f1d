"""A slot of a day is no other opening time: "between 8 and 21", "8-11, 11-14, 14-17 or 17-21"."""

from __future__ import annotations

from decimal import Decimal

from cx_audit.compare.parts import single
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import canonical
from cx_audit.model import FactKind

__all__ = ["one_slot"]

_MINUTES = 60


def one_slot(x: FactInContext, a: AnswerView, y: FactInContext, b: AnswerView) -> bool:
    """Whether one of two ranges of hours is a slot of the other.

    Either its answer tells such slots one after another that make the whole, or the other says how long each is.
    """
    if x.fact.kind is not FactKind.HOURS or y.fact.kind is not FactKind.HOURS:
        return False
    return _slot_of(x, a, y, b) or _slot_of(y, b, x, a)


def _range(fact: FactInContext) -> tuple[Decimal, Decimal] | None:
    low, high = fact.fact.low, fact.fact.high
    return (low, high) if low is not None and high is not None and low < high else None


def _slot_of(x: FactInContext, a: AnswerView, y: FactInContext, b: AnswerView) -> bool:
    part, whole = _range(x), _range(y)
    if part is None or whole is None or part == whole or part[0] < whole[0] or part[1] > whole[1]:
        return False
    return _makes(whole, x, a) or _as_long(part, whole, y, b)


def _makes(whole: tuple[Decimal, Decimal], x: FactInContext, a: AnswerView) -> bool:
    """Whether the ranges of a sentence follow upon each other from the beginning of the whole to its end."""
    found = [f for f in a.by_kind[FactKind.HOURS] if f.sentence == x.sentence]
    inside = sorted(told for f in found if (told := _range(f)) is not None)
    at = whole[0]
    for start, end in inside:
        if start != at:
            return False
        at = end
    return at == whole[1]


def _as_long(part: tuple[Decimal, Decimal], whole: tuple[Decimal, Decimal], y: FactInContext, b: AnswerView) -> bool:
    """Whether the whole's sentence says how long slots are, and the part is one of them."""
    long = part[1] - part[0]
    if (part[0] - whole[0]) % long or (whole[1] - whole[0]) % long:
        return False
    return any(
        canonical(f.fact)[:2] == ("time", long / _MINUTES) and single(f.fact) is not None
        for f in b.by_kind.get(FactKind.DURATION, ())
        if f.sentence == y.sentence
    )
