"""Which values of an answer stand in one row: "Mon-Fri 9-18, Sat 10-16", "2 items 10 %, 3 items 15 %"."""

from __future__ import annotations

from collections.abc import Sequence

from cx_audit.facts import Relation, relation
from cx_audit.model import Fact, FactKind
from cx_audit.text import Segment

__all__ = ["companions", "same_row"]

_KEYS = (
    *(FactKind.WEEKDAYS, FactKind.AGE, FactKind.COUNT, FactKind.MEASURE),
    *(FactKind.DURATION, FactKind.MONEY, FactKind.PERCENT),
)
"""Kinds that name the row in which a value of a later kind stands: what one gets for how many, for how long."""


def _partner(fact: Fact, own: Sequence[Fact], others: Sequence[Fact]) -> Fact | None:
    """The one of ``others`` in the same row: each row begins with the kind that the sentence names first."""
    first_of_own = min(f.start for f in own)
    if others[0].start < first_of_own:
        return max((o for o in others if o.start < fact.start), key=lambda o: o.start)
    return min((o for o in others if o.start > fact.start), key=lambda o: o.start, default=None)


def companions(fact: Fact, facts: Sequence[Fact], sentence: Segment) -> tuple[Fact, ...]:
    """The values of the same sentence that name the row of ``fact``, one of each kind."""
    keys = _KEYS[: _KEYS.index(fact.kind)] if fact.kind in _KEYS else _KEYS
    inside = [f for f in facts if sentence.start <= f.start < sentence.end]
    own = [f for f in inside if f.kind is fact.kind]
    out: list[Fact] = []
    for kind in sorted({f.kind for f in inside}.intersection(keys)):
        partner = _partner(fact, own, [f for f in inside if f.kind is kind])
        if partner:
            out.append(partner)
    return tuple(out)


def same_row(left: Sequence[Fact], right: Sequence[Fact]) -> float:
    """1 where the companions of two values agree, -1 where they differ, 0 where nothing says either."""
    found = [relation(x, y) for x in left for y in right if x.kind is y.kind]
    agree = found.count(Relation.EQUAL)
    # two sets of weekdays without a common day can't be compared, and are two rows all the same
    apart = found.count(Relation.DIFFERENT) + found.count(Relation.INCOMPARABLE)
    return float((agree > apart) - (apart > agree))
