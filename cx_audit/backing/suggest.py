"""A first policy from what the channels say, and the proof that it changes nothing for the worse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cx_audit.backing.agreement import agreed_lines
from cx_audit.backing.check import held_against
from cx_audit.backing.held import Asked
from cx_audit.backing.vocabulary import policy_subjects
from cx_audit.model import Finding, FindingKind
from cx_audit.policy import Disputed, Drafted, Policy, draft, load_policy

__all__ = ["suggest"]

_MOST_ROUNDS = 5
_DISPUTES = frozenset({FindingKind.CONTRADICTION, FindingKind.UNVERIFIED})


def _loaded(text: str, name: str, region: str | None) -> Policy:
    return load_policy(name, lambda _: text, policy_subjects(), date.max, region=region)


def suggest(
    asked: Sequence[Asked], findings: Sequence[Finding] = (), name: str = "policy.yml", region: str | None = None
) -> tuple[str, Policy]:
    """The text of a policy with what the channels agree on, and that policy.

    A line that any answer would depart from is told as a comment: what somebody denies is not agreed on.

    Args:
        asked: every question with its answers.
        findings: what the comparison found.
        name: what the file will be called.
        region: the home country.

    Raises:
        PolicyError: the draft doesn't validate, which is a mistake of ours.
        ConfigError: a packaged rule file is wrong.
    """
    disputed = frozenset(f.role for f in findings if f.role and f.kind in _DISPUTES)
    items = agreed_lines(asked, policy_subjects(), disputed)
    for _ in range(_MOST_ROUNDS):
        text = draft(items, name)
        policy = _loaded(text, name, region)
        denied = {
            (line.subject.key, line.segment)
            for one in asked
            for held in held_against(policy, one)
            if held.departs
            for line in held.lines
        }
        if not denied:
            break
        items = [_disputed(item) if _key(item) in denied else item for item in items]
    return text, policy


def _key(item: Drafted) -> tuple[str, str | None]:
    return item.key, item.segment


def _disputed(item: Drafted) -> Drafted:
    if isinstance(item, Disputed):
        return item
    return Disputed(item.key, item.title, item.segment, ((item.value, item.voices),))
