"""The packaged roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from cx_audit.errors import ConfigError
from cx_audit.model import FactKind, Severity
from cx_audit.resources import packaged
from cx_audit.roles.check import Checked, read_files
from cx_audit.roles.files import Tolerance

__all__ = ["Role", "packaged_files", "packaged_roles"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a value is about; ``policy`` is the key under which a policy states it, ``file`` where the rule stands."""

    id: str
    stage: str
    kinds: frozenset[FactKind]
    amount: str
    severity: Severity
    tolerance: Tolerance
    policy: str
    names: Mapping[str, str]
    file: str

    def name(self, language: str = "en") -> str:
        """For people, in ``language`` or else in English."""
        return self.names.get(language) or self.names["en"]


def _texts() -> Iterator[tuple[str, str]]:
    folder = packaged("rules") / "roles"
    for prefix, place in (("", folder), ("words/", folder / "words")):
        for entry in place.iterdir():
            if entry.name.endswith(".yml"):
                yield f"{prefix}{entry.name}", entry.read_text(encoding="utf-8")


@cache
def packaged_files() -> Checked:
    """The files of ``rules/roles``.

    Raises:
        ConfigError: something is wrong with them; the message names all of it.
    """
    try:
        read = read_files(dict(_texts()))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"can't be read: {error}", path="rules/roles") from error
    if read.problems:
        raise ConfigError("; ".join(map(str, read.problems)), path="rules/roles", remedy="see rules/roles/README.md")
    return read


@cache
def packaged_roles() -> Mapping[str, Role]:
    """All roles by id, sorted.

    Raises:
        ConfigError: a packaged file is wrong.
    """
    found = [
        Role(
            id=role,
            stage=file.stage,
            kinds=frozenset(entry.kinds),
            amount=entry.amount,
            severity=Severity(entry.severity),
            tolerance=entry.tolerance,
            policy=entry.policy or role,
            names=MappingProxyType(entry.names),
            file=f"rules/roles/{path}",
        )
        for path, file in packaged_files().stages.items()
        for role, entry in file.roles.items()
    ]
    return MappingProxyType({role.id: role for role in sorted(found, key=lambda role: role.id)})
