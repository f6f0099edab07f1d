"""Who is likely right where the policy says nothing: a channel, the newest answer, or the one that is used most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from cx_audit.compare.display import voice
from cx_audit.model import Answer, Finding, FindingKind, Question
from cx_audit.roles import roles_in_use

__all__ = ["MOST_USED", "NEWEST", "Authority", "Choice"]

NEWEST, MOST_USED = "newest", "most_used"
_DEFAULT = "default"
_SOURCE = "authority"
_MARKED = frozenset({"yes", "true", "1", "x", "authority", "authoritative", "official", "leading", "source of truth"})
_KINDS = frozenset({FindingKind.CONTRADICTION, FindingKind.UNVERIFIED})

Sides = Sequence[Sequence[Answer]]
"""The answers of each position."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The position that is likely right, and why."""

    position: int
    because: str


def _only(found: Sequence[bool]) -> int | None:
    """The one position of which something holds."""
    places = [place for place, holds in enumerate(found) if holds]
    return places[0] if len(places) == 1 else None


def _marked(sides: Sides) -> Choice | None:
    chosen = _only([any((a.authority or "").strip().casefold() in _MARKED for a in side) for side in sides])
    return None if chosen is None else Choice(chosen, "its answer is marked as the authority")


def _channel(channel: str, what: str) -> Callable[[Sides], Choice | None]:
    def choose(sides: Sides) -> Choice | None:
        chosen = _only([any(channel in (a.channel, a.speaker) for a in side) for side in sides])
        return None if chosen is None else Choice(chosen, f"{voice(channel)} is the authority {what}")

    return choose


def _day(text: str | None) -> date | None:
    try:
        return datetime.fromisoformat((text or "").strip()).date()
    except ValueError:
        return None


def _newest(sides: Sides) -> Choice | None:
    """The position with the newest answer, where each position says how new it is."""
    days = [max((day for a in side if (day := _day(a.updated))), default=None) for side in sides]
    known = [day for day in days if day]
    if len(known) < len(days) or not known:
        return None
    chosen = _only([day == max(known) for day in days])
    return None if chosen is None else Choice(chosen, f"its answer is the newest, of {max(known).isoformat()}")


def _most_used(sides: Sides) -> Choice | None:
    """The position whose answers were used most, where each position says how often."""
    uses = [sum(a.uses for a in side if a.uses is not None) for side in sides]
    if not all(any(a.uses is not None for a in side) for side in sides) or not uses:
        return None
    chosen = _only([count == max(uses) for count in uses])
    return None if chosen is None else Choice(chosen, f"it is used most, {max(uses):,} times")


@dataclass(frozen=True, slots=True)
class Authority:
    """Who is likely right about what.

    ``rules`` leads from a role, a kind of value, a stage or ``default`` to a channel, ``newest`` or ``most_used``.
    """

    rules: Mapping[str, str] = field(default_factory=dict, hash=False)

    def _rules_for(self, finding: Finding, question: Question) -> Iterator[Callable[[Sides], Choice | None]]:
        """The first that is named decides; the next is asked only where it can't say."""
        role = roles_in_use().get(finding.role or "")
        names = [finding.role, role.policy if role else None, finding.fact_kind, question.stage, _DEFAULT]
        for name in dict.fromkeys(name for name in names if name and name in self.rules):
            said = self.rules[name]
            what = "by default" if name == _DEFAULT else f"for {name.replace('_', ' ')}"
            if said == NEWEST:
                yield _newest
            elif said == MOST_USED:
                yield _most_used
            else:
                yield _channel(said, what)

    def judge(self, finding: Finding, question: Question, answers: Mapping[str, Answer]) -> Finding:
        """The finding with who is likely right; as it was where nothing says so, or the policy has spoken.

        ``answers`` holds those that it quotes, by id.
        """
        if finding.kind not in _KINDS or finding.policy or len(finding.positions) < 2:
            return finding
        sides = [[answers[quoted.answer_id] for quoted in position.quotes] for position in finding.positions]
        if not all(sides):
            return finding
        for choose in (_marked, *self._rules_for(finding, question)):
            choice = choose(sides)
            if choice is not None:
                return _told(finding, sides, choice)
        return finding


def _told(finding: Finding, sides: Sides, choice: Choice) -> Finding:
    says = finding.positions[choice.position].display
    backed = {a.speaker for a in sides[choice.position]}
    others = {a.speaker for place, side in enumerate(sides) if place != choice.position for a in side}
    policy = {
        "says": says,
        "source": _SOURCE,
        "because": choice.because,
        "backed": sorted(backed),
        "departs": sorted(others - backed),
        "answers": {
            "backed": sorted(a.id for a in sides[choice.position]),
            "departs": sorted(a.id for n, side in enumerate(sides) if n != choice.position for a in side),
        },
    }
    return replace(finding, message=f"{finding.message}; likely right: {says}, because {choice.because}", policy=policy)
