"""Records of a help desk as its API gives them: what all vendors share.

A vendor's own module says which records are its own, which texts each holds, and which of them customers are told;
here they become answers with their line, their id and what was skipped.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from lxml.html import HtmlElement

from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.article_parts import Unanswered, cut
from cx_audit.sources.html_page import words
from cx_audit.sources.ids import slug, squeeze, tidy
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import Record, first_record, json_objects, text_of

__all__ = ["Entry", "EntrySource", "Fields", "RecordSource", "moment"]

_SURE = CERTAIN + 0.05  # surer than a table of answers, whose columns may be called title and body too
_LAST_SECOND = 253_402_300_800  # the year 10000
_WORD = re.compile(r"\w")
_TAG = re.compile(r"<[^<>]*>")


class Fields:
    """A JSON object, read without trust: a field of the wrong type is as good as missing."""

    def __init__(self, values: object) -> None:
        self.values: Mapping[str, object] = values if isinstance(values, dict) else {}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def has(self, *names: str) -> bool:
        """Whether all of these fields are there, whatever they hold."""
        return set(names) <= self.values.keys()

    def text(self, *names: str) -> str:
        """The first of these fields that holds more than space, as it is written; else ""."""
        texts = (text_of(value) for value in map(self.values.get, names) if not isinstance(value, dict | list))
        return next((tidy(text) for text in texts if text.strip()), "")

    def line(self, *names: str) -> str:
        """The same on one line."""
        return squeeze(self.text(*names))

    def number(self, *names: str) -> int | None:
        """The first of these fields that holds a count."""
        texts = (text_of(value) for value in map(self.values.get, names))
        return next((int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 16), None)

    def says(self, name: str, value: bool) -> bool:
        """Whether a field says yes, or no: a boolean or its name."""
        return self.text(name).strip().lower() == ("true" if value else "false")

    def inner(self, *names: str) -> Fields:
        """The first of these fields that holds an object; empty where none does."""
        return Fields(next((held for held in map(self.values.get, names) if isinstance(held, dict)), {}))

    def many(self, name: str) -> list[Fields]:
        """The objects of a list."""
        held = self.values.get(name)
        return [Fields(one) for one in held if isinstance(one, dict)] if isinstance(held, list) else []

    def joined(self, *names: str) -> str:
        """The names in a list of texts or of objects with a name, joined by commas; or the text it is."""
        for name in names:
            held = self.values.get(name)
            parts = held if isinstance(held, list) else [held]
            said = [
                Fields(one).line("name", "title", "label", "value") if isinstance(one, dict) else squeeze(text_of(one))
                for one in parts
            ]
            if any(said):
                return ", ".join(filter(None, said))
        return ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a record.

    ``part`` tells it from the other texts of its record (a language, a medium). ``channel`` is given where the record
    itself says for whom it is; ``article`` where it has headings of its own. ``why`` is set where it is no answer,
    and ``empty`` is what to say where the text has no words.
    """

    own: str
    title: str
    text: str
    markup: Markup = Markup.HTML
    part: str = ""
    locale: str = ""
    channel: str | None = None
    audience: str | None = None
    intent: str | None = None
    updated: str = ""
    uses: int | None = None
    url: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    article: bool = False
    why: Reason | None = None
    empty: Reason = Reason.EMPTY
    written: str = ""
    whole: bool = False
    tree: HtmlElement | None = None


class EntrySource:
    """What vendors' texts become answers by. A vendor's class says what is its own: the names below."""

    name: str = ""
    default_channel: str | None = "macro"
    word: str = "macro"
    prefix: str = ""
    folders_name_channel = False

    def told(self, item: Item, entry: Entry, record: Record | int) -> Iterator[Answer | Skipped]:
        """The answers of an entry of a record (or of the row on that line), or why there are none."""
        path, title = item.file.path, squeeze(entry.title)
        line = record if isinstance(record, int) else record.line
        where = f"{path}:{line}: {' '.join(filter(None, (self.word, entry.own, repr(title))))}"
        if entry.why is not None:
            yield skip(path, entry.why, where)
        elif not _has_words(entry.text if entry.tree is None else words(entry.tree)):
            yield skip(path, entry.empty, where)
        elif not title:
            yield skip(path, Reason.NO_QUESTION, where)
        elif not entry.article:
            yield self._answer(item, entry, title, tidy(entry.text), _line(record, entry))
        else:
            yield from self._parts(item, entry, title, where, _line(record, entry))

    def _parts(self, item: Item, entry: Entry, title: str, where: str, line: int) -> Iterator[Answer | Skipped]:
        parts = list(cut(entry.text if entry.tree is None else entry.tree, entry.markup, title, item.file.path))
        if not parts:
            yield skip(item.file.path, entry.empty, where)
        for part in parts:
            if isinstance(part, Unanswered):
                named = where if part.reason is Reason.NO_QUESTION else f"{where}: {part.question}"
                yield skip(item.file.path, part.reason, named)
            else:
                context = {"page_title": title if title != part.question else "", "section": part.above}
                at = line + part.below if entry.whole else line
                yield self._answer(
                    item, entry, part.question, part.text, at, key=part.key, variants=part.variants, context=context
                )

    def _answer(
        self,
        item: Item,
        entry: Entry,
        question: str,
        text: str,
        line: int,
        *,
        key: str = "",
        variants: tuple[str, ...] = (),
        context: Mapping[str, str] | None = None,
    ) -> Answer:
        own = entry.own or slug(entry.title)
        folder = item.folder_channel if self.folders_name_channel else None
        kept = {**(context or {}), **entry.metadata}
        return Answer(
            id="-".join(filter(None, (self.prefix, own, entry.part, key))),
            channel=item.given_channel or entry.channel or folder or self.default_channel or self.prefix,
            question=question,
            text=text,
            markup=entry.markup,
            variants=variants,
            locale=entry.locale or None,
            audience=entry.audience,
            intent=entry.intent,
            updated=entry.updated or None,
            uses=entry.uses,
            place=Place(item.file.path, line, entry.url or None, own),
            metadata={name: value for name, value in kept.items() if value},
        )


class RecordSource(EntrySource, ABC):
    """A format whose records are JSON objects, found in one of ``containers`` or at the top of the file."""

    containers: Collection[str] = ()

    @abstractmethod
    def owns(self, record: Fields, container: str | None) -> bool:
        """Whether a record is one of this format."""

    @abstractmethod
    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The texts of a record."""

    def detect(self, item: Item) -> float:
        """By the fields of the first record."""
        record = first_record(item.file, self.containers)
        if record is None or not isinstance(record.value, dict):
            return 0.0
        return _SURE if self.owns(Fields(record.value), record.container) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The texts in the order of the file."""
        for found in json_objects(item.file, item.limits, self.containers):
            if isinstance(found, Skipped):
                yield found
                continue
            record, value = found
            for entry in self.entries(Fields(value), item):
                yield from self.told(item, entry, record)


def _has_words(text: str) -> bool:
    return _WORD.search(_TAG.sub(" ", text)) is not None


def _line(record: Record | int, entry: Entry) -> int:
    return record if isinstance(record, int) else record.line_of(entry.written or entry.text)


def moment(said: str) -> str:
    """A time as it is written, or a count of seconds since 1970 as the date in UTC that it means; 0 is no time."""
    said = said.strip()
    if not said.isascii() or not said.isdecimal():
        return said
    seconds = int(said[:12])
    return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat() if 0 < seconds < _LAST_SECOND else ""
