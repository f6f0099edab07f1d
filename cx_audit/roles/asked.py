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


def _specific(cue: RoleCue) -> bool:
    """Whether a cue names its role without help: several groups, or the list of the role's own name."""
    return len(cue.cue.groups) >= _WHOLE or cue.cue.groups[0] == frozenset({f"@{cue.owner}"})


def role_asked(text: str, language: str, kind: FactKind) -> str | None:
    """The one role, of those for values of ``kind``, that a text as a whole speaks of.

    All groups of one of its cues stand in the text and nothing that the cue excludes; no other role fits as well. None
    where no role does, or several do.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    rules = rulebook(language)
    if rules is None or not text:
        return None
    found = rules.lexicon.read(text).symbols
    best: dict[str, int] = {}
    for cue in rules.candidates(found, kind):
        groups = cue.cue.groups
        if not found & _DOINGS <= cue.cue.symbols:
            continue
        if _specific(cue) and found.isdisjoint(cue.cue.never) and all(not found.isdisjoint(g) for g in groups):
            best[cue.owner] = max(best.get(cue.owner, 0), len(groups))
    most = max(best.values(), default=0)
    fitting = [role for role, count in best.items() if count == most]
    return fitting[0] if len(fitting) == 1 else None
