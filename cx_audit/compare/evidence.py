"""How likely a differing pair of facts is a real disagreement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from cx_audit.compare.align import Aligned
from cx_audit.compare.logistic import Logistic, read_weights
from cx_audit.compare.rows import same_row
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, canonical, relation
from cx_audit.model import Fact, FactKind
from cx_audit.resources import packaged

__all__ = ["FEATURES", "Weights", "features", "log_ratio", "misaligned", "supports", "value_key"]

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
    *(f"kind_{kind.value}" for kind in FactKind),
)

_SURE_ODDS = 6.0
_SAME_WORDS = 0.5
_HOURS = {"time": 1.0, "month": 730.0, "business_day": 33.6}
_PART_OF_A_DAY = 6.0


class Weights(Logistic):
    """How likely a differing pair of facts is a real disagreement, by FEATURES."""

    @classmethod
    @cache
    def packaged(cls) -> Weights:
        """The weights of ``rules/compare/evidence.yml``, fitted by ``python -m benchmarks.accuracy.fit``."""
        _, bias, by_name = read_weights(packaged("rules") / "compare" / "evidence.yml", FEATURES)
        return cls(bias, by_name)


def _about(fact: Fact) -> tuple[str, float] | None:
    """The family of an amount and its upper end; durations in about so many hours, so that all compare."""
    family, *ends = canonical(fact)
    if not isinstance(ends[-1], Decimal):
        return None
    if fact.kind is not FactKind.DURATION:
        return str(family), float(ends[-1])
    hours = _HOURS.get(str(family))
    # "the same day" is zero days and lasts some hours
    return None if hours is None else ("duration", float(ends[-1]) * hours or _PART_OF_A_DAY)


def log_ratio(a: Fact, b: Fact) -> float:
    """How far apart two amounts are, in e-folds up to 3; 1 where no common unit or a zero leaves it open."""
    left, right = _about(a), _about(b)
    if left is None or right is None or left[0] != right[0]:
        return 1.0
    low, high = sorted((left[1], right[1]))
    return min(3.0, math.log(high / low)) if low > 0 else 1.0


def _same_value(one: Fact, other: Fact) -> bool:
    """Whether two facts are one value, or the two sides of one limit: "no more than 32 kg", "over 32 kg"."""
    found = relation(one, other)
    return found is Relation.EQUAL or (
        found is Relation.COMPATIBLE and one.low is not None and canonical(one) == canonical(other)
    )


def _elsewhere(fact: FactInContext, other: AnswerView, partner: FactInContext, least: int = 0) -> bool:
    """Whether the other answer says the value of something else; ``least``: how alike their roles must be."""
    return any(
        f is not partner and fact.likeness_of_role(f) >= least and _same_value(fact.fact, f.fact)
        for f in other.facts
        if f.fact.kind is fact.fact.kind
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

    Where the day or the row says that both speak of one thing, they do; where the same words say so, unless the other
    answer says the value in that very role. Elsewhere what the two values are named after may be wrong.
    Where both sides' values are, they may be swapped ("delivery 5, returns free" against the reverse).
    """
    left, right = pair.left.fact, pair.right.fact
    if pair.same_day:
        return False
    if _loosely(left, b, right) or _loosely(right, a, left):
        return True
    if same_row(pair.left.row, pair.right.row) > 0:
        return False
    least = 1 if pair.near + pair.whole >= 2 * _SAME_WORDS else -1
    return _elsewhere(pair.left, b, pair.right, least) != _elsewhere(pair.right, a, pair.left, least)


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
    pair: Aligned, others: Sequence[Aligned], a: AnswerView, b: AnswerView, odds: float, support: tuple[int, int]
) -> list[float]:
    """The numbers, in the order of FEATURES, that speak for or against a disagreement.

    Args:
        pair: the differing facts.
        others: all aligned facts of the same two answers.
        a, b: the answers.
        odds: log-odds that the answers reply to one question.
        support: of ``supports``.
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
        float(named or (in_a[0] is left and in_b[0] is right)),
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
    ]
    return values + [float(left.kind is kind) for kind in FactKind]


def value_key(fact: Fact) -> str:
    """A canonical text of a fact's value, the same for equal values."""
    return ":".join(str(part) for part in canonical(fact))
