"""How likely a differing pair of facts is a real disagreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from cx_audit.compare.align import Aligned
from cx_audit.compare.amounts import log_ratio
from cx_audit.compare.logistic import Logistic, read_weights
from cx_audit.compare.rows import same_row
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, canonical, relation
from cx_audit.model import Comparator, Fact, FactKind
from cx_audit.resources import packaged

__all__ = ["FEATURES", "Weights", "features", "misaligned", "supports", "value_key"]

FEATURES = (
    "near",
    "whole",
    "one_question",
    "one_region",
    "alone_both",
    "alone_one",
    "swapped",
    "log_ratio",
    "same_per",
    "one_is_free",
    "both_first",
    "agrees_elsewhere",
    "differs_elsewhere",
    "cross_language",
    "one_audience",
    "one_special",
    "supported_both",
    "supported_one",
    "same_row",
    "same_day",
    "same_role",
    "other_role",
    "about",
    "one_limited",
    "unmet",
    "loose",
    *(f"kind_{kind.value}" for kind in FactKind),
)

_SURE_ODDS = 6.0
_SAME_WORDS = 0.5
_ABOUT = 0.1


class Weights(Logistic):
    """How likely a differing pair of facts is a real disagreement, by FEATURES."""

    @classmethod
    @cache
    def packaged(cls) -> Weights:
        """The weights of ``rules/compare/evidence.yml``, fitted by ``python -m benchmarks.accuracy.fit``."""
        _, bias, by_name = read_weights(packaged("rules") / "compare" / "evidence.yml", FEATURES)
        return cls(bias, by_name)


def _same_value(one: Fact, other: Fact) -> bool:
    """Whether two facts are one value, or the two sides of one limit: "no more than 32 kg", "over 32 kg"."""
    found = relation(one, other)
    return found is Relation.EQUAL or (
        found is Relation.COMPATIBLE and one.low is not None and canonical(one) == canonical(other)
    )


def _repeats(fact: FactInContext, other: AnswerView, partner: FactInContext) -> Iterator[FactInContext]:
    """Where the other answer says the value of something else."""
    for f in other.by_kind.get(fact.fact.kind, ()):
        if f is not partner and _same_value(fact.fact, f.fact):
            yield f


def _elsewhere(fact: FactInContext, other: AnswerView, partner: FactInContext) -> bool:
    """Whether it does at all: that the two places are named after different matters may be wrong."""
    return any(True for _ in _repeats(fact, other, partner))


def _nearer(pair: Aligned, *, left: bool) -> bool:
    """Whether the other answer repeats a value in its own role, or in words about as like its own as its partner's."""
    one, other = (pair.left, pair.right) if left else (pair.right, pair.left)
    here, there = pair.between if left else pair.between[::-1]
    least = pair.near + pair.whole - 2 * _ABOUT
    return any(
        one.likeness_of_role(f) > 0 or sum(pair.contexts.likeness(here, one, there, f)) >= least
        for f in _repeats(one, there, other)
    )


def _loosely(fact: Fact, other: AnswerView, partner: Fact) -> bool:
    """Whether a value stands in the other answer with its unit left out: "45 days, and 90 with Plus".

    The unit may be that of its partner: "2 months, or 3 with Plus" says 90 days, too.
    """
    if fact.low is None or fact.low != fact.high:
        return False
    if fact.low in other.numbers:
        return True
    if fact.kind is not FactKind.DURATION or partner.low is None or partner.low != partner.high:
        return False
    lent = (replace(partner, low=n, high=n) for n in sorted(other.numbers) if n > 0)
    return any(relation(fact, one) is Relation.EQUAL for one in lent)


def misaligned(pair: Aligned, a: AnswerView, b: AnswerView) -> bool:
    """Whether one side's value is also said by the other answer, of something else: then nothing disagrees.

    Where the day, the row or the same words say that both speak of one thing, they do, unless the words are as like
    where the value is repeated. Where both sides' values are, they may be swapped ("delivery 5, returns free" against
    the reverse).
    """
    left, right = pair.left.fact, pair.right.fact
    if not pair.same_day and (_loosely(left, b, right) or _loosely(right, a, left)):
        return True
    if pair.same_day or same_row(pair.left.row, pair.right.row) > 0:
        return False
    if pair.near + pair.whole >= 2 * _SAME_WORDS:
        return _nearer(pair, left=True) != _nearer(pair, left=False)
    return _elsewhere(pair.left, b, pair.right) != _elsewhere(pair.right, a, pair.left)


def supports(pair: Aligned, a: AnswerView, b: AnswerView, rest: Sequence[AnswerView]) -> tuple[int, int]:
    """How many of the question's other answers say the left value, and the right one."""

    def count(fact: Fact) -> int:
        return sum(
            any(f.fact.kind is fact.kind and relation(f.fact, fact) is Relation.EQUAL for f in view.facts)
            for view in rest
            if view is not a and view is not b
        )

    return count(pair.left.fact), count(pair.right.fact)


def features(
    pair: Aligned,
    others: Sequence[Aligned],
    a: AnswerView,
    b: AnswerView,
    odds: float,
    support: tuple[int, int],
    alone: float,
) -> list[float]:
    """The numbers, in the order of FEATURES, that speak for or against a disagreement.

    Args:
        pair: the differing facts.
        others: all aligned facts of the same two answers.
        a, b: the answers.
        odds: log-odds that the answers reply to one question.
        support: of ``supports``.
        alone: of ``others.unmet``.
    """
    left, right = pair.left.fact, pair.right.fact
    in_a = [f.fact for f in a.facts if f.fact.kind is left.kind]
    in_b = [f.fact for f in b.facts if f.fact.kind is left.kind]
    agree = sum(o.relation is Relation.EQUAL for o in others)
    differ = sum(o.relation is Relation.DIFFERENT for o in others) - 1
    role = pair.left.likeness_of_role(pair.right)
    named = pair.same_day  # where the day names the row, its place and the other values say nothing
    values = [
        pair.near,
        pair.whole,
        max(-1.0, min(1.0, odds / _SURE_ODDS)),
        float(bool(pair.left.regions) != bool(pair.right.regions)),
        float(not named and len(in_a) == 1 and len(in_b) == 1),
        float(not named and (len(in_a) == 1) != (len(in_b) == 1)),
        float(not named and _elsewhere(pair.left, b, pair.right) and _elsewhere(pair.right, a, pair.left)),
        0.0 if named else log_ratio(left, right),
        float(left.per == right.per),
        float((left.unit == "") != (right.unit == "")),
        float(named or (in_a[:1] == [left] and in_b[:1] == [right])),
        min(agree, 3) / 3,
        min(differ, 3) / 3,
        float(a.language != b.language),
        float(bool(a.answer.audience) != bool(b.answer.audience)),
        float(pair.special),
        float(min(support) > 0),
        float(max(support) > 0 and min(support) == 0),
        same_row(pair.left.row, pair.right.row),
        float(named),
        float(role > 0),
        float(role < 0),
        float(Comparator.ABOUT in (left.comparator, right.comparator)),
        float(bool(pair.left.scope) != bool(pair.right.scope)),
        alone,
        float(pair.left.loose or pair.right.loose),
    ]
    return values + [float(left.kind is kind) for kind in FactKind]


def value_key(fact: Fact) -> str:
    """A canonical text of a fact's value, the same for equal values."""
    return ":".join(str(part) for part in canonical(fact))
