"""Differences too small to matter."""

from __future__ import annotations

from decimal import Decimal

from cx_audit.facts import canonical
from cx_audit.model import Fact
from cx_audit.roles.files import Tolerance

__all__ = ["tolerable"]


def _amount(fact: Fact) -> tuple[str, Decimal] | None:
    family, *amounts = canonical(fact)
    last = amounts[-1] if amounts else None
    return (str(family), last) if isinstance(last, Decimal) else None


def tolerable(left: Fact, right: Fact, tolerance: Tolerance) -> bool:
    """Whether two amounts differ by no more than a role's tolerance allows; an absolute one needs equal units."""
    here, there = _amount(left), _amount(right)
    if here is None or there is None or here[0] != there[0]:
        return False
    gap, larger = abs(here[1] - there[1]), max(abs(here[1]), abs(there[1]))
    if tolerance.relative is not None and gap <= tolerance.relative * larger:
        return True
    if tolerance.absolute is None or left.unit != right.unit or left.high is None or right.high is None:
        return False
    return abs(left.high - right.high) <= tolerance.absolute
