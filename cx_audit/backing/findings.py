"""Departures that no contradiction tells: all channels agree and the policy says otherwise, or only one speaks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence

from cx_audit.backing.held import Asked, Held
from cx_audit.backing.words import because_of, named_in, says, sources
from cx_audit.compare.severity import severity
from cx_audit.compare.telling import finding_id, who_says
from cx_audit.model import Finding, FindingKind, Position, Quote, Severity
from cx_audit.policy import Line
from cx_audit.policy.subjects import Kind
from cx_audit.roles import roles_in_use

__all__ = ["departures", "told_policy"]


def told_policy(
    lines: Sequence[Line],
    asked: Asked,
    backed: Sequence[int],
    departing: Sequence[int],
    named: Collection[str] = (),
) -> dict[str, object]:
    """``Finding.policy``: what the policy says, where, why it counts, and who is backed or departs.

    ``named`` are the methods in question where the lines are lists.
    """

    def speakers(rows: Sequence[int]) -> list[str]:
        return sorted({asked.views[row].answer.speaker for row in rows})

    def ids(rows: Sequence[int]) -> list[str]:
        return sorted(asked.views[row].answer.id for row in rows)

    out: dict[str, object] = {
        "says": says(lines, named),
        "source": sources(lines),
        "because": because_of(lines),
        "backed": speakers(backed),
        "departs": speakers(departing),
        "answers": {"backed": ids(backed), "departs": ids(departing)},
    }
    owner = next((line.owner for line in lines if line.owner), None)
    return {**out, "owner": owner} if owner else out


def _by_lines(found: Sequence[Held]) -> Iterator[tuple[tuple[Line, ...], list[Held]]]:
    out: dict[tuple[str, ...], list[Held]] = {}
    for held in found:
        out.setdefault((held.line.subject.key, *sorted(line.source for line in held.lines)), []).append(held)
    for _, group in sorted(out.items()):
        lines = {line.source: line for line in group[0].lines}
        yield tuple(line for _, line in sorted(lines.items())), group


def _positions(lines: Sequence[Line], departing: Sequence[Held], backed: Sequence[Held]) -> tuple[Position, ...]:
    """What is said otherwise, most held first; the policy, with who agrees with it, is last."""
    by_value: dict[str, list[Held]] = {}
    for held in departing:
        by_value.setdefault(held.value, []).append(held)
    ranked = sorted(by_value.items(), key=lambda item: (-len(item[1]), item[0]))
    out = [Position(value, group[0].display, _quotes(group)) for value, group in ranked]
    key = hashlib.sha256(repr([(line.segment, line.written) for line in lines]).encode()).hexdigest()[:12]
    return (*out, Position(f"policy:{key}", f"{says(lines, named_in(departing))} (policy)", _quotes(backed)))


def _quotes(group: Sequence[Held]) -> tuple[Quote, ...]:
    return tuple(sorted((held.quote for held in group), key=lambda quote: quote.answer_id))


def _severity(lines: Sequence[Line], departing: Sequence[Held], asked: Asked) -> tuple[Severity, tuple[str, ...]]:
    subject = lines[0].subject
    if subject.kind is not Kind.VALUE:
        return Severity.HIGH, ("it says otherwise than the policy in so many words: high",)
    role = roles_in_use()[sorted(subject.roles)[0]]
    channels = [frozenset(asked.views[held.row].answer.channel for held in departing)]
    facts = [fact for line in lines for fact in line.facts][:1]
    return severity(facts, role, channels, max(held.confidence for held in departing))


def departures(asked: Asked, departing: Sequence[Held], backed: Sequence[Held]) -> Iterator[Finding]:
    """A finding for each set of lines that answers depart from.

    Args:
        asked: the question and its answers.
        departing: what no other finding tells.
        backed: the answers to the question that the policy backs, on any subject.
    """
    for lines, group in _by_lines(departing):
        agreeing = [held for held in backed if held.line in lines]
        subject = lines[0].subject
        positions = _positions(lines, group, agreeing)
        rows = sorted({held.row for held in group})
        others = sorted({held.row for held in agreeing})
        displays = ", ".join(position.display for position in positions[:-1])
        level, reasons = _severity(lines, group, asked)
        kinds = sorted({fact.kind.value for line in lines for fact in line.facts})
        yield Finding(
            id=finding_id(FindingKind.POLICY, positions),
            kind=FindingKind.POLICY,
            severity=level,
            question_id=asked.question.id,
            message=f"{subject.title}: {who_says(asked.views, rows, others)} {displays}; "
            f"the policy says {says(lines, named_in(group))} ({sources(lines)})",
            positions=positions,
            role=sorted(subject.roles)[0] if subject.roles else subject.key,
            fact_kind=kinds[0] if len(kinds) == 1 else ("polarity" if subject.kind is Kind.YES_NO else None),
            confidence=max(held.confidence for held in group),
            reasons=reasons,
            policy=told_policy(lines, asked, others, rows, named_in(group)),
        )
