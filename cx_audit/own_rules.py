"""``rules:`` of the configuration: the packs of roles that it selects, and the user's own folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.errors import ConfigError

if TYPE_CHECKING:
    from cx_audit.config import Config

__all__ = ["FOLDERS", "OwnRules", "folder_rules", "named_rules", "own_rules", "rule_folders", "use_rules"]

FOLDERS = {
    "languages": "languages/CODE.yml",
    "roles": "roles/NAME.yml",
    "connectors": "connectors/VENDOR.yml",
    "bots": "bots/NAME.yml",
}
"""What a folder of the user's may hold."""


@dataclass(frozen=True, slots=True)
class OwnRules:
    """``packs`` are those selected (None: all); ``languages`` and ``roles`` the user's own files, the last leads."""

    packs: frozenset[str] | None = None
    languages: tuple[Path, ...] = ()
    roles: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """All that decides, beside the packaged rules, what is read from a text."""
        return (*self.languages, *self.roles)


def _split(rules: Sequence[str], base: Path) -> tuple[frozenset[str], tuple[Path, ...]]:
    """The packs and the folders that ``rules`` names.

    Raises:
        ConfigError: an entry is neither.
    """
    if not rules:
        return frozenset(), ()
    from cx_audit.roles import pack_names

    known = pack_names()
    names = [name for name in rules if name not in known]
    for name in names:
        if not (base / name).is_dir():
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            remedy = f"{hint}packs are {', '.join(known)}; or name a folder of yours"
            raise ConfigError("rules: names it, and it is no pack and no folder", path=base / name, remedy=remedy)
    return frozenset(rules) & frozenset(known), tuple(base / name for name in names)


def rule_folders(config: Config, base: Path) -> tuple[Path, ...]:
    """The folders that ``rules:`` names, from the configuration's own folder.

    Raises:
        ConfigError: an entry is no folder, nor a pack.
    """
    return _split(config.rules, base)[1]


def folder_rules(folders: Sequence[Path], packs: frozenset[str] | None = None) -> OwnRules:
    """The files of the user's folders, sorted in each.

    Raises:
        ConfigError: a folder holds no rules, or a file that is not named as it should be.
    """
    if not folders:
        return OwnRules(packs)  # no need to load what reads them
    from cx_audit.facts import own_pack_files

    languages: list[Path] = []
    roles: list[Path] = []
    for folder in folders:
        if not any(any((folder / inner).rglob("*.yml")) for inner in FOLDERS):
            *most, last = FOLDERS.values()
            raise ConfigError(f"holds no {', '.join(most)} or {last}", path=folder, remedy="mend or remove it")
        languages += own_pack_files(folder)
        roles += _role_files(folder)
    return OwnRules(packs, tuple(languages), tuple(roles))


def _role_files(folder: Path) -> list[Path]:
    """Lists of words first, in the order of names.

    Raises:
        ConfigError: a list of words is not named by a language.
    """
    from cx_audit.facts.packs import is_pack_name

    words = sorted((folder / "roles" / "words").glob("*.yml"))
    for file in words:
        if not is_pack_name(file.name):
            raise ConfigError("is not named by a language", path=file, remedy="name it by its ISO 639 code: pt.yml")
    return [*words, *sorted((folder / "roles").glob("*.yml"))]


def own_rules(config: Config, base: Path) -> OwnRules:
    """What ``rules:`` selects and adds.

    Raises:
        ConfigError: an entry is no folder nor a pack, or a folder holds no rules.
    """
    return named_rules(config.rules, base)


def named_rules(rules: Sequence[str], base: Path) -> OwnRules:
    """The packs and folders of these names, such as ``core`` and ``./our-rules``; folders start from ``base``.

    Raises:
        ConfigError: one is no folder nor a pack, or a folder holds no rules.
    """
    packs, folders = _split(rules, base)
    return folder_rules(folders, packs or None)


@contextmanager
def use_rules(own: OwnRules) -> Iterator[None]:
    """Within it, texts are read and values named by these rules.

    Raises:
        ConfigError: a file of the user's is wrong.
    """
    if own == OwnRules():
        yield  # nothing to select: no need to load what selects
        return
    from cx_audit.facts import extend_packs
    from cx_audit.roles import Selection, use_roles

    with extend_packs(own.languages), use_roles(Selection(own.packs, own.roles)):
        yield
