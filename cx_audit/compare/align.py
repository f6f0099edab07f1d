"""Pair the facts of two answers that speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from cx_audit.compare.contexts import Contexts
from cx_audit.compare.derived import explained
from cx_audit.compare.rows import same_row
from cx_audit.compare.scope import Meeting, meeting, other_days, shared
from cx_audit.compare.timetable import Timetable, compare_days, timetable
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.model import FactKind

__all__ = ["Aligned", "align"]

_EQUAL = 0.35
_COMPATIBLE = 0.1
_APART = 0.5
_ROW = 0.2
_ROLE = 0.2
_SAME_SCOPE = 0.15
_SAME_WORDS = 0.4
_NEVER = -9.0
_DAILY = frozenset({FactKind.HOURS, FactKind.WEEKDAYS})


@dataclass(frozen=True, slots=True)
class Aligned:
    """Fact ``left`` of one answer against fact ``right`` of another.

    ``near`` and ``whole`` say how alike the words around the values and their sentences are; ``apart`` that
    they are said to different customers, ``special`` that only one is limited and may well not be an exception.
    """

    left: FactInContext
    right: FactInContext
    relation: Relation
    near: float
    whole: float
    apart: bool
    same_day: bool = False
    special: bool = False


def _limited(met: Meeting, alike: float) -> tuple[bool, bool]:
    """Whether two values are said to different customers, and whether one is special and contradicts all the same.

    Whoever makes an exception says so in words of its own: where both say the same but for the value, it is none.
    """
    unmarked = met is Meeting.EXCEPTION and alike >= _SAME_WORDS
    return met is Meeting.APART or (met is Meeting.EXCEPTION and not unmarked), met is Meeting.SPECIAL or unmarked


def _by_day(a: AnswerView, b: AnswerView, tables: tuple[Timetable, Timetable], contexts: Contexts) -> list[Aligned]:
    """Opening hours of the same days; empty where either answer has no timetable, or they share no day."""
    out: list[Aligned] = []
    for pair in compare_days(*tables):
        near, whole = contexts.likeness(a, pair.left, b, pair.right)
        met = meeting(a, pair.left, b, pair.right, same_day=True)
        apart, special = _limited(met, (near + whole) / 2)
        out.append(Aligned(pair.left, pair.right, pair.relation, near, whole, apart, same_day=True, special=special))
    return out


def _attraction(a: AnswerView, x: FactInContext, b: AnswerView, y: FactInContext, related: Relation) -> float:
    """What speaks for two values being about one thing, beside the likeness of their words."""
    bonus = {Relation.EQUAL: _EQUAL, Relation.COMPATIBLE: _COMPATIBLE}.get(related, 0.0)
    bonus += _ROLE * x.likeness_of_role(y) + _ROW * same_row(x.row, y.row)
    return bonus + _SAME_SCOPE * shared(x.scope, y.scope) - _APART * (meeting(a, x, b, y) is Meeting.APART)


def _barred(a: AnswerView, x: FactInContext, b: AnswerView, y: FactInContext, related: Relation) -> bool:
    """Whether two values are never set against each other."""
    if related is Relation.INCOMPARABLE or x.net != y.net:
        return True
    if x.fact.kind in _DAILY and other_days(x, y):
        return True
    return related is Relation.DIFFERENT and explained(x.fact, a, y.fact, b)


def _assign(
    a: AnswerView, left: Sequence[FactInContext], b: AnswerView, right: Sequence[FactInContext], contexts: Contexts
) -> Iterator[Aligned]:
    """The pairing of values of one kind that attract each other most."""
    relations = [[relation(x.fact, y.fact) for y in right] for x in left]
    scores = np.full((len(left), len(right)), _NEVER)
    near, whole = np.zeros_like(scores), np.zeros_like(scores)
    for i, x in enumerate(left):
        for j, y in enumerate(right):
            if not _barred(a, x, b, y, relations[i][j]):
                near[i, j], whole[i, j] = contexts.likeness(a, x, b, y)
                scores[i, j] = (near[i, j] + whole[i, j]) / 2 + _attraction(a, x, b, y, relations[i][j])
    for row, column in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
        i, j = int(row), int(column)
        if scores[i, j] > _NEVER:
            likeness = float(near[i, j]), float(whole[i, j])
            apart, special = _limited(meeting(a, left[i], b, right[j]), sum(likeness) / 2)
            yield Aligned(left[i], right[j], relations[i][j], *likeness, apart, special=special)


def align(a: AnswerView, b: AnswerView, contexts: Contexts) -> list[Aligned]:
    """The best pairing of facts of one kind between two answers.

    Equal values attract each other, and so do like contexts and roles: where the same number is said of two things,
    the words around it decide. Facts that can't be compared (other currency, other noun, with and without
    tax) are never paired. Opening hours are set against those of the same days.
    """
    tables = timetable(a), timetable(b)
    out = _by_day(a, b, tables, contexts)
    daily = tables[0].starts, tables[1].starts
    for kind in sorted({f.fact.kind for f in a.facts} & {f.fact.kind for f in b.facts}):
        if out and kind is FactKind.WEEKDAYS:
            continue
        left = [f for f in a.facts if f.fact.kind is kind and not (out and f.fact.start in daily[0])]
        right = [f for f in b.facts if f.fact.kind is kind and not (out and f.fact.start in daily[1])]
        out += _assign(a, left, b, right, contexts)
    return out
