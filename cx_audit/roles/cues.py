"""Cues: which words must stand together, as a writer puts them down.

``return|send back + within|days ! refund`` asks for one of the words before the plus sign and one of those after
it, and for none of those after the exclamation mark. A star stands for the rest of a word: ``deliver*``, ``*kosten``.
``@name`` is a list of the language's words file.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cue", "parse_cue"]

_MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """All of ``groups``, one alternative of each, and none of ``never`` near the value."""

    groups: tuple[frozenset[str], ...]
    never: frozenset[str] = frozenset()

    @property
    def symbols(self) -> frozenset[str]:
        """Every alternative that the cue names."""
        return self.never.union(*self.groups)


def _alternatives(part: str, *, names: bool) -> frozenset[str]:
    found = [word.strip() for word in part.split("|")]
    if not all(word.strip("*@ ") for word in found):
        raise ValueError("has an empty alternative")
    return frozenset(f"@{word}" if names and not word.startswith("@") else word for word in found)


def parse_cue(text: str, *, names: bool = False) -> Cue:
    """Read a cue; with ``names`` every bare word is the name of a list.

    Raises:
        ValueError: it has no words, an empty alternative, more than one "!" or too many groups.
    """
    wanted, *never = text.split("!")
    if len(never) > 1:
        raise ValueError('has more than one "!"')
    groups = tuple(_alternatives(part, names=names) for part in wanted.split("+"))
    if len(groups) > _MOST_GROUPS:
        raise ValueError(f"has more than {_MOST_GROUPS} groups")
    return Cue(groups, _alternatives(never[0], names=names) if never else frozenset())
