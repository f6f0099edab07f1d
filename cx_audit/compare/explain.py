"""The trail of a finding, from what the comparison of its question saw."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from cx_audit.compare.record import Seen
from cx_audit.compare.trail import Compared, RuleUsed, Said, Trail
from cx_audit.compare.trail_claims import OMISSION_FILE, compared_quotes, compared_silence
from cx_audit.compare.trail_methods import compared_methods, is_about_methods, method_rules, other_mentions
from cx_audit.compare.trail_places import quoted_rows, told_answers
from cx_audit.compare.trail_polarity import compared_polarity, is_about_polarity, polarity_rules
from cx_audit.compare.trail_unpaired import kept_apart, unpaired_values
from cx_audit.compare.trail_values import EVIDENCE_FILE, compared_values
from cx_audit.facts import CLOSED
from cx_audit.model import Finding, FindingKind
from cx_audit.roles import packaged_roles

__all__ = ["explain"]


def _chance(log_odds: float) -> str:
    return f"{100 / (1 + math.exp(-log_odds)):.0f} %"


def _together(finding: Finding, seen: Seen) -> tuple[str, ...]:
    """Why the answers are one question."""
    question, count = seen.question, len(seen.views)
    if count == 1:
        return ("one answer, compared with no other",)
    if seen.by_intent:
        return (f"the {count} answers name one intent (--group-by intent)",)
    told = [
        f"{100 * question.confidence:.0f} % sure: the mean chance that two of its {count} answers reply to one question"
    ]
    rows = quoted_rows(finding, seen.views)
    odds = sorted(float(seen.odds[i, j]) for i, j in combinations(rows, 2))
    if len(odds) == 1:
        told.append(f"the two answers quoted: {_chance(odds[0])}")
    elif odds:
        told.append(f"two of the {len(rows)} answers quoted: from {_chance(odds[0])} to {_chance(odds[-1])}")
    return tuple(told)


def _value_rules(compared: Sequence[Compared], seen: Seen) -> Iterator[RuleUsed]:
    spoken = {view.answer.id: view.language for view in seen.views}
    sides = [side for pair in compared for side in (pair.left, pair.right)]
    for language in sorted({spoken[side.answer_id] for side in sides}):
        yield RuleUsed(
            f"languages.{language}", f"rules/languages/{language}.yml", "how values are read in this language"
        )
    for role in sorted({side.reading.role for side in sides if side.reading and side.reading.role}):
        yield RuleUsed(f"roles.{role}", packaged_roles()[role].file, "what a value is about")
    for language in sorted({spoken[side.answer_id] for side in sides if side.reading and side.reading.scope}):
        yield RuleUsed(f"scope.{language}", f"rules/scope/{language}.yml", "for whom and when a value holds")
    if any(side.reading and CLOSED in side.reading.items for side in sides):
        yield RuleUsed("compare.closed", "rules/compare/closed.yml", "the words that say that a day has no service")
    yield RuleUsed("compare.evidence", EVIDENCE_FILE, "how likely differing values are a real disagreement")


def _rules(finding: Finding, compared: Sequence[Compared], seen: Seen) -> Iterator[RuleUsed]:
    if not seen.by_intent:
        yield RuleUsed("group.same_question", "rules/group/same_question.yml", "which answers reply to one question")
    if finding.kind is FindingKind.OMISSION:
        yield RuleUsed("compare.omissions", OMISSION_FILE, "whether what has no counterpart matters")
    elif is_about_methods(finding):
        yield from method_rules(finding, seen)
    elif is_about_polarity(finding):
        yield from polarity_rules(finding, seen)
    elif any(pair.left.reading for pair in compared):
        yield from _value_rules(compared, seen)


def _severity(finding: Finding) -> tuple[str, ...]:
    if finding.reasons:
        return finding.reasons
    if finding.kind is FindingKind.OMISSION:
        return ("what is left out counts as low: it may be meant",)
    if finding.kind is FindingKind.SCOPED:
        return ("a difference of scope is usually right as it is: info",)
    return ()


def _without(told: Sequence[Said], pairs: Sequence[Compared]) -> list[Said]:
    seen = {side for pair in pairs for side in (pair.left, pair.right)}
    return [said for said in told if said not in seen]


def explain(finding: Finding, seen: Seen) -> Trail:
    """All that led to a finding.

    Args:
        finding: one of ``seen.findings``.
        seen: what the comparison of its question saw.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    told, considered = compared_values(finding, seen)
    apart = list(kept_apart(finding, seen))
    unpaired = _without(unpaired_values(finding, seen), apart)
    if finding.kind is FindingKind.OMISSION:
        told = compared_silence(finding, seen)
    elif is_about_methods(finding):
        told = compared_methods(finding, seen)
        unpaired = other_mentions(finding, seen, told) + unpaired
    elif is_about_polarity(finding):
        told = compared_polarity(finding, seen)
    return Trail(
        finding=finding,
        question=seen.question,
        together=_together(finding, seen),
        answers=told_answers(finding, seen.views),
        compared=tuple(told or compared_quotes(finding)),
        considered=(*considered, *apart),
        unpaired=tuple(unpaired),
        rules=tuple(_rules(finding, told, seen)),
        severity=_severity(finding),
    )
