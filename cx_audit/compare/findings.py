"""The findings of one question."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from cx_audit.compare.align import Aligned, align
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.display import KIND_NAMES, display, speakers
from cx_audit.compare.evidence import Weights, features, probability, supports, value_key
from cx_audit.compare.positions import Clash, Stance, stances
from cx_audit.compare.scope import audience_name, audiences, same_customer
from cx_audit.compare.severity import severity
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation
from cx_audit.model import FactKind, Finding, FindingKind, Position, Question, Quote, Severity

__all__ = ["compare_question", "finding_id"]

Odds = npt.NDArray[np.float64]
Pairs = dict[tuple[int, int], list[Aligned]]


def finding_id(kind: FindingKind, positions: Sequence[Position]) -> str:
    """An id from what is said by whom: the same disagreement has the same id in every run."""
    said = sorted((p.value, tuple(sorted(q.answer_id for q in p.quotes))) for p in positions)
    return "f-" + hashlib.sha256(repr((kind.value, said)).encode()).hexdigest()[:12]


def quote(view: AnswerView, fact: FactInContext) -> Quote:
    """The sentence that holds a fact, with the fact marked."""
    text = view.clean.text
    start, end = fact.sentence.start, max(fact.sentence.end, fact.fact.end)
    original = view.clean.original(start, end)
    mark = (fact.fact.start - start, fact.fact.end - start)
    return Quote(view.answer.id, text[start:end], *original, marks=(mark,))


def _position(views: Sequence[AnswerView], stance: Stance) -> Position:
    said = sorted(((views[row], fact) for row, fact in stance.members), key=lambda item: item[0].answer.id)
    shortest = min((fact.fact for _, fact in said), key=lambda f: (len(display(f)), display(f)))
    values = sorted({value_key(fact.fact) for _, fact in said})
    return Position(values[0], display(shortest), tuple(quote(view, fact) for view, fact in said))


def _who(views: Sequence[AnswerView], stance: Stance) -> str:
    return speakers(sorted(views[row].answer.speaker for row, _ in stance.members))


def _disagreement(question_id: str, views: Sequence[AnswerView], found: list[Stance], support: list[Clash]) -> Finding:
    ordered = sorted(found, key=lambda s: (-len(s.members), min(views[row].answer.id for row, _ in s.members)))
    positions = tuple(_position(views, stance) for stance in ordered)
    kind = ordered[0].members[0][1].fact.kind
    confidence = max(clash.probability for clash in support)
    said = "; ".join(
        f"{_who(views, s)} {'say' if len(s.members) > 1 else 'says'} {p.display}"
        for s, p in zip(ordered, positions, strict=True)
    )
    channels = [frozenset(views[row].answer.channel for row, _ in s.members) for s in ordered]
    return Finding(
        id=finding_id(FindingKind.CONTRADICTION, positions),
        kind=FindingKind.CONTRADICTION,
        severity=severity(kind, channels, confidence),
        question_id=question_id,
        message=f"{KIND_NAMES[kind].capitalize()}: {said}",
        positions=positions,
        fact_kind=kind.value,
        confidence=confidence,
    )


def _scoped(question_id: str, views: Sequence[AnswerView], clash: Clash) -> Finding:
    sides = (Stance(((clash.a, clash.left),)), Stance(((clash.b, clash.right),)))
    positions = tuple(_position(views, side) for side in sides)
    told = " / ".join(
        f"{display(f.fact)} for {audience_name(views[row], f)}" for side in sides for row, f in side.members
    )
    kind = clash.left.fact.kind
    return Finding(
        id=finding_id(FindingKind.SCOPED, positions),
        kind=FindingKind.SCOPED,
        severity=Severity.INFO,
        question_id=question_id,
        message=f"{KIND_NAMES[kind].capitalize()} differs by audience: {told}",
        positions=positions,
        fact_kind=kind.value,
        confidence=clash.probability,
    )


def _omissions(question_id: str, views: Sequence[AnswerView], pairs: Pairs) -> list[Finding]:
    """A fact that two answers share and a third of the same audience leaves out."""
    out: list[Finding] = []
    shared: dict[tuple[FactKind, str], dict[int, FactInContext]] = {}
    for (i, j), aligned in pairs.items():
        for pair in aligned:
            if pair.relation is Relation.EQUAL:
                members = shared.setdefault((pair.left.fact.kind, value_key(pair.left.fact)), {})
                members[i], members[j] = pair.left, pair.right
    for (kind, _), members in sorted(shared.items(), key=lambda item: (item[0][0].value, item[0][1])):
        missing = [
            row
            for row, view in enumerate(views)
            if row not in members
            and not any(f.fact.kind is kind for f in view.facts)
            and all(same_customer(view.answer, views[m].answer) for m in members)
        ]
        if missing:
            out.append(_omission(question_id, views, Stance(tuple(sorted(members.items()))), missing))
    return out


def _omission(question_id: str, views: Sequence[AnswerView], stance: Stance, missing: Sequence[int]) -> Finding:
    stated = _position(views, stance)
    silent = []
    for row in missing:
        view = views[row]
        span = view.clean.original(view.body.start, view.body.end)
        silent.append(Quote(view.answer.id, view.clean.text[view.body.start : view.body.end], *span))
    positions = (stated, Position("", "not mentioned", tuple(sorted(silent, key=lambda q: q.answer_id))))
    kind = stance.members[0][1].fact.kind
    who = speakers(sorted(views[row].answer.speaker for row in missing))
    return Finding(
        id=finding_id(FindingKind.OMISSION, positions),
        kind=FindingKind.OMISSION,
        severity=Severity.LOW,
        question_id=question_id,
        message=f"{KIND_NAMES[kind].capitalize()} {stated.display}: said by {_who(views, stance)}, left out by {who}",
        positions=positions,
        fact_kind=kind.value,
        confidence=0.5,
    )


def _segments(views: Sequence[AnswerView]) -> list[list[int]]:
    """Rows that one customer may all be told: for each named audience, its own answers and those for everyone."""
    named = sorted({name for view in views for name in audiences(view.answer)})
    everyone = [row for row, view in enumerate(views) if not audiences(view.answer)]
    if not named:
        return [everyone]
    return [
        [row for row, view in enumerate(views) if row in everyone or name in audiences(view.answer)] for name in named
    ]


def _read_pairs(
    views: Sequence[AnswerView], contexts: Contexts, odds: Odds, weights: Weights, min_confidence: float
) -> tuple[Pairs, list[Clash]]:
    pairs: Pairs = {}
    clashes: list[Clash] = []
    for i, j in combinations(range(len(views)), 2):
        aligned = pairs[i, j] = align(views[i], views[j], contexts)
        for pair in aligned:
            if pair.relation is Relation.DIFFERENT:
                support = supports(pair, views[i], views[j], views)
                values = features(pair, aligned, views[i], views[j], float(odds[i, j]), support)
                clash = Clash(i, j, pair.left, pair.right, probability(values, weights), pair.apart)
                if clash.probability >= min_confidence:
                    clashes.append(clash)
    return pairs, clashes


def compare_question(
    question: Question,
    views: Sequence[AnswerView],
    contexts: Contexts,
    odds: Odds,
    weights: Weights,
    min_confidence: float,
) -> list[Finding]:
    """All findings of one question.

    Args:
        question: the question.
        views: its answers.
        contexts: vectors of the words around each fact.
        odds: [n, n], log-odds that two answers reply to one question.
        weights: the evidence model.
        min_confidence: differing facts under this probability are not told as contradictions.
    """
    pairs, clashes = _read_pairs(views, contexts, odds, weights, min_confidence)
    agreements = [
        (i, pair.left, j, pair.right)
        for (i, j), aligned in pairs.items()
        for pair in aligned
        if pair.relation is Relation.EQUAL
    ]
    found: dict[str, Finding] = {}
    for rows in _segments(views):
        inside = [c for c in clashes if c.a in rows and c.b in rows and not c.apart]
        agreed = [a for a in agreements if a[0] in rows and a[2] in rows]
        for told in stances(inside, agreed):
            finding = _disagreement(question.id, views, *told)
            found[finding.id] = finding
    for clash in clashes:
        if clash.apart:
            finding = _scoped(question.id, views, clash)
            found[finding.id] = finding
    return [*found.values(), *_omissions(question.id, views, pairs)]
