"""What a source is, and what it is given.

A source turns one item (a file, or the files of one project) into answers. It recognises its format by
content, and it never drops a record silently: what gives no answer is a ``Skipped`` with a ``Reason``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from cx_audit.model import Answer, Skipped
from cx_audit.sources.files import File, Limits

__all__ = [
    "CERTAIN",
    "LIKELY",
    "WEAK",
    "FolderSource",
    "Found",
    "Handling",
    "Item",
    "Public",
    "Reason",
    "Shelf",
    "Snippet",
    "Source",
    "skip",
]

CERTAIN, LIKELY, WEAK = 0.9, 0.6, 0.2


class Reason(StrEnum):
    """Why a record gave no answer. The values are shown to users."""

    NOT_RECOGNISED = "not recognised"
    LINK_OUT = "link out of the folder"
    EMPTY = "empty answer"
    NO_QUESTION = "no question"
    NO_CHANNEL = "no channel"
    BROKEN_JSON = "broken JSON"
    BROKEN_YAML = "broken YAML"
    BROKEN_MAIL = "broken mail"
    BROKEN_FILE = "broken file"
    BROKEN_ROW = "broken row"
    BARE_HEADING = "heading with no text"
    INTRODUCTION = "introduction"
    STRUCTURED_DATA = "structured data differs from the page"
    DRAFT = "draft"
    INACTIVE = "inactive"
    ARCHIVED = "archived"
    PREVIEW = "list without the texts"
    ATTACHMENTS = "attachments only"
    INDEX = "list of pages"
    NOT_SAVED = "page that is not saved here"
    NO_REPLY = "no reply text"
    INTERNAL_NOTE = "internal note"
    OUTDATED = "outdated translation"
    FALLBACK = "fallback intent"
    GREETING = "greeting"
    FORM_PROMPT = "question of a form"
    ASKS = "asks and does not answer"
    MEDIA_ONLY = "buttons or pictures only"
    SMALL_TALK = "small talk"
    HOLDING = "asks to wait"
    DETAIL = "detail that a rep asked for"
    UNANSWERED = "no reply"
    AUTOMATED = "automatic message"
    UNKNOWN_SPEAKER = "unknown speaker"
    NO_CONVERSATION = "no conversation"
    ENDLESS = "too long"
    MASKED = "masked"
    NOT_LINKED = "nothing leads to it"
    COPY = "copy of a folder"
    NOT_UNDERSTOOD = "bot did not understand"
    BOT_ERROR = "error of the bot"
    TOO_LONG = "reply too long"
    DUPLICATE_ANSWER = "duplicate answer"
    DUPLICATE_ID = "duplicate id"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text that other records name: one wording per locale, and the one to use where none fits."""

    default: str
    by_locale: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Handling:
    """What is done with personal details: ``mask`` those in conversations; ``anonymise`` reps in all sources.

    ``domains`` are the company's own. ``key`` makes the reps' numbers depend on a secret.
    """

    mask: bool = True
    anonymise: bool = False
    domains: frozenset[str] = frozenset()
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class Public:
    """What other sources tell everybody: contact details (as ``masking`` writes them) and the domains in them."""

    values: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder or collection of a help desk; ``inside`` where customers don't see what is in it."""

    name: str
    inside: bool = False
    seen_by: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What a source reads: one file, or the files that make up a project.

    ``path`` names it in reports. ``given_channel`` is what the user said, ``folder_channel`` what the names of
    its folders say. ``snippets`` are texts from elsewhere that its placeholders may name, ``shelves`` the folders of
    help desks by vendor and number, ``public`` what elsewhere is told to everybody.
    """

    path: str
    files: tuple[File, ...]
    limits: Limits = field(default_factory=Limits)
    given_channel: str | None = None
    folder_channel: str | None = None
    snippets: Mapping[str, Snippet] = field(default_factory=lambda: MappingProxyType({}))
    handling: Handling = Handling()
    public: Public = Public()
    shelves: Mapping[tuple[str, str], Shelf] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def file(self) -> File:
        """The only file, or the first."""
        return self.files[0]


@dataclass(frozen=True, slots=True)
class Found:
    """An item and the format that recognised it."""

    item: Item
    format: str


class Source(Protocol):
    """One format. ``default_channel`` is None where the records say their own channel."""

    name: str
    default_channel: str | None

    def detect(self, item: Item) -> float:
        """How sure (0..1) it is that it can read the item; below 0.5 only if the user named the file."""
        ...

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers, in the order of the item; SourceError where it can't be read at all."""
        ...


@runtime_checkable
class FolderSource(Source, Protocol):
    """A format whose answers are spread over the files of a folder or zip."""

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """Those of the files under ``folder`` that make up one project rooted there; none if it isn't one."""
        ...


def skip(source: str, reason: Reason, detail: str | None = None, count: int = 1) -> Skipped:
    """A record of the file ``source`` that gives no answer."""
    return Skipped(source=source, reason=reason.value, count=count, detail=detail)
