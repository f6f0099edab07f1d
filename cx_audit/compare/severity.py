"""How bad a disagreement is, and why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from cx_audit.compare.display import KIND_NAMES
from cx_audit.model import Fact, FactKind, Severity
from cx_audit.roles import Role, free_of_charge, share_apart

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
_BY_ROLE = {severity: level for level, severity in _LEVELS.items()}
_DOUBTFUL = 0.6
_SMALL = Decimal("0.1")
_LARGE = Decimal("0.5")
_BEHIND_THE_SCENES = frozenset({"agent", "knowledge"})


def _start(kind: FactKind, role: Role | None) -> tuple[int, str]:
    if role is not None:
        level = _BY_ROLE[role.severity]
        return level, f"{role.name()} counts as {role.severity.value} ({role.file})"
    return _BASE[
        kind
    ], f"what the {KIND_NAMES[kind]} is about isn't known: such a value counts as {_LEVELS[_BASE[kind]]}"


def _size(values: Sequence[Fact]) -> Decimal | None:
    """The largest difference between two of the values, as a share of the larger."""
    shares = [share_apart(a, b) for a, b in combinations(values, 2)]
    if any(free_of_charge(a) != free_of_charge(b) for a, b in combinations(values, 2)):
        return Decimal(1)
    return max((share for share in shares if share is not None), default=None)


def severity(
    values: Sequence[Fact],
    role: Role | None,
    channels: Sequence[frozenset[str]],
    confidence: float,
    *,
    special: bool = False,
) -> tuple[Severity, tuple[str, ...]]:
    """The severity and, line by line, why.

    It starts from the role, or else from the kind of value (time, money and dates weigh most, addresses of pages
    least). One step less each: where the values differ by a tenth or less; where only reps contradict each other (a
    conversation reaches one customer, a page reaches all); where the confidence is under 0.6; where one side speaks
    of a special case, which may be an exception that the other doesn't mention. One step more where the values
    differ by half or more and customers read each of them without a rep.

    Args:
        values: one fact of each position.
        role: what they are about.
        channels: the channels of each position.
        confidence: of the finding.
        special: whether one side is limited and the other is not.
    """
    level, why = _start(values[0].kind, role)
    reasons = [why]
    size = _size(values)
    if size is not None and size <= _SMALL:
        level -= 1
        reasons.append("the values differ by 10 % or less: one step less")
    elif size is not None and size >= _LARGE and level < 3 and all(side - _BEHIND_THE_SCENES for side in channels):
        level += 1
        reasons.append("the values differ by half or more, and customers read both: one step more")
    if all(side == frozenset({"agent"}) for side in channels):
        level -= 1
        reasons.append("only reps say so, to one customer at a time: one step less")
    if confidence < _DOUBTFUL:
        level -= 1
        reasons.append(f"the confidence is under {_DOUBTFUL:.0%}: one step less")
    if special:
        level -= 1
        reasons.append("one side speaks of a special case: one step less")
    return _LEVELS[max(1, level)], tuple(reasons)
