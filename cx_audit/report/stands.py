"""Which positions of a finding the policy, or an authority, backs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cx_audit.model import Finding, Position

__all__ = ["BACKED", "DEPARTS", "stand_of", "stand_words", "told_lines"]

BACKED, DEPARTS = "backed", "departs"
_AUTHORITY = "authority"
_WORDS = {
    (BACKED, False): "as the policy says",
    (DEPARTS, False): "departs from the policy",
    (BACKED, True): "likely right",
    (DEPARTS, True): "likely wrong",
}


def _ids(policy: Mapping[str, Any], side: str) -> set[str]:
    answers = policy.get("answers")
    found = answers.get(side) if isinstance(answers, Mapping) else None
    return {str(id) for id in found} if isinstance(found, Iterable) and not isinstance(found, str) else set()


def stand_of(finding: Finding, position: Position) -> str:
    """``backed``, ``departs``, or "" where nobody says: an answer that is backed makes its position so."""
    said = {quote.answer_id for quote in position.quotes}
    if said & _ids(finding.policy, BACKED):
        return BACKED
    return DEPARTS if said & _ids(finding.policy, DEPARTS) else ""


def stand_words(finding: Finding, position: Position) -> str:
    """The same for people; "" where there is nothing to say."""
    stand = stand_of(finding, position)
    return _WORDS[stand, finding.policy.get("source") == _AUTHORITY] if stand else ""


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else ""


def told_lines(finding: Finding) -> list[str]:
    """What the policy or the authority says of a finding, in a few sentences; as others wrote them."""
    policy = finding.policy
    if not policy:
        return []
    begin = "Likely right" if policy.get("source") == _AUTHORITY else "The policy says"
    out = [f"{begin}: {policy.get('says', '')}", f"because {policy.get('because', '')}"]
    for name, words in ((BACKED, "backed"), (DEPARTS, "departs")):
        told = _listed(policy.get(name))
        out += [f"{words}: {told}"] if told else []
    return out
