"""How likely two answers that take opposite sides really contradict each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from cx_audit.compare.logistic import Logistic, read_weights
from cx_audit.compare.outcomes import OUTCOME_FEATURES
from cx_audit.compare.polarity_stance import AXES, Axis
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading, Way
from cx_audit.facts import Relation, relation
from cx_audit.resources import packaged

__all__ = ["EVIDENCE", "FEATURES", "PolarityWeights", "polarity_features"]

EVIDENCE = {False: "evidence.yml", True: "evidence_outcomes.yml"}
"""The weights without and with outcomes that a model has read."""

_ENOUGH = 3
_AXIS_FEATURES = ("opposed", "agreed", "one_sided", "one_sided_alike")

_CAN = AXES.index(Axis.CAN)
_AXIS_NAMES = tuple(tuple(f"{axis.value}_{name}" for name in _AXIS_FEATURES) for axis in AXES)

Floats = Sequence[float]
Rows = Sequence[Floats]
"""Cosines of the clauses of one answer with those of another."""

FEATURES = (
    "question_likeness",
    "best_likeness",
    "mean_likeness",
    "opposed_negation",
    "agreed_negation",
    "negation_difference",
    "verdict_opposed",
    "verdict_opposed_questions",
    "verdict_opposed_likeness",
    "verdict_same",
    "verdict_opposed_weakly",
    "only_yes",
    "only_no",
    "opening_opposed",
    "opening_same",
    "opening_one",
    "yes_conditional",
    "no_conditional",
    "yes_limited",
    "no_limited",
    "yes_clause_limited",
    "no_clause_limited",
    "permission_opposed",
    "seconded_one",
    "others",
    "equal_facts",
    "different_facts",
    "any_facts",
    "condition_one",
    "sorry_and_glad",
    "sorry_one",
    "cross_language",
    "one_audience",
    "length",
    "favour_opposed",
    "favour_agreed",
    "favour_difference",
    "favour_first_opposed",
    "favour_one_sided",
    "favour_one_sided_alike",
    "refused_and_plain",
    "asked_opposed",
    "opposed_limited",
    "yes_mixed",
    "no_mixed",
    *chain.from_iterable(_AXIS_NAMES),
    *OUTCOME_FEATURES,
)
_PLACES = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True)
class PolarityWeights(Logistic):
    """How likely two answers contradict each other without a value, by FEATURES.

    From ``tell`` on it is told as a contradiction, from ``doubt`` on as unverified.
    """

    tell: float
    doubt: float

    @classmethod
    @cache
    def packaged(cls, *, outcomes: bool = False) -> PolarityWeights:
        """The weights in ``rules/polarity``, fitted by ``python -m benchmarks.accuracy.fit_polarity``.

        With ``outcomes`` those for answers whose outcomes a model has read, else those that do without.

        Raises:
            ConfigError: the file names other features.
        """
        raw, bias, by_name = read_weights(packaged("rules") / "polarity" / EVIDENCE[outcomes], FEATURES)
        return cls(bias, by_name, float(raw["tell"]), float(raw["doubt"]))


def _verdicts(a: Reading, b: Reading, question: float, mean: float) -> dict[str, float]:
    """What the two verdicts say for a contradiction, and what conditions say against it."""
    out: dict[str, float] = {}
    left, right = a.verdict, b.verdict
    if bool(a.stand) != bool(b.stand):
        out["only_yes" if a.stand + b.stand > 0 else "only_no"] = 1.0
    if left is None or right is None:
        return out
    weak = Way.DENIAL in (left.way, right.way)
    opposed = left.favour != right.favour
    openings = (left.way is Way.OPENING) + (right.way is Way.OPENING)
    if opposed and weak:
        return out | {"verdict_opposed_weakly": 1.0}
    if weak:
        return out
    out["verdict_same" if not opposed else "verdict_opposed"] = 1.0
    if openings == 2:
        out["opening_opposed" if opposed else "opening_same"] = 1.0
    if not opposed:
        return out
    out |= {
        "verdict_opposed_questions": question,
        "verdict_opposed_likeness": mean,
        "opening_one": float(openings == 1),
    }
    for reading in (a, b):
        side = "yes" if reading.stand > 0 else "no"
        out[f"{side}_conditional"] = float(reading.gist.conditional)
        out[f"{side}_limited"] = float(reading.gist.limited)
        verdict = reading.verdict
        out[f"{side}_clause_limited"] = float(verdict is not None and verdict.claim.limited)
        out[f"{side}_mixed"] = float(any(favour != reading.stand for _, favour in reading.gist.favours))
    if a.gist.throughout[_CAN] * b.gist.throughout[_CAN] < 0:
        out["permission_opposed"] = 1.0
    return out


Sides = Sequence[tuple[int, int]]
"""Numbers of clauses, each with the side that it takes."""


@dataclass(slots=True)
class _Likest:
    """How alike the most alike clauses are that oppose each other (``plainly``: there are such), that agree, and that
    oppose each other but are both limited: "until it ships you can", "once it has shipped you can't"."""

    opposed: float = 0.0
    agreed: float = 0.0
    apart: float = 0.0
    plainly: bool = False


def _likest(a: Reading, b: Reading, left: Sides, right: Sides, likeness: Rows) -> _Likest:
    out = _Likest()
    for i, side in left:
        for j, other in right:
            near = likeness[i][j]
            if side == other:
                out.agreed = max(out.agreed, near)
            elif a.claims[i].limited and b.claims[j].limited:
                out.apart = max(out.apart, near)
            else:
                out.opposed = max(out.opposed, near)
                out.plainly = True
    return out


def _axes(a: Reading, b: Reading, likeness: Rows) -> dict[str, float]:
    """Per axis: how alike the most alike clauses are that oppose each other, and that agree."""
    out: dict[str, float] = {}
    limited = 0.0
    for names, left, right, here, there in zip(
        _AXIS_NAMES, a.gist.sides, b.gist.sides, a.gist.throughout, b.gist.throughout, strict=True
    ):
        near = _likest(a, b, left, right, likeness)
        one_sided = here * there < 0 and near.plainly
        values = (near.opposed, near.agreed, 1.0, near.opposed) if one_sided else (near.opposed, near.agreed)
        out.update(zip(names, values, strict=False))
        limited = max(limited, near.apart)
    out["opposed_limited"] = limited
    return out


def _favours(a: Reading, b: Reading, likeness: Rows) -> dict[str, float]:
    """Whether one says what the customer hopes for and the other the contrary, whatever the matter is."""
    left, right = a.gist, b.gist
    near = _likest(a, b, left.favours, right.favours, likeness)
    out = {
        "favour_opposed": near.opposed,
        "favour_agreed": near.agreed,
        "favour_difference": abs(left.favour - right.favour),
    }
    if left.favours and right.favours:
        out["favour_first_opposed"] = float(left.favours[0][1] != right.favours[0][1])
        ways = {side for _, side in left.favours}, {side for _, side in right.favours}
        if len(ways[0]) == len(ways[1]) == 1 and ways[0] != ways[1]:
            out |= {"favour_one_sided": 1.0, "favour_one_sided_alike": near.opposed}
    for one, other in ((a, b), (b, a)):
        refused = one.stand < 0 and one.verdict is not None and one.verdict.way is not Way.PERMISSION
        if refused and other.stand >= 0 and not other.gist.negative:
            out["refused_and_plain"] = 1.0
    if a.verdict and b.verdict and a.verdict.axis and a.verdict.axis is b.verdict.axis:
        out["asked_opposed"] = float(a.verdict.side != b.verdict.side)
    return out


def _negations(a: Reading, b: Reading, likeness: Rows, best: Floats, best_of_b: Floats) -> dict[str, float]:
    """How alike the clauses are, each other's nearest, of which one says no, or both."""
    opposed = agreed = 0.0
    for left, row, most in zip(a.claims, likeness, best, strict=True):
        for right, alike, most_of_b in zip(b.claims, row, best_of_b, strict=True):
            if alike == most == most_of_b:
                if left.negative != right.negative:
                    opposed = max(opposed, alike)
                elif left.negative:
                    agreed = max(agreed, alike)
    return {
        "opposed_negation": opposed,
        "agreed_negation": agreed,
        "negation_difference": abs(a.gist.negative - b.gist.negative),
    }


def _seconded(a: Reading, b: Reading, rest: Sequence[Reading]) -> float:
    """1 where the answers disagree, and others of the question give the reply of exactly one of them."""
    if not a.stand * b.stand < 0:
        return 0.0
    stands = {other.stand for other in rest}
    return float((a.stand in stands) != (b.stand in stands))


def _facts(a: Reading, b: Reading) -> dict[str, float]:
    """Whether there are values to compare: what differs in them is seldom a matter of yes and no as well."""
    if not a.view.facts or not b.view.facts:
        return {"any_facts": float(bool(a.view.facts or b.view.facts))}
    found = [relation(x.fact, y.fact) for x in a.view.facts for y in b.view.facts if x.fact.kind is y.fact.kind]
    return {
        "equal_facts": min(found.count(Relation.EQUAL), _ENOUGH) / _ENOUGH,
        "different_facts": min(found.count(Relation.DIFFERENT), _ENOUGH) / _ENOUGH,
        "any_facts": 1.0,
    }


def polarity_features(a: Reading, b: Reading, rest: Sequence[Reading], vectors: ClauseVectors) -> list[float]:
    """The numbers, in the order of FEATURES, that speak for or against a contradiction.

    Args:
        a, b: the answers; both must have clauses.
        rest: the other answers to the question.
        vectors: of their clauses.
    """
    (question, *_), *rest_of_a = vectors.likeness(a, b).tolist()
    likeness = [row[1:] for row in rest_of_a]
    best = list(map(max, likeness))
    best_of_b = list(map(max, *likeness)) if len(likeness) > 1 else likeness[0]
    mean = (sum(best) / len(best) + sum(best_of_b) / len(best_of_b)) / 2
    left, right = a.gist, b.gist
    values = {
        "question_likeness": question,
        "best_likeness": max(best),
        "mean_likeness": mean,
        "condition_one": float(left.conditional != right.conditional),
        "sorry_and_glad": float((left.sorry and right.glad) or (right.sorry and left.glad)),
        "sorry_one": float(left.sorry != right.sorry),
        "cross_language": float(a.view.language != b.view.language),
        "one_audience": float(bool(a.view.answer.audience) != bool(b.view.answer.audience)),
        "length": math.log((len(a.claims) + 1) * (len(b.claims) + 1)),
        "seconded_one": _seconded(a, b, rest),
        "others": min(len(rest), _ENOUGH) / _ENOUGH,
        **_facts(a, b),
        **_negations(a, b, likeness, best, best_of_b),
        **_axes(a, b, likeness),
        **_favours(a, b, likeness),
        **_verdicts(a, b, question, mean),
        **(vectors.outcomes.features(a, b) if vectors.outcomes else {}),
    }
    out = [0.0] * len(FEATURES)
    for name, value in values.items():
        if value:
            out[_PLACES[name]] = round(value, 4)
    return out
