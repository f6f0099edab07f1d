"""Notion exports, as Markdown & CSV or as HTML: pages, and databases that hold questions with their answers.

Layout: the export of a workspace or page, where each file name ends in the 32 hexadecimal digits of its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from lxml.html import HtmlElement

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Markup, Skipped
from cx_audit.sources.columns import Row, has_answers, row_to_answer
from cx_audit.sources.delimited import delimited_records
from cx_audit.sources.encoding import decode
from cx_audit.sources.files import File
from cx_audit.sources.html_page import parse_page, words
from cx_audit.sources.ids import squeeze
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.records import Entry, EntrySource

__all__ = ["Notion"]

_NAMED = re.compile(r"(?P<title>.{0,300}) (?P<id>[0-9a-f]{32})(?P<all>_all)?\Z")
_ENDINGS = ("md", "csv", "html")
_PROPERTY = re.compile(r"(?P<name>[^:\n]{1,100}): (?P<value>.+)")
_TITLE = re.compile(r"#[ \t]+(?P<title>.*)")


class Notion(EntrySource):
    """Pages by their headings and toggles, databases by their columns. A database without answers lists its pages."""

    name = "notion"
    default_channel: str | None = "knowledge"
    word = "page"
    prefix = "notion"
    folders_name_channel = True

    def detect(self, item: Item) -> float:
        """By a file name that ends in an id."""
        return CERTAIN + 0.05 if any(_is_named(file) for file in item.files) else 0.0

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """The exported files at and below a folder that holds one of them."""
        named = [file for file in files if _is_named(file)]
        here = [file for file in named if PurePosixPath(file.path).parent.as_posix() == folder]
        return tuple(named) if here else ()

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers file by file. A file that is broken is skipped where there are others."""
        whole = {_id(file) for file in item.files if file.stem.endswith("_all")}
        databases: dict[str, list[str]] = {}
        for file in sorted(item.files, key=lambda file: (file.ending != "csv", file.path)):
            one = replace(item, path=file.path, files=(file,))
            try:
                if file.ending == "csv" and _id(file) in whole and not file.stem.endswith("_all"):
                    yield skip(file.path, Reason.INDEX, f"{file.path}: a view of {file.stem}_all.csv")
                elif file.ending == "csv":
                    yield from self._database(one, databases)
                elif file.ending == "html":
                    yield from self._html(one)
                else:
                    yield from self._markdown(one, databases)
            except UnsafeInput:
                raise
            except SourceError as error:
                if len(item.files) == 1:
                    raise
                yield skip(file.path, Reason.BROKEN_FILE, str(error))

    def _database(self, item: Item, databases: dict[str, list[str]]) -> Iterator[Answer | Skipped]:
        """The rows of a database that has columns for question and answer; its columns are told to its pages."""
        rows = delimited_records(item.file, ",", item.limits)
        columns = [squeeze(name.strip("\ufeff")) for name in next(rows, (1, []))[1]]
        databases[_folder_of(item.file)] = columns
        if not has_answers(columns):
            yield skip(item.path, Reason.INDEX, item.path)
            return
        told = replace(item, given_channel=item.given_channel or item.folder_channel or self.default_channel)
        if any(name.casefold() == "channel" for name in columns):
            told = replace(item, folder_channel=item.folder_channel or self.default_channel)
        for line, cells in rows:
            yield row_to_answer(Row(dict(zip(columns, cells, strict=False)), item.path, line), told)

    def _markdown(self, item: Item, databases: Mapping[str, list[str]]) -> Iterator[Answer | Skipped]:
        text = decode(item.file, item.limits.max_whole).replace("\r\n", "\n").replace("\r", "\n")
        columns = databases.get(PurePosixPath(item.path).parent.as_posix(), [])
        lines = text.lstrip("\ufeff").split("\n")
        heading = _TITLE.fullmatch(lines[0].rstrip())
        properties: dict[str, str] = {}
        for number in range(1, len(lines) if columns else 0):
            said = _PROPERTY.fullmatch(lines[number].rstrip())
            if said is None or said["name"] not in columns:
                if lines[number].strip():
                    break
                continue
            properties[said["name"]] = squeeze(said["value"])
            lines[number] = ""
        if heading is not None:
            lines[0] = ""
        body = "\n".join(lines)
        if not body.strip() and has_answers([*columns]):
            return  # the row of the database says it all
        title = heading["title"] if heading is not None else _title(item.file)
        yield from self._page(item, title, body, Markup.MARKDOWN, properties)

    def _html(self, item: Item) -> Iterator[Answer | Skipped]:
        page = parse_page(decode(item.file, item.limits.max_whole), item.path)
        body = next((one for one in page.main.iter("div") if "page-body" in (one.get("class") or "").split()), None)
        table = next((one for one in page.main.iter("table") if "properties" in (one.get("class") or "").split()), None)
        properties: dict[str, str] = {}
        for row in table.iter("tr") if table is not None else ():
            name, value = row.find("th"), row.find("td")
            if name is not None and value is not None:
                properties[words(name)] = words(value)
        title = next((words(one) for one in page.main.iter("h1") if words(one)), page.title) or _title(item.file)
        content = page.main if body is None else body
        for listing in list(content.iter("table")):
            if "collection-content" in (listing.get("class") or ""):
                listing.drop_tree()
        yield from self._page(item, title, content, Markup.HTML, properties)

    def _page(
        self, item: Item, title: str, content: str | HtmlElement, markup: Markup, properties: Mapping[str, str]
    ) -> Iterator[Answer | Skipped]:
        above = PurePosixPath(item.path).parent.name
        folder = _NAMED.fullmatch(above)
        entry = Entry(
            own=_id(item.file),
            title=title,
            text=content if isinstance(content, str) else "",
            markup=markup,
            metadata={"folder": folder["title"] if folder else "", **properties},
            article=True,
            whole=True,
            tree=None if isinstance(content, str) else content,
        )
        yield from self.told(item, entry, 1)


def _is_named(file: File) -> bool:
    return file.ending in _ENDINGS and _NAMED.fullmatch(file.stem) is not None


def _id(file: File) -> str:
    found = _NAMED.fullmatch(file.stem)
    return found["id"] if found else file.stem


def _title(file: File) -> str:
    found = _NAMED.fullmatch(file.stem)
    return found["title"] if found else file.stem


def _folder_of(database: File) -> str:
    """The folder with the pages of a database: called as the file, with or without the id."""
    return (PurePosixPath(database.path).parent / database.stem.removesuffix("_all")).as_posix()
