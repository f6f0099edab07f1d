"""Comparing two values or ranges, whatever they measure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum

from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["Relation", "Span", "ends_of", "exactly", "relate", "weakest"]


class Relation(Enum):
    """How one fact stands to another of its kind."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    """Not the same, though both can be told to one customer: a range and a value inside it."""
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"
    """Of different kinds, or in units that nothing converts."""


Span = tuple[Decimal, Decimal]
Same = Callable[[Decimal, Decimal], Relation]

_UPPER = frozenset({Comparator.AT_MOST, Comparator.LESS_THAN})
_LOWER = frozenset({Comparator.AT_LEAST, Comparator.MORE_THAN})
_ROUNDING = Decimal("0.15")
# "About €60" is not €52; "about two weeks" is 13 days.
_CLOSER = dict.fromkeys((FactKind.MONEY, FactKind.PERCENT), Decimal("0.05"))


def ends_of(fact: Fact) -> Span:
    """Low and high of a fact that has them; ValueError for one that has not."""
    if fact.low is None or fact.high is None:
        raise ValueError(f"a {fact.kind.value} without an amount: {fact.text!r}")
    return fact.low, fact.high


def exactly(first: Decimal, second: Decimal) -> Relation:
    """EQUAL or DIFFERENT."""
    return Relation.EQUAL if first == second else Relation.DIFFERENT


def weakest(*relations: Relation) -> Relation:
    """DIFFERENT if any is, else COMPATIBLE if any is, else EQUAL."""
    for found in (Relation.DIFFERENT, Relation.COMPATIBLE):
        if found in relations:
            return found
    return Relation.EQUAL


def relate(first: Fact, second: Fact, a: Span, b: Span, same: Same = exactly) -> Relation:
    """Compare the spans ``a`` of ``first`` and ``b`` of ``second``; ``same`` compares two ends.

    =================  ==================  ==============================================================
    first              second              relation
    =================  ==================  ==============================================================
    7                  7, up to 7, over 7  EQUAL: a limit is told with its word or without
    from 7, over 7     up to 7, under 7    COMPATIBLE: the two sides of one limit
    5-7                5-7, within 5-7     EQUAL
    within 5-7         up to 7             EQUAL: both promise no more
    5-7                up to 7, from 5     COMPATIBLE: a limit at the range's own end
    5-7                up to 9, from 3     DIFFERENT: it promises more, or asks for less
    5-7                6                   COMPATIBLE: a value in the range
    5-7                3-7                 COMPATIBLE: the same at worst
    5-7                5-9                 DIFFERENT
    from 2             up to 5             COMPATIBLE: some value fits both
    from 9             up to 5             DIFFERENT: none does
    up to 7            up to 9, 9          DIFFERENT
    about 10           9                   COMPATIBLE within 15 % (money and percentages 5 %)
    =================  ==================  ==============================================================
    """
    ends = weakest(same(a[0], b[0]), same(a[1], b[1]))
    if ends is not Relation.DIFFERENT:
        return weakest(ends, Relation.COMPATIBLE) if _two_sides(first, second, a, b) else ends
    if a[0] == a[1] and b[0] == b[1]:
        return _singles(first, second, a[0], b[0])
    upper = same(a[1], b[1])
    if a[0] != a[1] and b[0] != b[1]:
        # "2-5 days" and "3-5 days" promise the same at worst.
        return Relation.DIFFERENT if upper is Relation.DIFFERENT else Relation.COMPATIBLE
    single, comparator, span, limit = (a, first, b, second) if a[0] == a[1] else (b, second, a, first)
    if upper is not Relation.DIFFERENT and comparator.comparator in _UPPER and limit.comparator in _UPPER:
        return upper
    return Relation.COMPATIBLE if _inside(single[0], comparator.comparator, span) else Relation.DIFFERENT


def _two_sides(first: Fact, second: Fact, a: Span, b: Span) -> bool:
    """Whether two single values limit from opposite sides: "from €50" and "up to €50"."""
    said = (first.comparator, second.comparator)
    single = a[0] == a[1] and b[0] == b[1]
    return single and any(one in _LOWER and other in _UPPER for one, other in (said, said[::-1]))


def _inside(value: Decimal, comparator: Comparator, span: Span) -> bool:
    """Whether a single value fits a range; a limit fits if it does not cut the range short."""
    if comparator in _UPPER:
        return value == span[1]
    if comparator in _LOWER:
        return value == span[0]
    return span[0] <= value <= span[1]


def _singles(first: Fact, second: Fact, a: Decimal, b: Decimal) -> Relation:
    """Two different single values: one may be rounded, or they may limit from opposite sides."""
    rounding = _CLOSER.get(first.kind, _ROUNDING) * max(abs(a), abs(b))
    if Comparator.ABOUT in (first.comparator, second.comparator) and abs(a - b) <= rounding:
        return Relation.COMPATIBLE
    for low, high, bounds in ((a, b, (first, second)), (b, a, (second, first))):
        if bounds[0].comparator in _LOWER and bounds[1].comparator in _UPPER and low <= high:
            return Relation.COMPATIBLE
    return Relation.DIFFERENT
