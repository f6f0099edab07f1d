"""What stands under the paths that a user names: files on disk and in zips, in the order of their paths."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Skipped
from cx_audit.sources.archive import is_archive, members
from cx_audit.sources.broken import OnBroken, set_aside
from cx_audit.sources.files import File, Limits, local_file, megabytes, told
from cx_audit.sources.interface import Reason, skip

__all__ = ["Tree", "is_left_out", "shown_path", "walk"]

_LARGER = "split the file, or raise limits: file_mb in cx-audit.yml"
_TOOLS = {"__macosx", "__pycache__", "node_modules", "thumbs.db", "desktop.ini"}
_OURS = (
    *("cx-audit.yml", "cx-audit.yaml", "cx-audit-baseline.jsonl", "cx-audit-pull.json"),
    *("policy.yml", "policy.yaml"),
)
_NOT_ANSWERS = {"readme", "license", "licence", "changelog", "contributing", "notice", "authors", "code_of_conduct"}
_ENDINGS = ("expected.yml", "expected.yaml")
_BESIDE_A_PAGE = (
    "_files",
    "_bestanden",
    "-dateien",
    "_fichiers",
    "_archivos",
    "_arquivos",
    "_ficheiros",
    "_file",
    "_pliki",
)
"""How browsers end the name of the folder with the parts of a saved page, in the languages of cx-audit."""
_PARTS_OF_A_PAGE = {
    *(".css", ".js", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico"),
    *(".woff", ".woff2", ".ttf", ".otf", ".mp4", ".webm", ".download"),
}


@dataclass(slots=True)
class Tree:
    """What one named path holds. ``folder`` is None where the path is a single file; ``zips`` are among the files."""

    shown: str
    folder: str | None
    files: list[File] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    zips: dict[str, list[File]] = field(default_factory=dict)


def walk(path: Path, limits: Limits, on_broken: OnBroken | None = None) -> Tree:
    """All files under a path, zips opened; SourceError where there is no such path, or a broken zip nobody hears of."""
    shown = shown_path(path)
    if not path.exists():
        raise SourceError("no such file or folder", path=shown, remedy="check the path")
    if path.is_dir():
        tree = Tree(shown, shown)
        for inner in _files_below(path, shown, tree, limits):
            with set_aside(inner.path, tree.skipped, on_broken):
                tree.files += _opened(inner, tree, limits)
        tree.files.sort(key=lambda file: file.path)
        return tree
    file = _regular_file(path, shown, limits)
    if is_archive(file):
        tree = Tree(shown, shown)
        with set_aside(shown, tree.skipped, on_broken):
            tree.files = _opened(file, tree, limits)
        return tree
    return Tree(shown, None, [file])


def shown_path(path: Path) -> str:
    """The path as the user would name it: relative to where they stand, with forward slashes."""
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return PurePosixPath(path.as_posix()).as_posix()


def is_left_out(path: str, root: str) -> bool:
    """Whether a file below ``root`` is no answer by its name: hidden, of a tool or a page, about the folder, ours."""
    parts = PurePosixPath(path).relative_to(root).parts
    name = parts[-1].lower()
    return (
        any(part.startswith(".") or part.lower() in _TOOLS for part in parts)
        or PurePosixPath(name).stem in _NOT_ANSWERS
        or name in _OURS
        or name.endswith(_ENDINGS)
        or _is_part_of_page(parts)
    )


def _is_part_of_page(parts: tuple[str, ...]) -> bool:
    """Whether a browser saved a file so that a page looks right: some pages bring a hundred."""
    beside = any(part.lower().endswith(_BESIDE_A_PAGE) for part in parts[:-1])
    return beside and PurePosixPath(parts[-1]).suffix.lower() in _PARTS_OF_A_PAGE


def _files_below(folder: Path, shown: str, tree: Tree, limits: Limits) -> Iterator[File]:
    """The files of a folder; links that leave it and links to folders are not followed."""
    root = folder.resolve()
    seen = 0
    with told(shown):
        for above, folders, names in os.walk(folder, onerror=_refuse):
            here = Path(above)
            folders[:] = sorted(name for name in folders if not is_left_out(name, "."))
            for name in sorted([*names, *(name for name in folders if (here / name).is_symlink())]):
                inner = here / name
                as_shown = PurePosixPath(shown, inner.relative_to(folder).as_posix()).as_posix()
                if is_left_out(as_shown, shown):
                    continue
                seen += 1
                if seen > limits.max_files:
                    raise UnsafeInput(f"more than {limits.max_files:,} files", path=shown, remedy="name fewer folders")
                target = inner.resolve()
                if inner.is_symlink() and (target.is_dir() or not target.is_relative_to(root)):
                    tree.skipped.append(skip(as_shown, Reason.LINK_OUT, as_shown))
                elif stat.S_ISREG(target.stat().st_mode):
                    yield _regular_file(inner, as_shown, limits)


def _refuse(error: OSError) -> None:
    raise error


def _regular_file(path: Path, shown: str, limits: Limits) -> File:
    if not path.is_file():
        raise SourceError("is neither a file nor a folder", path=shown)
    file = local_file(path, shown)
    if file.size > limits.max_bytes:
        raise UnsafeInput(f"larger than {megabytes(limits.max_bytes)}", path=shown, remedy=_LARGER)
    return file


def _opened(file: File, tree: Tree, limits: Limits) -> list[File]:
    """The file itself, or the members of a zip."""
    if not is_archive(file):
        return [file]
    inside = [member for member in members(file, limits) if not is_left_out(member.path, file.path)]
    tree.zips[file.path] = inside
    return list(inside)
