"""How far apart two amounts are."""

from __future__ import annotations

import math
from decimal import Decimal

from cx_audit.facts import canonical
from cx_audit.model import Fact, FactKind

__all__ = ["log_ratio"]

_HOURS = {"time": 1.0, "month": 730.0, "business_day": 33.6}
_PART_OF_A_DAY = 6.0


def _about(fact: Fact) -> tuple[str, float] | None:
    """The family of an amount and its upper end; durations in about so many hours, so that all compare."""
    family, *ends = canonical(fact)
    if not isinstance(ends[-1], Decimal):
        return None
    if fact.kind is not FactKind.DURATION:
        return str(family), float(ends[-1])
    hours = _HOURS.get(str(family))
    # "the same day" is zero days and lasts some hours
    return None if hours is None else ("duration", float(ends[-1]) * hours or _PART_OF_A_DAY)


def log_ratio(a: Fact, b: Fact) -> float:
    """How far apart two amounts are, in e-folds up to 3; 1 where no common unit or a zero leaves it open."""
    left, right = _about(a), _about(b)
    if left is None or right is None or left[0] != right[0]:
        return 1.0
    low, high = sorted((left[1], right[1]))
    return min(3.0, math.log(high / low)) if low > 0 else 1.0
