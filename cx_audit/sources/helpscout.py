"""Help Scout saved replies (Mailbox API v2) and Docs articles (Docs API v1). Layouts: developer.helpscout.com."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.model import Markup
from cx_audit.sources.interface import Item, Reason, Shelf
from cx_audit.sources.records import Entry, Fields, RecordSource

__all__ = ["HelpScoutArticles", "HelpScoutReplies"]


class HelpScoutReplies(RecordSource):
    """Saved replies. The list of a mailbox holds only the first words of each (``preview``): those are skipped."""

    name = "helpscout-replies"
    word = "saved reply"
    prefix = "helpscout"
    containers = ("savedReplies", "saved-replies", "saved_replies", "data")

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with an id, a name and a text for mail or chat, or the preview of one; nothing that others hold."""
        said = {"text", "chatText", "preview", "chatPreview"} & record.values.keys()
        return (
            record.has("id", "name")
            and bool(said)
            and not {"title", "status", "content", "actions", "body"} & (record.values.keys())
        )

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The text for mail and, where it is another, the one for chat."""
        mail, chat = record.text("text"), record.text("chatText")
        preview = not mail and not chat and bool(record.text("preview", "chatPreview"))
        texts = [(mail, Markup.HTML, "")]
        if chat and chat != mail:
            texts = (
                [(mail, Markup.HTML, "email"), (chat, Markup.PLAIN, "chat")] if mail else [(chat, Markup.PLAIN, "chat")]
            )
        for text, markup, medium in texts:
            yield Entry(
                own=record.text("id"),
                title=record.line("name"),
                text=text,
                markup=markup,
                part=medium if len(texts) > 1 else "",
                updated=record.text("updatedAt", "modifiedAt"),
                metadata={"reply_channel": medium},
                why=Reason.PREVIEW if preview else None,
            )


class HelpScoutArticles(RecordSource):
    """Docs articles. What isn't published is skipped, and so is a list of articles without their texts."""

    name = "helpscout-articles"
    default_channel: str | None = "faq"
    word = "article"
    prefix = "helpscout-article"
    containers = ("articles", "article")
    folders_name_channel = True

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a name, a status and a collection, or the page of a list of them."""
        return any(
            one.has("name", "status") and bool({"collectionId", "publicUrl", "lastPublishedAt"} & one.values.keys())
            for one in (record, *record.many("items"))
        )

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The article, or those of a page of them."""
        for article in record.many("items") or [record]:
            public = article.text("publicUrl")
            listed = not article.text("text") and "text" not in article
            draft = article.text("status") == "notpublished"
            shelf = item.shelves.get(("helpscout", article.text("collectionId")), Shelf(""))
            within = [item.shelves.get(("helpscout", own)) for own in article.joined("categories").split(", ")]
            names = ", ".join(one.name for one in within if one is not None)
            yield Entry(
                own=article.text("id"),
                title=article.line("name"),
                text=article.text("text"),
                locale=article.line("locale", "language"),
                channel="knowledge" if shelf.inside else None,
                updated=article.text("updatedAt", "lastPublishedAt"),
                uses=article.number("viewCount"),
                url=public if public.startswith("http") else "",
                metadata={
                    "collection": shelf.name,
                    "categories": names or article.joined("categories"),
                    "keywords": article.joined("keywords"),
                },
                article=True,
                why=Reason.DRAFT if draft else Reason.PREVIEW if listed else None,
            )
