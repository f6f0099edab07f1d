"""Which positions of a finding the policy backs, and which depart from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cx_audit.backing.findings import told_policy
from cx_audit.backing.held import Asked, Held
from cx_audit.backing.topic import Topic
from cx_audit.backing.values import against_lines
from cx_audit.backing.words import named_in, says
from cx_audit.compare.telling import quote
from cx_audit.compare.view import FactInContext
from cx_audit.model import Finding, Position, Quote
from cx_audit.policy import Line, Policy

__all__ = ["Sides", "sided"]


@dataclass(frozen=True, slots=True)
class Sides:
    """A finding with what the policy says of it; ``rows`` are its answers that were held against the policy."""

    finding: Finding
    lines: tuple[Line, ...]
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Stand:
    """A position against the policy: rows that agree and rows that don't, with the lines.

    ``sure`` are those of ``departing`` that depart whatever others say; the rest only where another position is backed.
    """

    backed: tuple[int, ...]
    departing: tuple[int, ...]
    sure: tuple[int, ...]
    lines: tuple[Line, ...]


def _row(asked: Asked, quoted: Quote) -> int:
    return next(row for row, view in enumerate(asked.views) if view.answer.id == quoted.answer_id)


def _quoted_fact(asked: Asked, row: int, quoted: Quote) -> FactInContext | None:
    view = asked.views[row]
    return next((fact for fact in view.facts if quote(view, fact) == quoted), None)


def _by_role(asked: Asked, position: Position, lines: Sequence[Line], role: str) -> _Stand:
    """What is known to be of one role by all that is quoted: each value against the lines."""
    backed: list[int] = []
    departing: list[int] = []
    used: dict[str, Line] = {}
    sure: list[int] = []
    for quoted in position.quotes:
        row = _row(asked, quoted)
        fact = _quoted_fact(asked, row, quoted)
        if fact is None:
            continue
        found = against_lines(fact, lines, asked.views[row], role)
        if found is None:
            continue
        (backed if found.agrees else departing).append(row)
        used.update({line.source: line for line in found.lines})
        sure += [row] if found.sure and not found.agrees else []
    return _Stand(tuple(backed), tuple(departing), tuple(sure), tuple(used.values()))


def _touches(held: Held, quoted: Quote) -> bool:
    return held.quote.answer_id == quoted.answer_id and held.quote.start < quoted.end and quoted.start < held.quote.end


def _by_held(asked: Asked, position: Position, found: Sequence[Held]) -> _Stand:
    """What each quoted answer says there of a list or a yes or no."""
    quoted_ids = {quoted.answer_id for quoted in position.quotes}
    told = [
        held
        for held in found
        if held.quote.answer_id in quoted_ids
        and (not held.departs or any(_touches(held, quoted) for quoted in position.quotes))
    ]
    lines = {line.source: line for held in told for line in held.lines}
    backed = tuple(held.row for held in told if not held.departs)
    departing = tuple(held.row for held in told if held.departs)
    return _Stand(backed, departing, departing, tuple(lines.values()))


def _stands(finding: Finding, asked: Asked, policy: Policy, found: Sequence[Held]) -> list[_Stand]:
    about = [line for line in policy.now if finding.role in line.subject.roles and line.facts]
    if about and finding.role:
        if about[0].subject.timetable:
            own = [held for held in found if finding.role in held.line.subject.roles]
            return [_by_held(asked, position, own) for position in finding.positions]
        return [_by_role(asked, position, about, finding.role) for position in finding.positions]
    if finding.fact_kind in ("polarity", "method"):
        other = [held for held in found if not held.line.facts]
        if finding.role:
            other = [held for held in other if finding.role in held.line.subject.roles]
        return [_by_held(asked, position, other) for position in finding.positions]
    return []


def _asked_for(finding: Finding, asked: Asked, lines: Iterable[Line]) -> bool:
    """Whether the question asks for what the lines state: needed where nobody agrees with them."""
    kinds = {fact.kind for line in lines for fact in line.facts}
    topic = Topic(asked)
    return not kinds or any(topic.role(kind) == finding.role for kind in kinds)


def sided(finding: Finding, asked: Asked, policy: Policy, found: Sequence[Held]) -> Sides | None:
    """The finding with what the policy says of its positions; None where it says nothing of any.

    A position that holds one backed answer is not called a departure: an answer that matches is never the wrong one.

    Args:
        finding: a difference between answers.
        asked: its question.
        policy: what the company says.
        found: what the answers say of it.
    """
    stands = _stands(finding, asked, policy, found)
    backed = sorted({row for stand in stands for row in stand.backed})
    against = [stand for stand in stands if not stand.backed and (backed or stand.sure)]
    departing = sorted({row for s in against for row in (s.departing if backed else s.sure)} - set(backed))
    deciding = [stand for stand in stands if stand.backed] or against
    lines = {line.source: line for stand in deciding for line in stand.lines}
    if not lines or not departing or not (backed or _asked_for(finding, asked, lines.values())):
        return None
    chosen = tuple(line for _, line in sorted(lines.items()))
    named = named_in(held for held in found if held.row in departing and held.line in chosen)
    told = says(chosen, named)
    message = f"{finding.message}; the policy says {told}" + ("" if backed else ", and none of them does")
    whole = replace(finding, message=message, policy=told_policy(chosen, asked, backed, departing, named))
    held = {line for stand in stands for line in stand.lines}
    return Sides(whole, tuple(held), frozenset((*backed, *departing)))
