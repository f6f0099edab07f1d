"""The packaged roles, and those in use: what ``rules:`` selects of them, with the user's own over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cx_audit.errors import ConfigError
from cx_audit.facts.packs import forget_rules, pack_text, remembers_packs
from cx_audit.model import FactKind, Severity
from cx_audit.resources import packaged
from cx_audit.roles.check import Checked, read_files
from cx_audit.roles.files import RoleEntry, StageFile, Tolerance
from cx_audit.roles.own_files import Extended, OwnProblem, extend_roles

__all__ = [
    "Role",
    "Selection",
    "extended_files",
    "left_out",
    "own_role_problems",
    "pack_names",
    "packaged_files",
    "packaged_roles",
    "roles_in_use",
    "use_roles",
]


@dataclass(frozen=True, slots=True)
class Role:
    """What a value is about.

    ``policy`` is the key under which a policy states it, ``file`` where the rule stands, ``own`` the user's files that
    change it, ``pack`` the trade that it is for.
    """

    id: str
    stage: str
    kinds: frozenset[FactKind]
    amount: str
    severity: Severity
    tolerance: Tolerance
    notice: bool
    policy: str
    names: Mapping[str, str]
    file: str
    pack: str
    own: tuple[str, ...] = ()

    def name(self, language: str = "en") -> str:
        """For people, in ``language`` or else in English."""
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The packs whose roles are named (None: all), and the user's own role files, the last of which leads."""

    packs: frozenset[str] | None = None
    files: tuple[Path, ...] = ()


_selection = Selection()


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


def _read(files: Sequence[Path]) -> Extended:
    """The packaged files with those of the user over them."""
    return extend_roles(packaged_files(), [(file, pack_text(file)) for file in files])


def own_role_problems(files: Sequence[Path]) -> list[OwnProblem]:
    """All that is wrong with role files of the user's, read in this order.

    Raises:
        ConfigError: one can't be read at all.
    """
    return _read(files).problems


@remembers_packs
def extended_files() -> Extended:
    """The role files in use: the packaged ones with the user's own over them, whatever is selected.

    Raises:
        ConfigError: one is wrong; the message names every place.
    """
    found = _read(_selection.files)
    if found.problems:
        first = found.problems[0]
        same = [problem for problem in found.problems if problem.path == first.path]
        listed = "; ".join(f"line {one.line}: {one.what} ({one.remedy})" for one in same)
        raise ConfigError(listed, path=first.path, remedy="`cx-audit rules check FOLDER` tells all")
    return found


def _role(role: str, entry: RoleEntry, file: StageFile, path: str, own: Sequence[str]) -> Role:
    return Role(
        id=role,
        stage=file.stage,
        kinds=frozenset(entry.kinds),
        amount=entry.amount,
        severity=Severity(entry.severity),
        tolerance=entry.tolerance,
        notice=entry.notice,
        policy=entry.policy or role,
        names=MappingProxyType(entry.names),
        file=path if path in own else f"rules/roles/{path}",
        pack=entry.pack or file.pack,
        own=tuple(one for one in own if one != path),
    )


def _all_roles(stages: Mapping[str, StageFile], said_by: Mapping[str, Sequence[str]]) -> Mapping[str, Role]:
    found = [
        _role(role, entry, file, path, said_by.get(role, ()))
        for path, file in stages.items()
        for role, entry in file.roles.items()
    ]
    return MappingProxyType({role.id: role for role in sorted(found, key=lambda role: role.id)})


@cache
def packaged_roles() -> Mapping[str, Role]:
    """All roles that come with cx-audit, by id, sorted.

    Raises:
        ConfigError: a packaged file is wrong.
    """
    return _all_roles(packaged_files().stages, {})


@cache
def pack_names() -> tuple[str, ...]:
    """The packs that come with cx-audit, sorted.

    Raises:
        ConfigError: a packaged file is wrong.
    """
    return tuple(sorted({role.pack for role in packaged_roles().values()}))


def _enabled(role: Role, found: Extended) -> bool:
    """A file of the user's decides; else the selected packs, which the user's new roles don't need."""
    new = role.id not in packaged_roles()
    return found.enabled.get(role.id, new or _selection.packs is None or role.pack in _selection.packs)


@remembers_packs
def roles_in_use() -> Mapping[str, Role]:
    """The roles that a value can be called by now, by id, sorted.

    Raises:
        ConfigError: a file is wrong, packaged or the user's.
    """
    found = extended_files()
    every = _all_roles(found.stages, found.said_by)
    return MappingProxyType({id: role for id, role in every.items() if _enabled(role, found)})


def left_out(key: str) -> str | None:
    """The pack of a packaged role that a policy calls ``key`` and that ``rules:`` doesn't select; None for any other.

    Raises:
        ConfigError: a file is wrong, packaged or the user's.
    """
    known = (role for role in packaged_roles().values() if key in (role.id, role.policy))
    return next((role.pack for role in known if role.id not in roles_in_use()), None)


@contextmanager
def use_roles(selection: Selection) -> Iterator[None]:
    """Within it, values are named by the roles of ``selection``.

    Raises:
        ConfigError: one of its files is wrong.
    """
    global _selection  # roles are asked for deep inside pure functions
    before = _selection
    if selection == before:
        yield
        return
    _selection = selection
    forget_rules()
    try:
        roles_in_use()
        yield
    finally:
        _selection = before
        forget_rules()
