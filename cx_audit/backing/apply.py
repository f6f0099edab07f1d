"""Findings with what the policy and the authorities say of them, and the departures that nothing else tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from cx_audit.backing.authority import Authority
from cx_audit.backing.check import held_against
from cx_audit.backing.findings import departures
from cx_audit.backing.held import Asked, Held
from cx_audit.backing.sides import Sides, sided
from cx_audit.memo import Memo
from cx_audit.model import Finding, FindingKind
from cx_audit.policy import Policy

__all__ = ["Backed", "back"]

_SIDED = frozenset({FindingKind.CONTRADICTION, FindingKind.UNVERIFIED})


@dataclass(frozen=True, slots=True)
class Backed:
    """The findings, and for the report's settings what became of the policy's lines.

    ``spoken_of`` counts the questions whose answers the policy speaks of.
    """

    findings: list[Finding]
    settings: dict[str, Any]
    spoken_of: int = 0


def _told_elsewhere(held: Held, sides: Sequence[Sides]) -> bool:
    """Whether a contradiction already tells that this answer departs from the line."""
    return any(held.row in one.rows and not set(held.lines).isdisjoint(one.lines) for one in sides)


def _one(
    asked: Asked, findings: Sequence[Finding], policy: Policy, found: Sequence[Held], spoken: set[str]
) -> list[Finding]:
    out: list[Finding] = []
    sides: list[Sides] = []
    for finding in findings:
        told = sided(finding, asked, policy, found) if finding.kind in _SIDED else None
        out.append(told.finding if told else finding)
        sides += [told] if told else []
    spoken.update(line.source for held in found for line in held.lines)
    spoken.update(line.source for told in sides for line in told.lines)
    backed = [held for held in found if not held.departs]
    fresh = [held for held in found if held.departs and not _told_elsewhere(held, sides)]
    return [*out, *departures(asked, fresh, backed)]


def back(
    asked: Sequence[Asked],
    findings: Sequence[Finding],
    policy: Policy | None,
    authority: Authority | None,
    memo: Memo | None = None,
) -> Backed:
    """Say of each finding who is backed, and tell the departures from policy that no finding tells.

    Args:
        asked: every question with its answers.
        findings: what the comparison found.
        policy: what the company says is true.
        authority: who is likely right where it says nothing.
        memo: what was read of the answers before.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    by_question: dict[str, list[Finding]] = {}
    for finding in findings:
        by_question.setdefault(finding.question_id, []).append(finding)
    out: list[Finding] = []
    spoken: set[str] = set()
    spoken_of = 0
    for one in asked:
        told = by_question.pop(one.question.id, [])
        if policy:
            found = list(held_against(policy, one, memo))
            spoken_of += bool(found)
            told = _one(one, told, policy, found, spoken)
        if authority:
            answers = {view.answer.id: view.answer for view in one.views}
            told = [authority.judge(finding, one.question, answers) for finding in told]
        out += told
    out += [finding for rest in by_question.values() for finding in rest]
    return Backed(out, {"policy": _settings(policy, spoken)} if policy else {}, spoken_of)


def _settings(policy: Policy, spoken: set[str]) -> dict[str, Any]:
    unspoken = [line for line in policy.now if line.source not in spoken]
    return {
        "file": PurePath(policy.path).name,
        "lines": len(policy.now),
        "found": len(policy.now) - len(unspoken),
        "not_found": [f"{line.subject.key} ({line.source})" for line in unspoken],
        "past": len(policy.past),
        "later": len(policy.later),
        "free_text": policy.remarks,
    }
