"""Freshdesk canned responses and solution articles, as its API v2 gives them (developers.freshdesk.com/api)."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.model import Markup
from cx_audit.sources.interface import Item, Reason, Shelf
from cx_audit.sources.records import Entry, Fields, RecordSource

__all__ = ["FreshdeskArticles", "FreshdeskReplies"]

_VISIBLE_TO = {"0": "", "1": "personal", "2": "groups"}
_DRAFT, _AGENTS_ONLY = "1", "3"
_SEEN_BY = {"2": "logged-in users", "3": "agents", "4": "selected companies", "6": "selected contacts"}
_MARKS = frozenset({"description_text", "thumbs_up", "thumbs_down", "seo_data", "hits", "agent_id", "type"})


class FreshdeskReplies(RecordSource):
    """Canned responses. A list with titles alone gives no answers: each folder's ``/responses`` holds the texts."""

    name = "freshdesk-replies"
    word = "canned response"
    prefix = "freshdesk"
    containers = ("canned_responses", "responses")

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a title, a content and the folder it is in; or a folder with its responses."""
        return record.has("title", "content", "content_html") or (
            record.has("title", "folder_id") and ("content" in record or "content_html" in record)
        )

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The text of the response."""
        html = record.text("content_html")
        shelf = item.shelves.get(("freshdesk-replies", record.text("folder_id")), Shelf(record.line("folder_id")))
        yield Entry(
            own=record.text("id"),
            title=record.line("title"),
            text=html or record.text("content"),
            markup=Markup.HTML if html else Markup.PLAIN,
            updated=record.text("updated_at"),
            metadata={
                "folder": record.line("folder_name") or record.inner("folder").line("name") or shelf.name,
                "restricted_to": _VISIBLE_TO.get(record.text("visibility"), "") or shelf.seen_by,
            },
            empty=Reason.ATTACHMENTS if record.many("attachments") else Reason.EMPTY,
        )


class FreshdeskArticles(RecordSource):
    """Solution articles, alone or inside their folders and categories. Drafts are skipped.

    What only agents see, by the folder around it, is of the channel ``knowledge``.
    """

    name = "freshdesk-articles"
    default_channel: str | None = "faq"
    word = "article"
    prefix = "freshdesk-article"
    containers = ("articles", "solution_articles")
    folders_name_channel = True

    def owns(self, record: Fields, container: str | None) -> bool:
        """An article with a status and a folder, or a folder that holds such articles."""
        return any(
            one.has("title", "description", "status", "folder_id") and bool(_MARKS & one.values.keys())
            for one, _ in _articles(record, {})
        )

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The articles in a record, which is one itself or a folder or category around them."""
        for article, around in _articles(record, {}):
            above = {one.text("type"): one.inner("data") for one in article.many("hierarchy")}
            folder = above.get("folder", Fields({}))
            seen_by = around.get("visibility") or article.text("folder_visibility") or folder.text("visibility")
            shelf = item.shelves.get(("freshdesk", article.text("folder_id")), Shelf(article.line("folder_id")))
            locale = article.line("language_code", "language", "locale")
            yield Entry(
                own=article.text("parent_id", "id"),
                title=article.line("title"),
                text=article.text("description"),
                part=locale,
                locale=locale,
                channel="knowledge" if seen_by == _AGENTS_ONLY or shelf.inside else None,
                updated=article.text("updated_at"),
                uses=article.number("hits"),
                url=article.text("url", "public_url") if article.text("url", "public_url").startswith("http") else "",
                metadata={
                    "category": around.get("category") or above.get("category", Fields({})).line("name"),
                    "folder": around.get("folder") or folder.line("name") or article.line("folder_name") or shelf.name,
                    "seen_by": _SEEN_BY.get(seen_by, "") or shelf.seen_by,
                    "tags": article.joined("tags"),
                },
                article=True,
                why=Reason.DRAFT if article.text("status") == _DRAFT else None,
                empty=Reason.ATTACHMENTS if article.many("attachments") else Reason.EMPTY,
            )


def _articles(record: Fields, around: dict[str, str]) -> Iterator[tuple[Fields, dict[str, str]]]:
    """The articles in a category, in a folder, or the record itself, with what the records around them say."""
    folders, articles = record.many("folders"), record.many("articles")
    for folder in folders:
        yield from _articles(folder, around | {"category": record.line("name")})
    inside = around | {"folder": record.line("name"), "visibility": record.text("visibility")}
    yield from ((article, inside) for article in articles)
    if not folders and not articles:
        yield record, around
