"""Pair the facts of two answers that speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from scipy.optimize import linear_sum_assignment

from cx_audit.compare.amounts import log_ratio
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.derived import explained
from cx_audit.compare.loose import borrowed, named_alike, unmet_counts
from cx_audit.compare.reckoned import reckoned
from cx_audit.compare.rows import same_row
from cx_audit.compare.scope import Meeting, meeting, other_days, shared
from cx_audit.compare.slots import one_slot
from cx_audit.compare.timetable import DayPair, Timetable, compare_days, timetable
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.model import Comparator, FactKind
from cx_audit.roles import roles_in_use

__all__ = ["Aligned", "Votes", "align", "tax_apart"]

_EQUAL = 0.35
_COMPATIBLE = 0.1
_APART = 0.5
_ROW = 0.3
_ROLE = 0.2
_SAME_SCOPE = 0.15
_SAME_WORDS = 0.4
_FAR = 0.04
_NEVER = -9.0
_LOWEST_TAX, _HIGHEST_TAX = Decimal("1.015"), Decimal("1.28")
"""No country's value-added tax is below 2 % or above 27 %."""
_LIMITS = frozenset(Comparator) - {Comparator.EXACTLY, Comparator.ABOUT}
_DAILY = frozenset({FactKind.HOURS, FactKind.WEEKDAYS})

Votes = Mapping[tuple[int, int], float]
"""What else speaks for two values being about one thing, by where each begins in its answer."""
_NO_VOTES: Votes = {}


@dataclass(frozen=True)
class Aligned:
    """Fact ``left`` of one answer against fact ``right`` of another.

    ``between`` are the two answers; how alike the words are and whom each value is for is looked up when asked.
    ``witness`` is a third answer that gives both values, each of its own thing.
    """

    left: FactInContext
    right: FactInContext
    relation: Relation
    between: tuple[AnswerView, AnswerView] = field(repr=False, compare=False)
    contexts: Contexts = field(repr=False, compare=False)
    same_day: bool = False
    witness: AnswerView | None = field(default=None, repr=False, compare=False)

    @cached_property
    def _likeness(self) -> tuple[float, float]:
        a, b = self.between
        return self.contexts.likeness(a, self.left, b, self.right)

    @property
    def near(self) -> float:
        """How alike the words around the values are."""
        return self._likeness[0]

    @property
    def whole(self) -> float:
        """How alike their sentences are."""
        return self._likeness[1]

    @cached_property
    def _met(self) -> Meeting:
        a, b = self.between
        return meeting(a, self.left, b, self.right, same_day=self.same_day)

    @property
    def _unmarked(self) -> bool:
        """Whoever makes an exception says so in words of its own: where both say the same but for the value, not."""
        return self._met is Meeting.EXCEPTION and (self.near + self.whole) / 2 >= _SAME_WORDS

    @property
    def _excepted(self) -> bool:
        return self._met is Meeting.EXCEPTION and not self._unmarked

    @property
    def apart(self) -> bool:
        """Whether they are said to different customers, or of different things."""
        return self.witness is not None or self._met is Meeting.APART or self._excepted

    @property
    def special(self) -> bool:
        """Whether only one is limited, and may well not be an exception: then it contradicts all the same."""
        return self._met is Meeting.SPECIAL or self._unmarked


def _attraction(a: AnswerView, x: FactInContext, b: AnswerView, y: FactInContext, related: Relation) -> float:
    """What speaks for two values being about one thing, beside the likeness of their words."""
    bonus = {Relation.EQUAL: _EQUAL, Relation.COMPATIBLE: _COMPATIBLE}.get(related, 0.0)
    if related is Relation.COMPATIBLE and (x.fact.low, x.fact.high) == (y.fact.low, y.fact.high) != (None, None):
        bonus = _EQUAL  # the two sides of one limit: "from 16", "until 16"
    if related is Relation.DIFFERENT:
        bonus -= _FAR * log_ratio(x.fact, y.fact)  # what is said of one thing is seldom far apart
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
    amounts = [len(view.by_kind.get(FactKind.MONEY, ())) for view in (a, b)]
    limits = net.comparator is other.comparator and net.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN)
    if not (amounts == [1, 1] or limits) or net.low is None or other.low is None or not net.low:
        return True
    return net.low == other.low or net.low * _LOWEST_TAX <= other.low <= net.low * _HIGHEST_TAX


def _noticed(x: FactInContext, y: FactInContext) -> bool:
    """Whether both limit a time before an event, and either is how long before something must be done."""
    limits = all(one.fact.ahead and one.fact.comparator in _LIMITS for one in (x, y))
    roles = (roles_in_use().get(one.role or "") for one in (x, y))
    return limits and any(role is not None and role.notice for role in roles)


def _related(x: FactInContext, y: FactInContext) -> Relation:
    """ "At least", "up to" and "no later than 24 hours before" are one deadline for who wants to cancel."""
    found = relation(x.fact, y.fact)
    if found is not Relation.COMPATIBLE or not _noticed(x, y):
        return found
    return relation(*(replace(one.fact, comparator=Comparator.EXACTLY) for one in (x, y)))


def _barred(a: AnswerView, x: FactInContext, b: AnswerView, y: FactInContext, related: Relation) -> bool:
    """Whether two values are never set against each other."""
    if related is Relation.INCOMPARABLE or tax_apart(a, x, b, y):
        return True
    if x.fact.kind in _DAILY and other_days(x, y):
        return True
    return related is Relation.DIFFERENT and explained(x, a, y, b)


def _of_one_day(pair: DayPair, a: AnswerView, b: AnswerView) -> bool:
    """Whether two hours of one day differ only since one is a slot of it, or was reckoned for a customer."""
    return one_slot(pair.left, a, pair.right, b) or reckoned(pair.left.fact, a, pair.right.fact, b)


def _assign(
    a: AnswerView,
    left: Sequence[FactInContext],
    b: AnswerView,
    right: Sequence[FactInContext],
    contexts: Contexts,
    votes: Votes,
) -> Iterator[Aligned]:
    """The pairing of values of one kind that attract each other most."""
    able: dict[tuple[int, int], Relation] = {}
    for i, x in enumerate(left):
        for j, y in enumerate(right):
            related = _related(x, y)
            if not _barred(a, x, b, y, related):
                able[i, j] = related
    pairs: Iterable[tuple[int, int]] = able
    if len({i for i, _ in able}) < len(able) or len({j for _, j in able}) < len(able):  # there is a choice
        scores = [[_NEVER] * len(right) for _ in left]
        for (i, j), related in able.items():
            x, y = left[i], right[j]
            scores[i][j] = sum(contexts.likeness(a, x, b, y)) / 2 + _attraction(a, x, b, y, related)
            scores[i][j] += votes.get((x.fact.start, y.fact.start), 0.0)
        pairs = (pair for pair in _matching(scores) if pair in able)
    for i, j in pairs:
        yield Aligned(left[i], right[j], able[i, j], (a, b), contexts)


def _matching(scores: list[list[float]]) -> Iterable[tuple[int, int]]:
    """Rows and columns, one to one, whose scores sum to the most."""
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return zip(rows.tolist(), columns.tolist(), strict=True)


def _counted(
    a: AnswerView, b: AnswerView, known: Sequence[Aligned], contexts: Contexts, votes: Votes
) -> Iterator[Aligned]:
    """Counts of one answer that nothing in the other was set against, each against a number there that has no noun."""
    here, there = {pair.left.fact.start for pair in known}, {pair.right.fact.start for pair in known}
    for x in unmet_counts(a, here) if b.loose else ():
        free = [borrowed(y, x) for y in b.loose if y.fact.start not in there]
        for pair in _assign(a, [x], b, free, contexts, votes):
            there.add(pair.right.fact.start)
            yield pair
    for y in unmet_counts(b, there) if a.loose else ():
        free = [borrowed(x, y) for x in a.loose if x.fact.start not in here]
        for pair in _assign(a, free, b, [y], contexts, votes):
            here.add(pair.left.fact.start)
            yield pair
    left, right = named_alike(a, b)
    free_left, free_right = (
        [f for f in some if f.fact.start not in met] for some, met in ((left, here), (right, there))
    )
    yield from _assign(a, free_left, b, free_right, contexts, votes)


def align(
    a: AnswerView,
    b: AnswerView,
    contexts: Contexts,
    tables: tuple[Timetable, Timetable] | None = None,
    votes: Votes = _NO_VOTES,
) -> list[Aligned]:
    """The best pairing of facts of one kind between two answers.

    Equal values attract each other, and so do like contexts and roles: where the same number is said of two things,
    the words around it decide. Facts that can't be compared (other currency, other noun, with and without
    tax) are never paired. Opening hours are set against those of the same days, by ``tables`` where they are known.
    ``votes`` are added to what a pair of values has going for it.
    """
    kinds = a.by_kind.keys() & b.by_kind.keys()
    out: list[Aligned] = []
    daily = frozenset[int](), frozenset[int]()
    if FactKind.HOURS in a.by_kind or FactKind.HOURS in b.by_kind:  # the other may say no more than a day closed
        here, there = tables or (timetable(a), timetable(b))
        found = compare_days(here, there)
        out += (
            Aligned(p.left, p.right, p.relation, (a, b), contexts, same_day=True)
            for p in found
            if p.relation is not Relation.DIFFERENT or not _of_one_day(p, a, b)
        )
        if found:
            daily = here.starts, there.starts
            kinds -= {FactKind.WEEKDAYS}
    for kind in sorted(kinds):
        left, right = a.by_kind[kind], b.by_kind[kind]
        if daily[0] or daily[1]:
            left = [f for f in left if f.fact.start not in daily[0]]
            right = [f for f in right if f.fact.start not in daily[1]]
        out += _assign(a, left, b, right, contexts, votes)
    if a.loose or b.loose:
        out += _counted(a, b, out, contexts, votes)
    return out
