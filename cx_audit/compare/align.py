"""Pair the facts of two answers that speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scipy.optimize import linear_sum_assignment

from cx_audit.compare.contexts import Contexts
from cx_audit.compare.derived import explained
from cx_audit.compare.rows import same_row
from cx_audit.compare.scope import Meeting, meeting, other_days, shared
from cx_audit.compare.timetable import Timetable, compare_days, timetable
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.model import Comparator, FactKind

__all__ = ["Aligned", "align", "tax_apart"]

_EQUAL = 0.35
_COMPATIBLE = 0.1
_APART = 0.5
_ROW = 0.3
_ROLE = 0.2
_SAME_SCOPE = 0.15
_SAME_WORDS = 0.4
_NEVER = -9.0
_LOWEST_TAX, _HIGHEST_TAX = Decimal("1.015"), Decimal("1.28")
"""No country's value-added tax is below 2 % or above 27 %."""
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


def tax_apart(a: AnswerView, x: FactInContext, b: AnswerView, y: FactInContext) -> bool:
    """Whether only one amount is said without tax, and tax may be all that they differ by.

    Of several amounts nobody knows which belong together, but for limits ("from 100"), of which there is seldom more
    than one; a pair that no tax explains differs. Of nothing there is no tax.
    """
    if x.net == y.net or (x.fact.low == 0 and y.fact.low == 0):
        return False
    net, other = (x.fact, y.fact) if x.net else (y.fact, x.fact)
    amounts = [sum(f.fact.kind is FactKind.MONEY for f in view.facts) for view in (a, b)]
    limits = net.comparator is other.comparator and net.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN)
    if not (amounts == [1, 1] or limits) or net.low is None or other.low is None or not net.low:
        return True
    return net.low == other.low or net.low * _LOWEST_TAX <= other.low <= net.low * _HIGHEST_TAX


def _barred(a: AnswerView, x: FactInContext, b: AnswerView, y: FactInContext, related: Relation) -> bool:
    """Whether two values are never set against each other."""
    if related is Relation.INCOMPARABLE or tax_apart(a, x, b, y):
        return True
    if x.fact.kind in _DAILY and other_days(x, y):
        return True
    return related is Relation.DIFFERENT and explained(x, a, y, b)


def _assign(
    a: AnswerView, left: Sequence[FactInContext], b: AnswerView, right: Sequence[FactInContext], contexts: Contexts
) -> Iterator[Aligned]:
    """The pairing of values of one kind that attract each other most."""
    likeness: dict[tuple[int, int], tuple[Relation, float, float]] = {}
    scores = [[_NEVER] * len(right) for _ in left]
    for i, x in enumerate(left):
        for j, y in enumerate(right):
            related = relation(x.fact, y.fact)
            if not _barred(a, x, b, y, related):
                near, whole = contexts.likeness(a, x, b, y)
                likeness[i, j] = related, near, whole
                scores[i][j] = (near + whole) / 2 + _attraction(a, x, b, y, related)
    for i, j in _matching(scores) if likeness else ():
        if (i, j) in likeness:
            related, near, whole = likeness[i, j]
            apart, special = _limited(meeting(a, left[i], b, right[j]), (near + whole) / 2)
            yield Aligned(left[i], right[j], related, near, whole, apart, special=special)


def _matching(scores: list[list[float]]) -> Iterable[tuple[int, int]]:
    """Rows and columns, one to one, whose scores sum to the most."""
    if len(scores) == len(scores[0]) == 1:
        return ((0, 0),)
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return zip(rows.tolist(), columns.tolist(), strict=True)


def align(a: AnswerView, b: AnswerView, contexts: Contexts) -> list[Aligned]:
    """The best pairing of facts of one kind between two answers.

    Equal values attract each other, and so do like contexts and roles: where the same number is said of two things,
    the words around it decide. Facts that can't be compared (other currency, other noun, with and without
    tax) are never paired. Opening hours are set against those of the same days.
    """
    tables = timetable(a), timetable(b)
    out = _by_day(a, b, tables, contexts)
    daily = (tables[0].starts, tables[1].starts) if out else (frozenset[int](), frozenset[int]())
    kinds = {f.fact.kind for f in a.facts} & {f.fact.kind for f in b.facts}
    for kind in sorted(kinds - {FactKind.WEEKDAYS} if out else kinds):
        left = [f for f in a.facts if f.fact.kind is kind and f.fact.start not in daily[0]]
        right = [f for f in b.facts if f.fact.kind is kind and f.fact.start not in daily[1]]
        out += _assign(a, left, b, right, contexts)
    return out
