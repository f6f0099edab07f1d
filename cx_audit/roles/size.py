"""How far two values are apart."""

from __future__ import annotations

from decimal import Decimal

from cx_audit.facts import canonical
from cx_audit.model import Fact, FactKind
from cx_audit.roles.files import Tolerance

__all__ = ["free_of_charge", "share_apart", "tolerable"]


def free_of_charge(fact: Fact) -> bool:
    """Whether an amount of money is nothing."""
    return fact.kind is FactKind.MONEY and fact.low == 0 and fact.high == 0


def _ends(fact: Fact) -> tuple[str, Decimal, Decimal] | None:
    family, *amounts = canonical(fact)
    low, high = (amounts[0], amounts[-1]) if amounts else (None, None)
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return str(family), low, high
    return None


def share_apart(left: Fact, right: Fact) -> Decimal | None:
    """The difference as a share of the larger value, 0 to 1; None for values without a common unit, and for dates.

    Of two ranges the ends that differ most count.
    """
    here, there = _ends(left), _ends(right)
    if here is None or there is None or here[0] != there[0]:
        return None
    largest = max(abs(end) for end in (*here[1:], *there[1:]))
    gap = max(abs(here[1] - there[1]), abs(here[2] - there[2]))
    return gap / largest if largest else Decimal(0)


def tolerable(left: Fact, right: Fact, tolerance: Tolerance) -> bool:
    """Whether two values differ by no more than a tolerance allows; an absolute one needs equal units."""
    share = share_apart(left, right)
    if share is None:
        return False
    if tolerance.relative is not None and share <= tolerance.relative:
        return True
    if tolerance.absolute is None or left.unit != right.unit:
        return False
    ends = ((left.low, right.low), (left.high, right.high))
    return all(a is not None and b is not None and abs(a - b) <= tolerance.absolute for a, b in ends)
