"""Values worked out from others: a customer's own figures repeated, a rate times their number, the rest of a whole.

Also the parts of a total that says it is one, and two sizes of one rate ("1 point per 10", "120 points for 1,200").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from cx_audit.compare.asides import REP, Aside
from cx_audit.compare.parts import one_rule, single
from cx_audit.compare.reckoned import reckoned
from cx_audit.compare.rows import same_row
from cx_audit.compare.said import says_total
from cx_audit.compare.slots import one_slot
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, canonical, relation
from cx_audit.model import Fact, FactKind

__all__ = ["explained"]

_TOTALS = frozenset({FactKind.MONEY, FactKind.COUNT})
_SUMMED = _TOTALS | {FactKind.DURATION}
_RATED = _TOTALS | {FactKind.MEASURE}
_MOST_PARTS = 3
_LARGEST = 60
_WHOLE = 100


def explained(x: FactInContext, a: AnswerView, y: FactInContext, b: AnswerView) -> bool:
    """Whether two values differ only since one of them was worked out for a customer, or from the other."""
    left, right = x.fact, y.fact
    if _no_rule(x, y) or one_rule(x, a, y, b) or reckoned(left, a, right, b) or one_slot(x, a, y, b):
        return True
    if _echoes(left, a) or _echoes(right, b) or _complements(left, right):
        return True
    if _worked_out(left, a, b) or _worked_out(right, b, a):
        return True
    if _total_of(x, a, right, b) or _total_of(y, b, left, a):
        return True
    return _multiplied(left, a, right, b) or _one_rate(x, a, y, b)


def _no_rule(x: FactInContext, y: FactInContext) -> bool:
    """Whether one is of a customer's own case, or of an example that is not of the other's row or scope."""
    said = {x.aside, y.aside}
    if Aside.CASE in said:
        return True
    return Aside.EXAMPLE in said and same_row(x.row, y.row) <= 0 and not (x.scope and x.scope == y.scope)


def _echoes(fact: Fact, view: AnswerView) -> bool:
    """Whether the customer named the value first: "Is 12 nights enough?" - "12 nights makes you Gold"."""
    if view.answer.channel != REP:
        return False
    return any(
        asked.kind is fact.kind
        and relation(asked, fact) is Relation.EQUAL
        and (asked.low == fact.low or canonical(asked) == canonical(fact))
        for asked in view.asked
    )


def _worked_out(fact: Fact, view: AnswerView, other: AnswerView) -> bool:
    """Whether a rep reckoned an amount from the customer's own figures: 3 months at 10 each are 30, 12 % off 220.

    The rate may be the other answer's: 2 adults for 3 nights at its 1.65 are 9.90.
    """
    amount = single(fact)
    if view.answer.channel != REP or fact.kind not in _RATED or amount is None:
        return False
    family = canonical(fact)[0]
    asked = [f for f in view.asked if canonical(f)[0] == family]
    own = [f.fact for f in view.facts if f.fact is not fact and canonical(f.fact)[0] == family]
    named = [f for f in view.asked if f.kind is not fact.kind]
    times = {n for n in (*map(single, named), *view.numbers) if n is not None and 1 < n <= _LARGEST}
    shares = {n for f in view.facts if f.fact.kind is FactKind.PERCENT and (n := single(f.fact)) is not None}
    for base in (whole for f in (*asked, *own) if (whole := single(f)) is not None and whole != amount):
        parts = {base * n for n in times} | {base * (_WHOLE - n) / _WHOLE for n in shares}
        if amount in parts | {base * n / _WHOLE for n in shares}:
            return True
    if any(amount * n == whole for f in asked if (whole := single(f)) is not None for n in times):
        return True
    told = {n for f in _of(other, family) if (n := single(f)) is not None}
    rates = told | {n for n in map(single, own) if n is not None}
    return _left_over(amount, asked, told) or _counted(amount, rates, [n for n in map(single, named) if n])


def _of(view: AnswerView, family: str | Decimal | None) -> Iterator[Fact]:
    return (f.fact for f in view.facts if canonical(f.fact)[0] == family)


def _left_over(amount: Decimal, asked: Sequence[Fact], rates: set[Decimal]) -> bool:
    """Whether it is the customer's own amount less a charge, or with it: 640 less 99 are 541."""
    sums = {
        whole + sign * rate for f in asked if (whole := single(f)) is not None for rate in rates for sign in (-1, 1)
    }
    return amount in sums and amount not in rates


def _counted(amount: Decimal, rates: set[Decimal], named: Sequence[Decimal]) -> bool:
    """Whether it is a rate times one or two numbers of the customer's."""
    times = {a for a in named if 1 < a <= _LARGEST} | {
        a * b for a, b in combinations(named, 2) if 1 < a * b <= _LARGEST
    }
    return amount not in rates and any(rate * n == amount for rate in rates for n in times)


def _complements(left: Fact, right: Fact) -> bool:
    """Whether two percentages make a whole: 40 % off is 60 % to pay."""
    here, there = single(left), single(right)
    return left.kind is FactKind.PERCENT and here is not None and there is not None and here + there == _WHOLE


def _numbers(view: AnswerView) -> Iterator[Decimal]:
    yield from (amount for f in view.facts if (amount := single(f.fact)) is not None)
    yield from (amount for f in view.asked if (amount := single(f)) is not None)
    yield from view.numbers


def _multiplied(left: Fact, a: AnswerView, right: Fact, b: AnswerView) -> bool:
    """Whether the larger amount is a rep's total: so many times the smaller, the number named by either answer."""
    if left.kind not in _TOTALS or canonical(left)[0] != canonical(right)[0]:
        return False
    here, there = single(left), single(right)
    if here is None or there is None or here == there:
        return False
    low, high, teller = (there, here, a) if here > there else (here, there, b)
    times = high / low
    if teller.answer.channel != REP or times != times.to_integral_value() or times > _LARGEST:
        return False
    return times in {*_numbers(a), *_numbers(b)}


def _total_of(total: FactInContext, a: AnswerView, part: Fact, b: AnswerView) -> bool:
    """Whether ``total`` is said to be one, and is the sum of ``part`` and one or two more of its answer's values.

    "€60 together" is also twice "€30 each"; of ranges the upper ends are added.
    """
    whole = total.fact
    if whole.kind not in _SUMMED or whole.high is None or part.high is None or not part.high < whole.high:
        return False
    sentence = a.clean.text[total.sentence.start : total.sentence.end]
    if not says_total(sentence, a.language):
        return False
    family = canonical(whole)[0]
    others = [f.fact.high for f in b.facts if f.fact is not part and canonical(f.fact)[0] == family]
    rest = [part.high, *(high for high in others if high is not None)]
    sums = (sum(some) for size in range(1, _MOST_PARTS) for some in combinations(rest, size))
    return any(part.high + more == whole.high for more in sums)


def _one_rate(x: FactInContext, a: AnswerView, y: FactInContext, b: AnswerView) -> bool:
    """Whether another pair of values stands to each other as these two do, each next to its own.

    So "10,000 earns 1 point" and "1,200,000 earns 120 points" say one thing, though no value is the same.
    """
    here, there = single(x.fact), single(y.fact)
    if x.fact.kind not in _RATED or here is None or there is None or here == there:
        return False
    beside_x = [f.fact for f in a.facts if f is not x and f.sentence == x.sentence and f.fact.kind in _RATED]
    beside_y = [f.fact for f in b.facts if f is not y and f.sentence == y.sentence and f.fact.kind in _RATED]
    for p in beside_x:
        for q in beside_y:
            one, other = single(p), single(q)
            alike = p.kind is q.kind and p.kind is not x.fact.kind and relation(p, q) is Relation.DIFFERENT
            if alike and one is not None and other is not None and here * other == there * one:
                return True
    return _per_so_many(here, a, there, beside_y) or _per_so_many(there, b, here, beside_x)


def _per_so_many(here: Decimal, a: AnswerView, there: Decimal, beside: Sequence[Fact]) -> bool:
    """Whether a bare number of one answer is to its value what a count beside the other's is: "1 for each hundred"."""
    counts = [n for f in beside if f.kind is FactKind.COUNT and (n := single(f)) is not None and n > 1]
    return any(here * n == there * loose for n in counts for loose in a.numbers if loose > 1)
