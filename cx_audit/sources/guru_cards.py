"""Guru cards, as its API gives them (search results, or ``/cards/{id}/extended``), or as CSV of the Card Manager.

Layout: developer.getguru.com.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cx_audit.model import Markup
from cx_audit.sources.interface import Item, Reason
from cx_audit.sources.record_tables import TableRecordSource
from cx_audit.sources.records import Entry, Fields
from cx_audit.text.html import looks_like_html

__all__ = ["GuruCards"]

_CARD = "https://app.getguru.com/card/"


class GuruCards(TableRecordSource):
    """Cards: what agents look up. Archived cards are skipped; whether a card is verified is kept beside it."""

    name = "guru-cards"
    default_channel: str | None = "knowledge"
    word = "card"
    prefix = "guru"
    containers = ("cards", "results")
    folders_name_channel = True
    columns: Mapping[str, tuple[str, ...]] = {
        "id": ("card id", "uuid"),
        "preferredPhrase": ("card title",),
        "content": ("card content", "card contents", "contents"),
        "slug": ("card slug",),
        "collection": ("collection name", "card collection"),
        "boards": ("board", "folders", "folder"),
        "tags": ("card tags",),
        "verificationState": ("verification state", "verification status", "trust state"),
        "lastVerified": ("last verified", "last verified date"),
        "lastModified": ("last modified", "last modified date", "last updated"),
        "archived": (),
        "views": ("card views", "total views"),
        "url": ("card url", "card link", "link to card", "link"),
    }
    needed = (("preferredPhrase", "content"),)

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a preferred phrase (its title) and a content."""
        return "preferredPhrase" in record and bool({"content", "slug", "cardType"} & record.values.keys())

    def record(self, cells: Mapping[str, str]) -> Fields:
        """The card of a row."""
        around = {
            "collection": {"name": cells.get("collection", "")},
            "cardInfo": {"analytics": {"views": cells.get("views", "")}},
        }
        return Fields({**cells, **around})

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The content of the card."""
        slug, analytics = record.text("slug"), record.inner("cardInfo").inner("analytics")
        url, content = record.text("url"), record.text("content")
        why = Reason.ARCHIVED if record.says("archived", True) else None
        if why is None and "content" not in record:
            why = Reason.PREVIEW
        yield Entry(
            own=record.text("id"),
            title=record.line("preferredPhrase"),
            text=content,
            markup=Markup.HTML if looks_like_html(content) else Markup.PLAIN,
            updated=record.text("lastModified"),
            uses=analytics.number("views", "copies"),
            url=url if url.startswith("https://") else _CARD + slug if slug and ":" not in slug else "",
            metadata={
                "collection": record.inner("collection").line("name"),
                "boards": record.joined("boards"),
                "tags": record.joined("tags"),
                "verification": record.line("verificationState"),
                "verified": record.line("lastVerified"),
                "seen_by": record.line("shareStatus"),
            },
            article=True,
            why=why,
        )
