"""The values of a finding's answers that were set beside none, and why not beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cx_audit.compare.align import tax_apart
from cx_audit.compare.derived import explained
from cx_audit.compare.record import Seen
from cx_audit.compare.scope import other_days
from cx_audit.compare.trail import Compared, Outcome, Said
from cx_audit.compare.trail_places import Key, quoted_rows
from cx_audit.compare.trail_values import said_value
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.model import FactKind, Finding

__all__ = ["kept_apart", "unpaired_values"]

_DAILY = frozenset({FactKind.HOURS, FactKind.WEEKDAYS})


def _alone(finding: Finding, seen: Seen) -> dict[int, list[FactInContext]]:
    rows = quoted_rows(finding, seen.views)
    met: set[Key] = set()
    for (i, j), aligned in seen.record.pairs.items():
        if i in rows and j in rows:
            met |= {(i, pair.left.fact.start) for pair in aligned} | {(j, pair.right.fact.start) for pair in aligned}
    return {row: [f for f in seen.views[row].facts if (row, f.fact.start) not in met] for row in rows}


def unpaired_values(finding: Finding, seen: Seen) -> list[Said]:
    """The values of the quoted answers that were set beside none of another quoted answer."""
    return [said_value(seen.views[row], fact) for row, facts in _alone(finding, seen).items() for fact in facts]


def _why(a: AnswerView, x: FactInContext, b: AnswerView, y: FactInContext) -> str | None:
    if relation(x.fact, y.fact) is Relation.INCOMPARABLE:
        return "they can't be compared: other units, currencies or things"
    if tax_apart(a, x, b, y):
        return "one is without tax"
    if x.fact.kind in _DAILY and other_days(x, y):
        return "they are said of other days"
    if relation(x.fact, y.fact) is Relation.DIFFERENT and explained(x, a, y, b):
        return "one was worked out: the customer's own figure, a total, or the rest of a whole"
    return None


def kept_apart(finding: Finding, seen: Seen) -> Iterator[Compared]:
    """Values of one kind that no comparison could set side by side, with the reason."""
    alone = _alone(finding, seen)
    for i, j in combinations(alone, 2):
        a, b = seen.views[i], seen.views[j]
        for x in alone[i]:
            for y in alone[j]:
                why = _why(a, x, b, y) if x.fact.kind is y.fact.kind else None
                if why:
                    yield Compared(said_value(a, x), said_value(b, y), "not compared", (why,), Outcome.APART)
