"""Findings about what isn't a number: one answer says yes, allowed, free or required, and another says it isn't.

Words alone don't decide: ``polarity_evidence`` weighs them. What is likely enough is a contradiction; what is
only likelier than not is told as unverified, for a reader to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from cx_audit.compare.itself import itself
from cx_audit.compare.methods import FindingId
from cx_audit.compare.polarity_blocks import Block, Clash, blocks
from cx_audit.compare.polarity_evidence import PolarityWeights, polarity_features
from cx_audit.compare.polarity_group import in_context
from cx_audit.compare.polarity_joint import Pair, joint_chances
from cx_audit.compare.polarity_sides import TITLES, Side, of_own_case, opposable, opposition, unlike
from cx_audit.compare.polarity_vectors import ClauseVectors, comparable
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.compare.telling import who_say
from cx_audit.model import Finding, FindingKind, Position, Question, Quote, Severity

__all__ = ["clash_of", "compare_polarity", "pair_chances", "weighing"]

_BEHIND_THE_SCENES = frozenset({"agent", "knowledge"})


def weighing(a: Reading, b: Reading, vectors: ClauseVectors, weights: PolarityWeights) -> PolarityWeights:
    """``weights``, but for two that no model has read among others that it has: those that do without."""
    unread = vectors.outcomes is not None and not vectors.outcomes.knows(a, b)
    return PolarityWeights.packaged() if unread else weights


def pair_chances(readings: Sequence[Reading], vectors: ClauseVectors, weights: PolarityWeights) -> dict[Pair, float]:
    """How likely each two answers that can be compared contradict each other, looked at by themselves."""
    out: dict[Pair, float] = {}
    for i, j in combinations(range(len(readings)), 2):
        a, b = readings[i], readings[j]
        if comparable(a, b):
            rest = [reading for reading in readings if reading is not a and reading is not b]
            out[i, j] = weighing(a, b, vectors, weights).probability(polarity_features(a, b, rest, vectors))
    return out


def clash_of(
    a: Reading, b: Reading, vectors: ClauseVectors, chance: float, weights: PolarityWeights
) -> tuple[Side, Side] | None:
    """What each of two answers says that contradict each other: by opposed words or, where that is likely enough to
    be a contradiction, in the most alike clauses. None where there is nothing to show."""
    sides = opposition(a, b, vectors) if opposable(a, b) else None
    return sides or (unlike(a, b, vectors) if chance >= weights.tell else None)


def _clashes(readings: Sequence[Reading], vectors: ClauseVectors, weights: PolarityWeights) -> list[Clash]:
    out: list[Clash] = []
    for (i, j), chance in joint_chances(pair_chances(readings, vectors, weights)).items():
        a, b = readings[i], readings[j]
        sides = clash_of(a, b, vectors, chance, weights) if chance >= weights.doubt else None
        if sides:
            left, right = sides
            sure = chance >= weights.tell and not of_own_case(a, b)
            out.append(
                Clash(i, j, left, right, chance, sure) if left.favourable else Clash(j, i, right, left, chance, sure)
            )
    return out


def _quote(reading: Reading, side: Side) -> Quote:
    view, segment = reading.view, side.claim.segment
    marks = sorted({(a, b) for a, b in side.marks if segment.start <= a and b <= segment.end})
    return Quote(
        view.answer.id,
        view.clean.text[segment.start : segment.end],
        *view.clean.original(segment.start, segment.end),
        marks=tuple((a - segment.start, b - segment.start) for a, b in marks),
    )


def _known(finding: Finding, yes: Quote, no: Quote) -> bool:
    """Whether a finding already tells that these two sentences disagree; for a contradiction in ways, lists or who
    pays, that the two answers do: it is what they say yes and no to."""
    of_sentences = finding.by_value or finding.kind is not FindingKind.CONTRADICTION

    def among(position: Position, quote: Quote) -> bool:
        return any(
            q.answer_id == quote.answer_id and (not of_sentences or (q.start < quote.end and quote.start < q.end))
            for q in position.quotes
        )

    return any(
        (among(p, yes) and among(q, no)) or (among(p, no) and among(q, yes))
        for p, q in combinations(finding.positions, 2)
    )


def _finding(
    question: Question, readings: Sequence[Reading], block: Block, kind: FindingKind, new_id: FindingId
) -> Finding:
    yes, no, matter = block.yes, block.no, block.matter
    positions = tuple(
        Position(
            f"{matter}:{word}",
            display,
            tuple(
                sorted(
                    (_quote(readings[row], side) for row, said in sides.items() for side in said),
                    key=lambda quote: (quote.answer_id, quote.start),
                )
            ),
        )
        for word, sides, display in zip(("yes", "no"), (yes, no), block.displays, strict=True)
    )
    views = [reading.view for reading in readings]
    rows, displays = [sorted(yes), sorted(no)], [position.display for position in positions]
    own = itself(views, rows, displays)
    said = "; ".join(f"{who} {display}" for who, display in zip(who_say(views, rows), displays, strict=True))
    public = all({readings[row].view.answer.channel for row in side} - _BEHIND_THE_SCENES for side in (yes, no))
    sure = "likely enough to be a contradiction" if kind is FindingKind.CONTRADICTION else "a reader must look"
    read = "customers read both sides without a rep" if public else "only reps or cards say one side"
    level = Severity.HIGH if public and kind is FindingKind.CONTRADICTION else Severity.MEDIUM
    return Finding(
        id=new_id(kind, positions),
        kind=kind,
        severity=level,
        reasons=(f"{sure}, and {read}: {level.value}", *own.reasons),
        question_id=question.id,
        message=f"{TITLES[matter]}: {own.whole or said}{own.more}",
        positions=positions,
        fact_kind="polarity",
        confidence=block.probability,
    )


def compare_polarity(
    question: Question,
    readings: Sequence[Reading],
    vectors: ClauseVectors,
    weights: PolarityWeights,
    told: Sequence[Finding],
    new_id: FindingId,
    min_confidence: float = 0.0,
) -> list[Finding]:
    """Contradictions, and likely ones, between what the answers to one question allow, require, include or promise.

    Args:
        question: the question.
        readings: its answers, read by ``read_answer``, in any order.
        vectors: of their clauses.
        weights: the polarity model.
        told: findings about the question so far; what they tell of the same sentences isn't told again.
        new_id: makes a finding's id from its kind and positions.
        min_confidence: what is less likely than this is not told at all.
    """
    ordered = sorted(in_context(readings), key=lambda reading: reading.view.answer.id)
    fresh = [
        clash
        for clash in _clashes(ordered, vectors, weights)
        if clash.probability >= min_confidence
        and not any(
            _known(finding, _quote(ordered[clash.up], clash.granted), _quote(ordered[clash.down], clash.refused))
            for finding in told
        )
    ]
    out: list[Finding] = []
    for kind in (FindingKind.CONTRADICTION, FindingKind.UNVERIFIED):
        sure = kind is FindingKind.CONTRADICTION
        chosen = [clash for clash in fresh if clash.sure is sure]
        out += [_finding(question, ordered, block, kind, new_id) for block in blocks(chosen)]
    return sorted(out, key=lambda finding: (finding.kind.value, -finding.confidence, finding.id))
