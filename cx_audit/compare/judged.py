"""What becomes of the open pairs once a judge has spoken."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from cx_audit.compare.contexts import Contexts
from cx_audit.compare.itself import itself
from cx_audit.compare.judge import Judge, StatementPair, Verdict
from cx_audit.compare.open_pairs import OpenPair, Place, open_pairs, said, said_in
from cx_audit.compare.telling import finding_id, who_say
from cx_audit.compare.view import AnswerView
from cx_audit.model import Finding, FindingKind, Position, Question, Quote, Severity

__all__ = ["Compared", "consult"]

_DOUBT = 0.5
"""From this probability on, a contradiction is told as unverified."""
_MOST_QUOTES = 60
"""An unverified finding with more pairs of quotes than this stays as it is."""
_LONGEST = 120
_UNHEARD = frozenset({"agent", "knowledge"})
"""Channels that reach one customer at a time, or none."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A question, its answers, and what the rules found."""

    question: Question
    views: Sequence[AnswerView]
    findings: Sequence[Finding]


def _quote(view: AnswerView, index: int) -> Quote:
    sentence = view.sentences[index].segment
    original = view.clean.original(sentence.start, sentence.end)
    return Quote(view.answer.id, view.clean.text[sentence.start : sentence.end], *original)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _position(views: Sequence[AnswerView], places: Sequence[Place]) -> Position:
    """What the sentences say: the shortest stands for all."""
    texts = sorted((said(views[row], views[row].sentences[index]).text for row, index in places), key=_by_length)
    spoken = hashlib.sha256("\0".join(sorted({text.casefold() for text in texts})).encode()).hexdigest()[:12]
    quotes = sorted((_quote(views[row], index) for row, index in places), key=lambda q: (q.answer_id, q.start))
    return Position(f"said:{spoken}", _shorten(texts[0]), tuple(quotes))


def _by_length(text: str) -> tuple[int, str]:
    return len(text), text


def _opposed(edges: Mapping[tuple[Place, Place], float]) -> list[tuple[list[Place], list[Place], float]]:
    """The two sides of each finding, and the highest probability between them.

    Sentences that contradict the very same sentences stand together, so every sentence of one side contradicts every
    sentence of the other, and no pair is claimed that was not judged.
    """
    against: dict[Place, set[Place]] = defaultdict(set)
    for left, right in edges:
        against[left].add(right)
        against[right].add(left)
    sides: dict[frozenset[Place], list[Place]] = defaultdict(list)
    for place, others in sorted(against.items()):
        sides[frozenset(others)].append(place)
    found = []
    for one, other in combinations(sorted(sides.values()), 2):
        chances = [edges[key] for x, y in product(one, other) for key in ((x, y), (y, x)) if key in edges]
        if chances:
            found.append((one, other, max(chances)))
    return found


def _rows(side: Sequence[Place]) -> list[int]:
    return [row for row, _ in side]


def _finding(
    question: Question,
    views: Sequence[AnswerView],
    sides: tuple[list[Place], list[Place], float],
    kind: FindingKind,
    judge: str,
) -> Finding:
    one, other, chance = sides
    told = sorted(
        ((_position(views, side), _rows(side)) for side in (one, other)),
        key=lambda item: (-len(item[0].quotes), item[0].quotes[0].answer_id),
    )
    positions, rows = tuple(position for position, _ in told), [rows for _, rows in told]
    displays = [f"“{position.display}”" for position in positions]
    words = "; ".join(f"{who} {display}" for who, display in zip(who_say(views, rows), displays, strict=True))
    own = itself(views, rows, displays)
    reasons = ["a statement without a value counts as medium"]
    if not all({views[row].answer.channel for row, _ in side} - _UNHEARD for side in (one, other)):
        reasons.append("one side reaches one customer at a time, or none: one step less")
    elif kind is FindingKind.UNVERIFIED:
        reasons.append("the judge is not sure: one step less")
    return Finding(
        id=finding_id(kind, positions),
        kind=kind,
        severity=Severity.MEDIUM if len(reasons) == 1 else Severity.LOW,
        question_id=question.id,
        message=f"Statement: {own.whole or words}{own.more} (judged by {judge})",
        positions=positions,
        confidence=chance,
        reasons=(*reasons, *own.reasons),
    )


def _new(
    item: Compared, asked: Sequence[OpenPair], verdicts: Sequence[Verdict], name: str, sure: float
) -> list[Finding]:
    """Findings from the open pairs of one question."""
    edges: dict[FindingKind, dict[tuple[Place, Place], float]] = defaultdict(dict)
    for pair, verdict in zip(asked, verdicts, strict=True):
        if verdict.contradicts >= _DOUBT:
            kind = FindingKind.CONTRADICTION if verdict.contradicts >= sure else FindingKind.UNVERIFIED
            edges[kind][pair.left, pair.right] = verdict.contradicts
    return [
        _finding(item.question, item.views, sides, kind, name)
        for kind, found in edges.items()
        for sides in _opposed(found)
    ]


def _doubts(finding: Finding, views: Mapping[str, AnswerView]) -> list[StatementPair]:
    """What to ask of an unverified finding: each quote of a position against each of another."""
    if finding.kind is not FindingKind.UNVERIFIED:
        return []
    pairs = [
        StatementPair.of(said_in(views[x.answer_id], x.quote), said_in(views[y.answer_id], y.quote))
        for p, q in combinations(finding.positions, 2)
        for x, y in product(p.quotes, q.quotes)
    ]
    return pairs if len(pairs) <= _MOST_QUOTES else []


def _confirmed(finding: Finding, verdicts: Sequence[Verdict], name: str, sure: float) -> Finding:
    """The finding as a contradiction where the judge is sure of each pair of its quotes; else as it was."""
    if not verdicts or min(verdict.contradicts for verdict in verdicts) < sure:
        return finding
    return replace(
        finding,
        id=finding_id(FindingKind.CONTRADICTION, finding.positions),
        kind=FindingKind.CONTRADICTION,
        message=f"{finding.message} (judged by {name})",
        confidence=max(verdict.contradicts for verdict in verdicts),
    )


def consult(judge: Judge, compared: Sequence[Compared], contexts: Contexts, sure: float) -> list[Finding]:
    """All findings, with what a judge makes of the statements that the rules left open.

    A pair that contradicts with probability ``sure`` or more becomes a contradiction, from one half on an unverified
    finding; an unverified finding of the rules becomes a contradiction where the judge is sure of all its quotes.
    Nothing else moves: a judge takes no finding away.

    Args:
        judge: asked once, for all questions together.
        compared: the questions and what the rules found.
        contexts: vectors of the sentences.
        sure: 0.5 to 1.

    Raises:
        ModelError: the judge can't be loaded or used.
    """
    opened = [open_pairs(item.views, contexts, item.findings) for item in compared]
    by_id = [{view.answer.id: view for view in item.views} for item in compared]
    doubts = [[_doubts(f, views) for f in item.findings] for item, views in zip(compared, by_id, strict=True)]
    wanted = [p.pair for pairs in opened for p in pairs] + [p for lists in doubts for pairs in lists for p in pairs]
    spoken = iter(judge.judge(wanted) if wanted else [])
    out: list[Finding] = []
    for item, pairs in zip(compared, opened, strict=True):
        out += _new(item, pairs, [next(spoken) for _ in pairs], judge.name, sure)
    for item, lists in zip(compared, doubts, strict=True):
        for finding, asked in zip(item.findings, lists, strict=True):
            out.append(_confirmed(finding, [next(spoken) for _ in asked], judge.name, sure))
    return out
