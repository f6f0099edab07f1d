"""The findings of one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from cx_audit.compare.abroad import priced_abroad
from cx_audit.compare.align import Aligned
from cx_audit.compare.align_all import align_all
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.evidence import Weights, features, misaligned, supports
from cx_audit.compare.methods import compare_methods
from cx_audit.compare.omissions import OmissionWeights, left_out
from cx_audit.compare.others import met_rows, unmet
from cx_audit.compare.polarity import compare_polarity
from cx_audit.compare.polarity_evidence import PolarityWeights
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.compare.positions import Clash, drawn_in, stances
from cx_audit.compare.record import Record, Weighed
from cx_audit.compare.scope import audiences, customers_of, exclusive, one_place
from cx_audit.compare.scope_pack import own_scope
from cx_audit.compare.set_apart import set_apart
from cx_audit.compare.tellable import tellable
from cx_audit.compare.telling import disagreement, finding_id, omission, scoped
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation
from cx_audit.memo import Memo, NoMemo
from cx_audit.model import Finding, FindingKind, Question
from cx_audit.roles import roles_in_use, tolerable

__all__ = ["compare_question"]

_DRAWN_IN = 0.5
"""Of the least confidence: who agrees with one side of a contradiction is told with it from here on."""

Odds = npt.NDArray[np.float64]
Pairs = dict[tuple[int, int], list[Aligned]]


def _omissions(
    question_id: str,
    views: Sequence[AnswerView],
    pairs: Pairs,
    contexts: Contexts,
    told: Sequence[Finding],
    record: Record | None,
) -> list[Finding]:
    """What some answers leave out; two that differ, by scope or not, are hardly told of it as well."""
    differs = {pair: 1.0 for finding in told for pair in _differing(finding, views)}
    weighed = record.left_out if record is not None else None
    missing = left_out(views, pairs, contexts, differs, OmissionWeights.packaged(), weighed)
    return [omission(question_id, views, found) for found in missing]


def _differing(finding: Finding, views: Sequence[AnswerView]) -> Iterator[tuple[int, int]]:
    """Rows, in order, of answers in different positions of a contradiction or a difference of scope."""
    if finding.kind in (FindingKind.CONTRADICTION, FindingKind.SCOPED):
        row = {view.answer.id: n for n, view in enumerate(views)}
        for p, q in combinations(finding.positions, 2):
            for x, y in product(p.quotes, q.quotes):
                i, j = sorted((row[x.answer_id], row[y.answer_id]))
                yield i, j


def _together(views: Sequence[AnswerView]) -> list[list[int]]:
    """Rows that one customer may all be told, by whom each answer as a whole is for; all where nothing is declared."""
    if not own_scope().stamp:
        return [list(range(len(views)))]
    return tellable([customers_of(view.answer) for view in views])


def _segments(views: Sequence[AnswerView]) -> list[list[int]]:
    """Rows that one customer may all be told: for each named audience, its own answers and those for everyone."""
    if own_scope().stamp:
        return _together(views)
    named = sorted({name for view in views for name in audiences(view.answer)})
    everyone = [row for row, view in enumerate(views) if not audiences(view.answer)]
    if not named:
        return [everyone]
    return [
        [row for row, view in enumerate(views) if row in everyone or name in audiences(view.answer)] for name in named
    ]


def _regions(row: int, fact: FactInContext, pairs: Pairs) -> frozenset[str]:
    """The regions of a value; of one said without any, those for which other answers say the same value."""
    if fact.regions:
        return fact.regions
    out: frozenset[str] = frozenset()
    for (i, j), aligned in pairs.items():
        for pair in aligned if row in (i, j) else ():
            own, other = (pair.left, pair.right) if row == i else (pair.right, pair.left)
            if pair.relation is Relation.EQUAL and own.fact.start == fact.fact.start and not own.regions:
                out |= other.regions
    return out


def _apart(i: int, j: int, pair: Aligned, pairs: Pairs) -> bool:
    if pair.apart or one_place(pair.left.scope, pair.right.scope):
        return pair.apart
    return exclusive(_regions(i, pair.left, pairs), _regions(j, pair.right, pairs))


def _tolerable(pair: Aligned) -> bool:
    """Whether the difference is within what the role of both values allows."""
    role = roles_in_use()[pair.left.role] if pair.left.role and pair.left.role == pair.right.role else None
    return role is not None and tolerable(pair.left.fact, pair.right.fact, role.tolerance)


def _read_pairs(
    views: Sequence[AnswerView],
    contexts: Contexts,
    odds: Odds,
    weights: Weights,
    min_confidence: float,
    record: Record | None,
) -> tuple[Pairs, list[Clash], list[Clash], dict[tuple[int, int], Clash]]:
    """The values set side by side, those that differ, those that do with less probability, and apart ones.

    The last, of each two answers for different customers the likest, hold whatever their probability: that they are
    for different customers is sure.
    """
    pairs = align_all(views, contexts)
    clashes: list[Clash] = []
    weaker: list[Clash] = []
    faint: dict[tuple[int, int], Clash] = {}
    met = met_rows(pairs)
    for (i, j), aligned in pairs.items():
        for pair in (*aligned, *priced_abroad(views[i], views[j], contexts)):
            differs = pair.relation is Relation.DIFFERENT
            if differs and not misaligned(pair, views[i], views[j]) and not _tolerable(pair):
                support = supports(pair, views[i], views[j], views)
                alone = unmet(i, j, pair, met, len(views))
                values = features(pair, aligned, views[i], views[j], float(odds[i, j]), support, alone)
                chance = weights.probability(values)
                if record is not None:
                    record.weighed.append(Weighed(i, j, pair, tuple(values), chance))
                if chance >= min_confidence:
                    apart = _apart(i, j, pair, pairs)
                    clashes.append(Clash(i, j, pair.left, pair.right, chance, apart, pair.witness))
                elif pair.apart and ((i, j) not in faint or chance > faint[i, j].probability):
                    faint[i, j] = Clash(i, j, pair.left, pair.right, chance, True, pair.witness)
                elif chance >= _DRAWN_IN * min_confidence and not _apart(i, j, pair, pairs):
                    weaker.append(Clash(i, j, pair.left, pair.right, chance))
    return pairs, clashes, weaker, faint


def _compare_rows(
    question: Question,
    views: Sequence[AnswerView],
    contexts: Contexts,
    odds: Odds,
    weights: Weights,
    min_confidence: float,
    readings: Sequence[Reading] = (),
    clauses: ClauseVectors | None = None,
    record: Record | None = None,
    memo: Memo | None = None,
) -> list[Finding]:
    pairs, clashes, weaker, faint = _read_pairs(views, contexts, odds, weights, min_confidence, record)
    agreements = [
        (i, pair.left, j, pair.right)
        for (i, j), aligned in pairs.items()
        for pair in aligned
        if pair.relation is Relation.EQUAL
    ]
    clashes += drawn_in([clash for clash in clashes if not clash.apart], weaker, agreements)
    if record is not None:
        record.pairs, record.clashes, record.readings, record.clauses = pairs, clashes, readings, clauses
    found: dict[str, Finding] = {}
    for rows in _segments(views):
        inside = [c for c in clashes if c.a in rows and c.b in rows and not c.apart]
        agreed = [a for a in agreements if a[0] in rows and a[2] in rows]
        for stance, support in stances(inside, agreed):
            finding = disagreement(question.id, views, stance, support)
            found[finding.id] = finding
    for clash in clashes:
        if clash.apart:
            finding = scoped(question.id, views, clash)
            found[finding.id] = finding
    told = [*found.values(), *compare_methods(question, views, finding_id, memo)]
    if readings and clauses:
        model = PolarityWeights.packaged(outcomes=clauses.outcomes is not None)
        told += compare_polarity(question, readings, clauses, model, told, finding_id, min_confidence)
    known = {rows for finding in told for rows in _differing(finding, views)}
    unlikely = [clash for rows, clash in faint.items() if rows not in known]
    told += [scoped(question.id, views, clash) for clash in unlikely]
    if record is not None:
        record.clashes = [*clashes, *unlikely]
    return told + _omissions(question.id, views, pairs, contexts, told, record)


def compare_question(
    question: Question,
    views: Sequence[AnswerView],
    contexts: Contexts,
    odds: Odds,
    weights: Weights,
    min_confidence: float,
    readings: Sequence[Reading] = (),
    clauses: ClauseVectors | None = None,
    record: Record | None = None,
    memo: Memo | None = None,
) -> list[Finding]:
    """All findings of one question.

    Args:
        question: the question.
        views: its answers.
        contexts: vectors of the words around each fact.
        odds: [n, n], log-odds that two answers reply to one question.
        weights: the evidence model.
        min_confidence: differing facts under this probability are not told as contradictions.
        readings: the answers with their clauses read; none: what isn't a number or a method is not compared.
        clauses: vectors of these clauses.
        record: is filled with what was seen on the way.
        memo: what was read of the answers before.
    """
    whole = _compare_rows(question, views, contexts, odds, weights, min_confidence, readings, clauses, record, memo)
    groups = _together(views)
    if len(groups) == 1:
        return set_apart(whole, views, memo or NoMemo())
    # what is said to customers who hear only one side: nothing of it may be put together with the other's
    found = {finding.id: finding for finding in whole if finding.kind is FindingKind.SCOPED}
    for rows in groups:
        inside = np.ix_(rows, rows)
        read = [readings[row] for row in rows] if readings else []
        views_of = [views[row] for row in rows]
        told = _compare_rows(
            question, views_of, contexts, odds[inside], weights, min_confidence, read, clauses, None, memo
        )
        found.update((finding.id, finding) for finding in told)
    return set_apart(list(found.values()), views, memo or NoMemo())
