"""What a policy can speak of: the roles of ``rules/roles``, lists of methods, and matters of yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from cx_audit.facts.packs import remembers_packs
from cx_audit.model import FactKind
from cx_audit.policy.words import matters
from cx_audit.roles import roles_in_use

__all__ = ["Kind", "Listed", "Subject", "Subjects", "fold_name", "subjects"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """How a subject is answered."""

    VALUE = "value"
    LIST = "list"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Listed:
    """A family of methods: ``names`` leads from what people call one, folded, to its id; ``titles`` from id to name."""

    family: str
    title: str
    names: Mapping[str, str] = field(hash=False)
    titles: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a policy can state; ``key`` is its name there.

    ``roles`` are those whose values it is, ``kinds`` what they can be. ``names`` and ``titles`` belong to lists.
    """

    key: str
    title: str
    kind: Kind
    roles: frozenset[str] = frozenset()
    kinds: frozenset[FactKind] = frozenset()
    names: Mapping[str, str] = field(default_factory=lambda: _NOTHING, hash=False, compare=False)
    titles: Mapping[str, str] = field(default_factory=lambda: _NOTHING, hash=False, compare=False)

    @property
    def timetable(self) -> bool:
        """Whether it is given as days and hours."""
        return FactKind.HOURS in self.kinds and FactKind.WEEKDAYS in self.kinds


@dataclass(frozen=True, slots=True)
class Subjects:
    """All subjects by key."""

    by_key: Mapping[str, Subject]

    def find(self, key: str) -> Subject | None:
        """The subject of a key as a person may write it: "Return window" is ``return_window``."""
        return self.by_key.get(fold_name(key))

    def near(self, key: str) -> str | None:
        """The key that was probably meant."""
        found = get_close_matches(fold_name(key), sorted(self.by_key), n=1, cutoff=0.6)
        return found[0] if found else None


def fold_name(key: str) -> str:
    """A key in its own spelling: lower case, one underscore between words."""
    return "_".join(key.casefold().replace("-", " ").replace("_", " ").split())


@remembers_packs
def _values() -> Mapping[str, Subject]:
    """One subject for each key that a role names as its policy, and for each role of its own name."""
    by_key: dict[str, list[str]] = {}
    for role in roles_in_use().values():
        by_key.setdefault(role.policy, []).append(role.id)
    out: dict[str, Subject] = {}
    for key, ids in by_key.items():
        known = [roles_in_use()[id] for id in ids]
        kinds = frozenset(kind for role in known for kind in role.kinds)
        out[key] = Subject(key, known[0].name(), Kind.VALUE, frozenset(ids), kinds)
    return MappingProxyType(out)


def subjects(lists: Iterable[Listed] = ()) -> Subjects:
    """Everything that a policy can state; ``lists`` are the families of methods.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    out: dict[str, Subject] = dict(_values())
    for one in lists:
        key = fold_name(one.title)
        out.setdefault(
            key,
            Subject(key, one.title, Kind.LIST, frozenset({one.family}), names=one.names, titles=one.titles),
        )
    for key, matter in matters().items():
        out.setdefault(key, Subject(key, matter.title, Kind.YES_NO))
    return Subjects(MappingProxyType(dict(sorted(out.items()))))
