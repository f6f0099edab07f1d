"""Chatwoot canned responses and help-center articles, as its Application API gives them (developers.chatwoot.com)."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.model import Markup
from cx_audit.sources.interface import Item, Reason
from cx_audit.sources.records import Entry, Fields, RecordSource, moment

__all__ = ["ChatwootArticles", "ChatwootReplies"]

# Some versions write the state by its number.
_WHY = {"draft": Reason.DRAFT, "0": Reason.DRAFT, "archived": Reason.ARCHIVED, "2": Reason.ARCHIVED}


class ChatwootReplies(RecordSource):
    """Canned responses: the short code that agents type is the question."""

    name = "chatwoot-replies"
    word = "canned response"
    prefix = "chatwoot"
    containers = ("payload", "canned_responses")

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a short code and a content."""
        return record.has("short_code", "content")

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The content, which is Markdown."""
        yield Entry(
            own=record.text("id"),
            title=record.line("short_code").lstrip("/").replace("-", " ").replace("_", " "),
            text=record.text("content"),
            markup=Markup.MARKDOWN,
            updated=moment(record.text("updated_at")),
            metadata={"short_code": record.line("short_code")},
        )


class ChatwootArticles(RecordSource):
    """Help-center articles. Drafts and archived articles are skipped."""

    name = "chatwoot-articles"
    default_channel: str | None = "faq"
    word = "article"
    prefix = "chatwoot-article"
    containers = ("payload",)
    folders_name_channel = True

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a title, a content and a status, of a portal or with Chatwoot's own counts."""
        own = {"portal", "portal_id", "associated_articles", "associated_article_id", "category_id", "account_id"}
        return record.has("title", "content", "status") and len(own & record.values.keys()) > 1

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The content, which is Markdown."""
        category = record.inner("category")
        url = record.text("link", "url")
        yield Entry(
            own=record.text("id"),
            title=record.line("title"),
            text=record.text("content"),
            markup=Markup.MARKDOWN,
            locale=record.line("locale") or category.line("locale") or record.inner("meta").line("locale"),
            updated=moment(record.text("updated_at")),
            uses=record.number("views"),
            url=url if url.startswith("http") else "",
            metadata={
                "category": category.line("name") or record.line("category_id"),
                "tags": record.inner("meta").joined("tags"),
            },
            article=True,
            why=_WHY.get(record.text("status")),
        )
