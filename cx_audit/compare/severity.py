"""How bad a disagreement is."""

from __future__ import annotations

from collections.abc import Sequence

from cx_audit.model import FactKind, Severity

__all__ = ["severity"]

_BASE = {
    FactKind.DURATION: 3,
    FactKind.MONEY: 3,
    FactKind.PERCENT: 3,
    FactKind.DATE: 3,
    FactKind.HOURS: 2,
    FactKind.WEEKDAYS: 2,
    FactKind.COUNT: 2,
    FactKind.MEASURE: 2,
    FactKind.AGE: 2,
    FactKind.PHONE: 2,
    FactKind.EMAIL: 2,
    FactKind.URL: 1,
}
_LEVELS = {3: Severity.HIGH, 2: Severity.MEDIUM, 1: Severity.LOW}
_DOUBTFUL = 0.6


def severity(
    kind: FactKind, channels: Sequence[frozenset[str]], confidence: float, *, special: bool = False
) -> Severity:
    """What a customer is promised (time, money, dates) weighs most, contacts less, addresses of pages least.

    One step less where only reps contradict each other (a conversation reaches one customer, a page reaches all),
    one step less where the confidence is under 0.6, and one where one side speaks of a ``special`` case, which may
    be an exception that the other doesn't mention. ``channels`` holds the channels of each position.
    """
    level = _BASE[kind]
    if all(position == frozenset({"agent"}) for position in channels):
        level -= 1
    if confidence < _DOUBTFUL:
        level -= 1
    if special:
        level -= 1
    return _LEVELS[max(1, level)]
