"""Findings whose quotes speak to segments that exclude each other, told for each of these by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from cx_audit.compare.remembered import scope_once
from cx_audit.compare.scope import customers_of
from cx_audit.compare.scope_algebra import apart
from cx_audit.compare.scope_pack import own_scope
from cx_audit.compare.scope_reading import nearest
from cx_audit.compare.tellable import tellable
from cx_audit.compare.telling import finding_id, omission_message, quote, who_say
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo
from cx_audit.model import Finding, FindingKind, Position, Quote, Severity
from cx_audit.text import Segment

__all__ = ["set_apart"]

_CLAIMS = frozenset({FindingKind.CONTRADICTION, FindingKind.UNVERIFIED, FindingKind.OMISSION})


def _declared(scope: frozenset[str]) -> frozenset[str]:
    homes = own_scope().dimensions
    return frozenset(entry for entry in scope if entry.partition("=")[0].rstrip("!") in homes)


def _around(quoted: Quote, view: AnswerView) -> list[Segment]:
    """The sentences that a quote stands in, and what leads to them: "In the EU:"."""
    text, found = view.clean.text, list[Segment]()
    for number, piece in enumerate(view.pieces):
        start, end = view.clean.original(piece.start, piece.end)
        if start < quoted.end and quoted.start < end:
            before = view.pieces[number - 1] if number else None
            if before and not found and text[before.start : before.end].rstrip().endswith(":"):
                found.append(before)
            found.append(piece)
    return found


def _scope(quoted: Quote, view: AnswerView, memo: Memo) -> frozenset[str]:
    """Whom a quote is for: by its value where it marks one, else by the words around it, else by its answer."""
    marked = next((fact.scope for fact in view.facts if quoted.marks and quote(view, fact) == quoted), None)
    if marked is not None:
        return _declared(marked)
    around = _around(quoted, view)
    inside = {f.scope for f in view.facts if f.sentence in around}
    words = " ".join(view.clean.text[piece.start : piece.end] for piece in around) or quoted.quote
    said = inside.pop() if len(inside) == 1 else frozenset()
    return _declared(nearest(said, scope_once(words, view.language, memo), customers_of(view.answer)))


def _message(finding: Finding, positions: Sequence[Position], views: Sequence[AnswerView]) -> str:
    row = {view.answer.id: number for number, view in enumerate(views)}
    rows = [[row[q.answer_id] for q in position.quotes] for position in positions]
    if finding.kind is FindingKind.OMISSION:
        return omission_message(views, rows[1], rows[0], positions[0].display)
    said = "; ".join(f"{who} {position.display}" for who, position in zip(who_say(views, rows), positions, strict=True))
    return f"{finding.message.partition(': ')[0]}: {said}"


def _parts(finding: Finding, groups: Sequence[Sequence[int]], views: Sequence[AnswerView]) -> Iterator[Finding]:
    places = [(number, quoted) for number, position in enumerate(finding.positions) for quoted in position.quotes]
    for group in groups:
        kept: dict[int, list[Quote]] = {}
        for place in group:
            number, quoted = places[place]
            kept.setdefault(number, []).append(quoted)
        if len(kept) > 1:
            positions = tuple(replace(finding.positions[n], quotes=tuple(q)) for n, q in sorted(kept.items()))
            yield replace(
                finding,
                id=finding_id(finding.kind, positions),
                positions=positions,
                message=_message(finding, positions, views),
            )


def _scoped(finding: Finding) -> Finding:
    """What differs between segments only."""
    return replace(
        finding,
        id=finding_id(FindingKind.SCOPED, finding.positions),
        kind=FindingKind.SCOPED,
        severity=Severity.INFO,
        message=f"Differs by segment: {finding.message}",
        reasons=(),
    )


def _opposed(sides: Sequence[Sequence[frozenset[str]]]) -> bool:
    """Whether a quote of one position and one of another are for segments that exclude each other."""
    return any(apart(a, b) for one, other in combinations(sides, 2) for a, b in product(one, other))


def set_apart(findings: Sequence[Finding], views: Sequence[AnswerView], memo: Memo) -> list[Finding]:
    """The findings, such that none sets what one segment is told against what another is; each once.

    A contradiction of which nothing is left is told as a difference of scope, an omission not at all. Without declared
    segments nothing changes.
    """
    if not own_scope().stamp:
        return list(findings)
    by_id = {view.answer.id: view for view in views}
    out: dict[str, Finding] = {}
    for finding in findings:
        told = [finding]
        if finding.kind in _CLAIMS:
            sides = [[_scope(q, by_id[q.answer_id], memo) for q in position.quotes] for position in finding.positions]
            if _opposed(sides):
                groups = tellable([scope for side in sides for scope in side])
                told = list(_parts(finding, groups, views))
                if not told and finding.kind is not FindingKind.OMISSION:
                    told = [_scoped(finding)]
        out.update((one.id, one) for one in told)
    return list(out.values())
