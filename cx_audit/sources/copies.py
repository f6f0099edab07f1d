"""Zips that stand beside what they unpack to: the folder is read, the zip is not read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from cx_audit.sources.files import File, told
from cx_audit.sources.interface import Reason, skip
from cx_audit.sources.walk import Tree

__all__ = ["drop_copies"]

_CHUNK = 1 << 18
_MAX_TRIES = 20


def drop_copies(trees: Sequence[Tree]) -> None:
    """Take the zips out of the trees whose files all stand, byte for byte, in one folder of a tree; say so.

    The zip may hold the files in a folder of its own. Raises what reading the files raises.
    """
    inside = {id(file) for tree in trees for members in tree.zips.values() for file in members}
    plain = {file.path: file for tree in trees for file in tree.files if id(file) not in inside}
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(plain):
        by_name[PurePosixPath(path).name].append(path)
    for tree in trees:
        for path, members in sorted(tree.zips.items()):
            folder = _unpacked(path, members, plain, by_name)
            if folder is not None:
                gone = {id(member) for member in members}
                tree.files = [file for file in tree.files if id(file) not in gone]
                tree.skipped.append(skip(path, Reason.COPY, f"{path}: the same files stand in {folder or '.'}"))


def _unpacked(
    path: str, members: Sequence[File], plain: Mapping[str, File], by_name: Mapping[str, Sequence[str]]
) -> str | None:
    """The folder that holds all members of a zip; None where there is none."""
    for inner in _layouts(path, members):
        first = min(inner, key=lambda name: len(by_name.get(PurePosixPath(name).name, ())))
        ends = [found for found in by_name.get(PurePosixPath(first).name, ()) if f"/{found}".endswith(f"/{first}")]
        for found in ends[:_MAX_TRIES]:
            folder = found[: len(found) - len(first)]
            if all(_same(member, plain.get(folder + name)) for name, member in inner.items()):
                return folder.rstrip("/")
    return None


def _layouts(path: str, members: Sequence[File]) -> Iterator[dict[str, File]]:
    """The members by their paths in the zip, and by those in the one folder that holds them all."""
    inner = {member.path[len(path) + 1 :]: member for member in members}
    if inner:
        yield inner
        tops = {name.partition("/")[0] for name in inner}
        if len(tops) == 1 and all("/" in name for name in inner):
            yield {name.partition("/")[2]: member for name, member in inner.items()}


def _same(one: File, other: File | None) -> bool:
    """Whether two files hold the same bytes."""
    if other is None or one.size != other.size or one.head != other.head:
        return False
    with told(one.path), one.opener() as left, other.opener() as right:
        while chunk := left.read(_CHUNK):
            if right.read(_CHUNK) != chunk:
                return False
        return not right.read(1)
