"""What a text asks for or states as a whole: stricter than naming a value by the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from cx_audit.model import FactKind
from cx_audit.roles.cues import Cue, parse_cue
from cx_audit.roles.rulebook import RoleCue, rulebook

__all__ = ["Asked", "parse_asked", "role_asked"]

_WHOLE = 2
"""Groups of a cue that name a role by themselves: "return" alone speaks of much."""
_DOINGS = frozenset(
    f"@{name}"
    for name in (
        "cancel",
        "change",
        "deliver",
        "exchange",
        "missing",
        "pause",
        "refund",
        "repair",
        "reschedule",
        "return",
    )
)
"""What customers do or have done. A text that speaks of two such things may ask about either."""
_ASKS = {
    FactKind.MONEY: frozenset({"@cost", "@free"}),
    FactKind.PERCENT: frozenset({"@cost", "@discount"}),
    FactKind.DURATION: frozenset({"@deadline", "@take", "@valid", "@lasts", "@before", "@notice", "@cancel"}),
    FactKind.DATE: frozenset({"@deadline", "@valid", "@lasts", "@before"}),
    FactKind.HOURS: frozenset({"@open"}),
    FactKind.WEEKDAYS: frozenset({"@open"}),
}
"""The word lists of questions for values of a kind."""
_DELIVER, _SINCE = "@deliver", "@after_delivery"
"""Delivery is no matter of its own where something is counted from it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A cue of names of word lists; it holds in every language that has these lists."""

    cue: Cue

    def fits(self, question: str, language: str) -> bool:
        """Whether ``question`` holds a word of each group, and none that the cue excludes.

        Raises:
            ConfigError: a packaged rule file is wrong.
        """
        rules = rulebook(language)
        if rules is None or not question:
            return False
        found = rules.lexicon.read(question).symbols
        return all(not found.isdisjoint(group) for group in self.cue.groups) and found.isdisjoint(self.cue.never)


def parse_asked(text: str) -> Asked:
    """Read a cue such as ``cancel + order ! plan``.

    Raises:
        ValueError: it isn't one.
    """
    return Asked(parse_cue(text, names=True))


def _groups(cue: RoleCue, found: frozenset[str], kind: FactKind, *, stated: bool) -> int:
    """How many groups of words in a text speak for a cue; none where it doesn't fit, or says too little by itself.

    A topic alone ("return") speaks of much; with a word that asks for values of the kind ("how much") it is a question,
    if no other cue says more; so it is where a value of the kind is ``stated``.
    """
    groups = cue.cue.groups
    if not found.isdisjoint(cue.cue.never) or any(found.isdisjoint(group) for group in groups):
        return 0
    if len(groups) >= _WHOLE or groups[0] == frozenset({f"@{cue.owner}"}):
        return len(groups)
    return 1 if stated or not found.isdisjoint(_ASKS.get(kind, frozenset()) - groups[0]) else 0


def _other_doing(cue: RoleCue, doings: frozenset[str]) -> bool:
    """Whether a text speaks of something that customers do and the role has nothing to do with."""
    return any(doing not in cue.cue.symbols and doing[1:] not in cue.owner for doing in doings)


def role_asked(text: str, language: str, kind: FactKind, *, stated: bool = False) -> str | None:
    """The one role, of those for values of ``kind``, that a text as a whole speaks of.

    All groups of one of its cues stand in the text and nothing that the cue excludes; no other role fits as well. None
    where no role does, or several do. ``stated``: the text holds such a value, so it need not ask for one.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    rules = rulebook(language)
    if rules is None or not text:
        return None
    found = rules.lexicon.read(text).symbols
    doings = found & _DOINGS - ({_DELIVER} if _SINCE in found else frozenset())
    best: dict[str, int] = {}
    for cue in rules.candidates(found, kind):
        count = 0 if _other_doing(cue, doings) else _groups(cue, found, kind, stated=stated)
        best[cue.owner] = max(best.get(cue.owner, 0), count)
    most = max(best.values(), default=0)
    fitting = [role for role, count in best.items() if count == most]
    return fitting[0] if most and len(fitting) == 1 else None
