"""Two lines of a policy that can't both hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from cx_audit.facts import Relation, relation
from cx_audit.policy.lines import Line
from cx_audit.policy.problems import PolicyProblem

__all__ = ["same_value", "two_values"]


def same_value(a: Line, b: Line) -> bool:
    """Whether two lines on one subject say the same."""
    if a.facts and b.facts:
        pairs = len(a.facts) == len(b.facts)
        return pairs and all(relation(x, y) is Relation.EQUAL for x, y in zip(a.facts, b.facts, strict=True))
    return (a.concepts, a.stance, a.positive) == (b.concepts, b.stance, b.positive)


def _meet(a: Line, b: Line) -> bool:
    """Whether there is a day on which both hold."""
    first = max(a.valid_from or date.min, b.valid_from or date.min)
    return first <= min(a.valid_to or date.max, b.valid_to or date.max)


def _for(line: Line) -> str:
    return " ".join((line.segment or "").casefold().split())


def two_values(lines: Sequence[Line]) -> Iterator[PolicyProblem]:
    """Each second line that contradicts one before it: same subject, same customers, a day in common."""
    by_subject: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        by_subject.setdefault((line.subject.key, _for(line)), []).append(line)
    for (key, _), found in by_subject.items():
        for a, b in combinations(found, 2):
            if _meet(a, b) and not same_value(a, b):
                whom = f" for {b.segment}" if b.segment else ""
                what = f"{key}: {b.written}{whom}, where {a.source} says {a.written}"
                yield PolicyProblem(b.path, b.line, what, "keep one, or say for whom or from when each holds")
