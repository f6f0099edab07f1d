"""Which files and projects stand under the named paths, and in which format each is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from cx_audit.errors import NothingToExamine, SourceError, UnknownFormat, UnsafeInput
from cx_audit.model import Skipped
from cx_audit.sources.broken import OnBroken, refuse_broken, set_aside
from cx_audit.sources.channels import canonical, folder_channel, mapped
from cx_audit.sources.copies import drop_copies
from cx_audit.sources.files import File, Limits
from cx_audit.sources.interface import FolderSource, Found, Item, Reason, skip
from cx_audit.sources.registry import FOLDER_SOURCES, SOURCES, source_named
from cx_audit.sources.walk import Tree, shown_path, walk

__all__ = ["discover"]

_ENOUGH, _BROKEN = 0.5, 0.1


def discover(
    paths: Sequence[Path],
    *,
    formats: Mapping[str, str] | None = None,
    channels: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    on_broken: OnBroken | None = None,
) -> list[Found | Skipped]:
    """What the paths hold, in the order of the paths in reports.

    ``formats`` and ``channels`` map a path, a folder or a glob to what the user says it is. Files in a folder
    that no format recognises are skipped, unless they are broken; so are zips of a folder that is read.
    ``on_broken`` is told the broken ones, which are then counted and left out; without it they are errors.
    SourceError: a broken file, no such path, or it can't be read. UnknownFormat: a named file that nothing recognises.
    UnsafeInput: too large, or a zip that must not be opened. NothingToExamine: a named folder without answers.
    UsageError: an unknown format in ``formats``.
    """
    finder = _Finder(formats or {}, channels or {}, limits or Limits(), on_broken)
    trees = [walk(path, finder.limits, on_broken) for path in sorted(set(paths), key=lambda path: path.as_posix())]
    drop_copies(trees)
    results: list[Found | Skipped] = []
    taken: set[str] = set()
    for tree in sorted(trees, key=lambda tree: (tree.folder is None, tree.shown)):
        fresh = [file for file in tree.files if file.path not in taken]
        if tree.files and not fresh:
            continue  # all of it stands in a folder that was named too
        if not tree.files and any(one.reason == Reason.COPY for one in tree.skipped):
            results += tree.skipped  # a zip of a folder that was named too
            continue
        taken |= {file.path for file in fresh}
        tree.files = fresh
        found = finder.find(tree)
        if not any(isinstance(one, Found) or one.reason == Reason.BROKEN_FILE for one in found):
            raise _nothing(tree)
        results += found
    return sorted(_joined(results), key=_order)


def _order(one: Found | Skipped) -> tuple[str, str]:
    return (one.item.path, one.format) if isinstance(one, Found) else (one.source, one.reason)


def _nothing(tree: Tree) -> NothingToExamine:
    names = ", ".join(PurePosixPath(file.path).name for file in tree.files[:3])
    more = ", ..." if len(tree.files) > 3 else ""
    what = f"no answers here: nothing recognises {names}{more}" if names else "no answers here: the folder is empty"
    return NothingToExamine(what, path=tree.shown, remedy="name other paths, or say what it is: --format-of PATH=NAME")


def _joined(results: Sequence[Found | Skipped]) -> list[Found | Skipped]:
    """Files of one project that were named one by one (``bot/*.yml``) make up one item."""
    parts: defaultdict[tuple[str, str], list[Found]] = defaultdict(list)
    others: list[Found | Skipped] = []
    for one in results:
        if isinstance(one, Found) and isinstance(SOURCES[one.format], FolderSource) and len(one.item.files) == 1:
            parts[PurePosixPath(one.item.path).parent.as_posix(), one.format].append(one)
        else:
            others.append(one)
    for (folder, name), group in parts.items():
        first = group[0].item
        files = tuple(sorted((one.item.file for one in group), key=lambda file: file.path))
        path = first.path if len(files) == 1 else folder
        others.append(Found(Item(path, files, first.limits, first.given_channel, first.folder_channel), name))
    return others


class _Finder:
    """Recognises files with the user's mappings at hand."""

    def __init__(
        self, formats: Mapping[str, str], channels: Mapping[str, str], limits: Limits, on_broken: OnBroken | None
    ) -> None:
        for name in formats.values():
            source_named(name)
        self._formats = {shown_path(Path(pattern)): name for pattern, name in formats.items()}
        self._channels = {shown_path(Path(pattern)): canonical(name) for pattern, name in channels.items()}
        self.limits = limits
        self._on_broken = on_broken

    def find(self, tree: Tree) -> list[Found | Skipped]:
        """What a tree holds: projects first, then each file that is left."""
        results: list[Found | Skipped] = [*tree.skipped]
        left = {file.path: file for file in tree.files}
        for folder, files in _folders(tree):
            for source, claimed in self._projects(folder, [file for file in files if file.path in left]):
                results.append(Found(self._item(folder, claimed, folder, tree), source))
                left = {path: file for path, file in left.items() if file not in claimed}
        for file in left.values():
            aside: list[Skipped] = []
            with set_aside(file.path, aside, self._on_broken):
                results.append(self._file(file, tree))
            results += aside
        return results

    def _projects(self, folder: str, files: Sequence[File]) -> list[tuple[str, tuple[File, ...]]]:
        """The projects rooted in a folder; a format that the user gave to the folder takes all of its files."""
        said = self._formats.get(folder)
        if said is not None and isinstance(SOURCES[said], FolderSource):
            return [(said, tuple(files))] if files else []
        free = [file for file in files if mapped(file.path, self._formats) is None]
        claims = [(source.name, source.claim(folder, free)) for source in FOLDER_SOURCES]
        return [(name, claimed) for name, claimed in claims if claimed]

    def _file(self, file: File, tree: Tree) -> Found | Skipped:
        item = self._item(file.path, (file,), PurePosixPath(file.path).parent.as_posix(), tree)
        if said := mapped(file.path, self._formats):
            return Found(item, said)
        scores = {name: _score(name, item) for name in SOURCES}
        best = max(scores, key=lambda name: scores[name])  # of equals the first
        if scores[best] >= _ENOUGH or (tree.folder is None and scores[best] > 0):
            return Found(item, best)
        refuse_broken(file, self.limits.max_whole)
        if tree.folder is None:
            remedy = f"say what it is, one of {', '.join(sorted(SOURCES))}: --format-of {file.path}=NAME"
            raise UnknownFormat("nothing recognises this file", path=file.path, remedy=remedy)
        return skip(file.path, Reason.NOT_RECOGNISED, file.path)

    def _item(self, path: str, files: tuple[File, ...], folder: str, tree: Tree) -> Item:
        return Item(
            path=path,
            files=files,
            limits=self.limits,
            given_channel=mapped(path, self._channels),
            folder_channel=folder_channel(_named_folders(folder, tree)),
        )


def _score(name: str, item: Item) -> float:
    """How sure a format is. One that fails on the file took it for its own: reading it will say what is wrong."""
    try:
        return SOURCES[name].detect(item)
    except UnsafeInput:
        raise
    except SourceError:
        return _BROKEN


def _named_folders(folder: str, tree: Tree) -> list[str]:
    """The folders whose names count: of an absolute path only those that the user meant, not the way there."""
    path = PurePosixPath(folder)
    if not path.is_absolute():
        return list(path.parts)
    root = PurePosixPath(tree.folder) if tree.folder is not None else path
    return [root.name, *path.relative_to(root).parts]


def _folders(tree: Tree) -> list[tuple[str, list[File]]]:
    """The folders of a tree that hold files, outermost first, each with all files below it."""
    below: defaultdict[str, list[File]] = defaultdict(list)
    if tree.folder is not None:
        for file in tree.files:
            for above in PurePosixPath(file.path).parents:
                if above.is_relative_to(tree.folder):
                    below[above.as_posix()].append(file)
    return sorted(below.items(), key=lambda folder: (len(PurePosixPath(folder[0]).parts), folder[0]))
