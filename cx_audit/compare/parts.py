"""One rule in another arithmetic: a whole and its parts, units paid and units free, a price and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from cx_audit.compare.asides import REP
from cx_audit.compare.said import said_by
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, canonical, relation
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["one_rule", "single"]

_SUMMED = frozenset({FactKind.MONEY, FactKind.COUNT, FactKind.MEASURE, FactKind.DURATION})
_UNITS = frozenset({FactKind.DURATION, FactKind.COUNT})
_UPPER = frozenset({Comparator.AT_MOST, Comparator.LESS_THAN})
_LOWER = frozenset({Comparator.AT_LEAST, Comparator.MORE_THAN})
_WHOLE = 100
_LARGEST = 60


def single(fact: Fact) -> Decimal | None:
    """The amount of a fact that holds one above nought."""
    return fact.low if fact.low is not None and fact.low == fact.high and fact.low > 0 else None


def one_rule(x: FactInContext, a: AnswerView, y: FactInContext, b: AnswerView) -> bool:
    """Whether two values that differ say one rule, or one of them says none."""
    return any(
        _lacking(p, here, there)
        or _said_again(p, here, there)
        or _sum_of_told(p, here, there)
        or _keeps_within(p, here, q)
        or _on_top(p, here, q)
        or _free_units(p, here, q, there)
        or _rest(p, here, there)
        or _comes_to(p, here)
        for p, here, q, there in ((x, a, y, b), (y, b, x, a))
    )


def _says(file: str, fact: FactInContext, view: AnswerView) -> bool:
    pattern = said_by(file, view.language)
    return bool(pattern.search(view.clean.text, fact.sentence.start, fact.sentence.end))


def _size(fact: Fact) -> tuple[object, Decimal] | None:
    """The family of a single amount, and the amount in its base unit."""
    if single(fact) is None:
        return None
    family, *ends = canonical(fact)
    return (family, ends[0]) if isinstance(ends[0], Decimal) else None


def _beside(fact: FactInContext, view: AnswerView) -> Iterator[FactInContext]:
    """The other values of its kind in its sentence."""
    return (f for f in view.facts if f is not fact and f.sentence == fact.sentence and f.fact.kind is fact.fact.kind)


def _told(fact: Fact, view: AnswerView) -> bool:
    return any(f.fact.kind is fact.kind and relation(f.fact, fact) is Relation.EQUAL for f in view.facts)


def _lacking(x: FactInContext, a: AnswerView, b: AnswerView) -> bool:
    """Whether a rep adds it to another value up to what the other answer says: 4.8 so far and 1.2 more of 6."""
    own = _size(x.fact)
    if a.answer.channel != REP or x.fact.kind not in _SUMMED or own is None or _told(x.fact, b):
        return False
    sums = {
        (own[0], own[1] + more[1])
        for z in _beside(x, a)
        if (more := _size(z.fact)) is not None and more[0] == own[0] and not _told(z.fact, b)
    }
    return bool(sums) and any(_size(f.fact) in sums for f in b.facts)


def _said_again(x: FactInContext, a: AnswerView, b: AnswerView) -> bool:
    """Whether it puts in other units what both answers tell: "three weeks, that is 15 business days"."""
    if x.fact.kind is not FactKind.DURATION:
        return False
    own = replace(x.fact, comparator=Comparator.EXACTLY)
    return any(
        relation(own, replace(z.fact, comparator=Comparator.EXACTLY)) is not Relation.DIFFERENT and _told(z.fact, b)
        for z in _beside(x, a)
        if z.fact.unit != x.fact.unit
    )


def _sum_of_told(x: FactInContext, a: AnswerView, b: AnswerView) -> bool:
    """Whether it is the sum of two values of its own answer that the other tells as well: 2 days, 3 to 5, 7 in all."""
    if x.fact.kind not in _SUMMED or x.fact.high is None:
        return False
    family, *ends = canonical(x.fact)
    parts = [
        end
        for f in a.facts
        if f is not x and canonical(f.fact)[0] == family and _told(f.fact, b)
        for end in canonical(f.fact)[-1:]
        if isinstance(end, Decimal)
    ]
    return any(one + other == ends[-1] for one, other in combinations(parts, 2) if one and other)


def _keeps_within(x: FactInContext, a: AnswerView, y: FactInContext) -> bool:
    """Whether a rep says that a customer's own value keeps within the other's limit: "11 characters, just fits"."""
    own, limit = _size(x.fact), _size(y.fact)
    if a.answer.channel != REP or own is None or limit is None or own[0] != limit[0]:
        return False
    if x.fact.comparator in _UPPER | _LOWER:
        return False
    upper, lower = y.fact.comparator in _UPPER, y.fact.comparator in _LOWER
    within = (upper and own[1] <= limit[1]) or (lower and own[1] >= limit[1])
    return within and _says("fits.yml", x, a)


def _on_top(x: FactInContext, a: AnswerView, y: FactInContext) -> bool:
    """Whether with what its sentence adds it makes the other: "five profiles and one for children" of six."""
    part, whole = single(x.fact), single(y.fact)
    if x.fact.kind is not FactKind.COUNT or part is None or whole is None or not part < whole:
        return False
    more = {n for z in _beside(x, a) if (n := single(z.fact)) is not None} | a.numbers
    return whole - part in more and _says("of_which.yml", x, a)


def _free_units(x: FactInContext, a: AnswerView, y: FactInContext, b: AnswerView) -> bool:
    """Whether it is what comes free where the other answer says how many are paid and had: 2 of 12, pay 10."""
    gift, paid = single(x.fact), single(y.fact)
    if x.fact.kind not in _UNITS or gift is None or paid is None or x.fact.unit != y.fact.unit:
        return False
    free = any(f.fact.kind is FactKind.MONEY and f.fact.low == 0 and f.sentence == x.sentence for f in a.facts)
    others = {n for z in _beside(y, b) if z.fact.unit == y.fact.unit and (n := single(z.fact)) is not None} | b.numbers
    return free and (paid + gift in others or (paid > gift and paid - gift in others))


def _rest(x: FactInContext, a: AnswerView, b: AnswerView) -> bool:
    """Whether it is the rest of a share that both tell: "30 % now, the other 70 % later"."""
    share = single(x.fact)
    if x.fact.kind is not FactKind.PERCENT or share is None or _told(x.fact, b) or not _says("rest.yml", x, a):
        return False
    rest = [z.fact for z in a.facts if z.fact.kind is FactKind.PERCENT and single(z.fact) == _WHOLE - share]
    return any(_told(fact, b) for fact in rest)


def _comes_to(x: FactInContext, a: AnswerView) -> bool:
    """Whether it is only what a total of the same answer comes to for each: "6 months are 60, so 10 a month"."""
    amount = single(x.fact)
    if x.fact.kind is not FactKind.MONEY or amount is None:
        return False
    said = [f for f in a.facts if f is not x and (f.sentence == x.sentence or f.fact.end <= x.fact.start)]
    numbers = {n for f in said if f.fact.kind in _UNITS and (n := single(f.fact)) is not None}
    totals = (n for f in said if canonical(f.fact)[0] == canonical(x.fact)[0] and (n := single(f.fact)) is not None)
    return any(amount * n == total for total in totals for n in numbers if 1 < n <= _LARGEST) and _says(
        "works_out.yml", x, a
    )
