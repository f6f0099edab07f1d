"""The user's own folders of rules, checked: all that is wrong with their roles, connectors and bots at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from cx_audit.cli.rule_rooms import CheckedRoom, RoomProblem
from cx_audit.cli.rules_table import counted
from cx_audit.errors import ConfigError
from cx_audit.own_rules import FOLDERS, folder_rules

__all__ = ["check_own_rooms"]


def _said(what: str, remedy: str | None) -> str:
    return f"{what} ({remedy})" if remedy else what


def _strangers(folder: Path) -> Iterator[RoomProblem]:
    """Folders that nothing reads."""
    for inner in sorted(folder.iterdir()):
        if inner.is_dir() and inner.name not in FOLDERS and not inner.name.startswith("."):
            near = get_close_matches(inner.name, FOLDERS, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"folders of rules are {', '.join(FOLDERS)}"
            yield RoomProblem(str(inner), 0, _said("nothing reads this folder", remedy))


def _roles(folder: Path, before: Sequence[Path]) -> tuple[str, list[RoomProblem]]:
    from cx_audit.roles.load import own_role_problems

    files = folder_rules([folder]).roles
    problems = own_role_problems([*(file for file in before if file not in files), *files])
    inside = {str(file) for file in files}
    told = [RoomProblem(p.path, p.line, _said(p.what, p.remedy)) for p in problems if p.path in inside]
    return counted(len(files), "file"), told


def _each(folder: Path, read: Callable[[Path], object]) -> tuple[str, list[RoomProblem]]:
    """Each file by the reader that uses it, which tells all its mistakes in one line."""
    problems: list[RoomProblem] = []
    files = sorted(folder.glob("*.yml"))
    for file in files:
        try:
            read(file)
        except ConfigError as error:
            problems.append(RoomProblem(str(file), error.line or 0, _said(error.what, error.remedy)))
    return counted(len(files), "file"), problems


def _size(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*.yml"))


def _bot(file: Path) -> object:
    from cx_audit.ask.load import named_bot

    return named_bot(file.name, file.parent)


def check_own_rooms(folders: Sequence[Path], before: Sequence[Path] = ()) -> Iterator[CheckedRoom]:
    """Check the roles, connectors and bots of folders; ``before`` are role files that lead up to theirs.

    Raises:
        ConfigError: a folder holds no rules, or a file that can't be read at all.
    """
    from cx_audit.connect.load import load_connector

    for folder in folders:
        strange = tuple(_strangers(folder))
        if strange:
            yield CheckedRoom(str(folder), "folders", len(strange), strange, own=True)
        for room in ("roles", "connectors", "bots"):
            inner = folder / room
            if not inner.is_dir():
                continue
            if room == "roles":
                checked, problems = _roles(folder, before)
            else:
                checked, problems = _each(inner, load_connector if room == "connectors" else _bot)
            yield CheckedRoom(str(inner), checked, _size(inner), tuple(sorted(problems)), own=True)
        before = (*before, *folder_rules([folder]).roles)
