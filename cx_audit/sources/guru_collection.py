"""A Guru collection as a zip or folder: ``cards/`` with a YAML file and an HTML or Markdown file each.

Layout: developer.getguru.com, "Importing a .zip Directory", which is also what Guru's own tools write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Markup, Skipped
from cx_audit.sources.encoding import decode
from cx_audit.sources.files import File
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.records import Entry, EntrySource
from cx_audit.sources.yamltext import is_mapping, listed, parse_yaml, said

__all__ = ["GuruCollection"]

_YAML, _CONTENT = ("yaml", "yml"), ("html", "htm", "md")


class GuruCollection(EntrySource):
    """The cards of a collection, with the boards or folders they stand in."""

    name = "guru-collection"
    default_channel: str | None = "knowledge"
    word = "card"
    prefix = "guru"
    folders_name_channel = True

    def detect(self, item: Item) -> float:
        """By a collection's own file with a folder of cards beside it."""
        folders = {above.as_posix() for file in item.files for above in PurePosixPath(file.path).parents}
        return CERTAIN if any(self.claim(folder, item.files) for folder in sorted(folders)) else 0.0

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """``collection.yaml`` and what stands in the folders beside it."""
        root = PurePosixPath(folder)
        inner = {PurePosixPath(file.path).relative_to(root): file for file in files}
        own = [path for path in inner if len(path.parts) == 1 and path.stem == "collection" and _is(path, _YAML)]
        cards = [path for path in inner if path.parts[0] == "cards" and _is(path, _YAML)]
        if not own or not cards:
            return ()
        parts = ("cards", "boards", "board-groups", "folders", "resources")
        return tuple(file for path, file in inner.items() if path in own or path.parts[0] in parts)

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The cards in the order of their files. A file that is broken is skipped."""
        contents = {_key(file): file for file in item.files if _is(PurePosixPath(file.path), _CONTENT)}
        boards: dict[str, list[str]] = {}
        described = [file for file in item.files if file.ending in _YAML]
        for file in sorted(described, key=lambda file: (PurePosixPath(file.path).parent.name == "cards", file.path)):
            kind = PurePosixPath(file.path).parent.name
            try:
                values = parse_yaml(decode(file, item.limits.max_whole), file.path, item.limits.max_nodes)
                if kind in ("boards", "folders"):
                    _board(values, boards)
                elif kind == "cards":
                    yield from self._card(item, file, values, contents.get(_key(file)), boards)
            except UnsafeInput:
                raise
            except SourceError as error:
                yield skip(file.path, Reason.BROKEN_FILE, str(error))

    def _card(
        self, item: Item, file: File, values: object, content: File | None, boards: dict[str, list[str]]
    ) -> Iterator[Answer | Skipped]:
        card = values if is_mapping(values) else {}
        text = "" if content is None else decode(content, item.limits.max_whole)
        url = said(card.get("ExternalUrl"))
        entry = Entry(
            own=said(card.get("ExternalId")) or file.stem,
            title=said(card.get("Title")),
            text=text.replace("\r\n", "\n").replace("\r", "\n"),
            markup=Markup.MARKDOWN if content is not None and content.ending == "md" else Markup.HTML,
            updated=said(card.get("ExternalLastModified")),
            url=url if url.startswith("http") else "",
            metadata={
                "boards": ", ".join(boards.get(file.stem, [])),
                "tags": ", ".join(filter(None, map(said, listed(card.get("Tags"))))),
            },
            article=True,
            whole=True,
        )
        told = content or file
        yield from self.told(replace(item, path=told.path, files=(told,)), entry, 1)


def _is(path: PurePosixPath, endings: tuple[str, ...]) -> bool:
    return path.suffix.lower().lstrip(".") in endings


def _key(file: File) -> str:
    return PurePosixPath(file.path).with_suffix("").as_posix()


def _board(values: object, boards: dict[str, list[str]]) -> None:
    """Note for each card that a board names that it stands there; sections of a board hold cards too."""
    title = said(values.get("Title")) if is_mapping(values) else ""
    waiting = [values]
    while waiting and title:
        value = waiting.pop()
        if not is_mapping(value):
            continue
        waiting += listed(value.get("Items"))
        card = said(value.get("ID"))
        if card and said(value.get("Type")).lower() in ("card", "") and title not in boards.setdefault(card, []):
            boards[card].append(title)
