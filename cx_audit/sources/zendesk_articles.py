"""Zendesk help-center articles and their translations, as the API gives them: one answer per heading."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.sources.interface import Item, Reason
from cx_audit.sources.records import Entry, Fields, RecordSource

__all__ = ["ZendeskArticles"]

_MARKS = frozenset({"source_locale", "section_id", "user_segment_id", "draft", "source_id", "permission_group_id"})


class ZendeskArticles(RecordSource):
    """Help-center articles. Drafts and translations that their author marked outdated are skipped."""

    name = "zendesk-articles"
    default_channel: str | None = "faq"
    word = "article"
    prefix = "article"
    containers = ("articles", "article", "translations", "translation")
    folders_name_channel = True

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a body, a locale, and fields of the vendor's own."""
        return record.has("body", "locale") and len(_MARKS & record.values.keys()) > 1

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The body of the article."""
        locale = record.text("locale")
        yield Entry(
            own=record.text("source_id", "id"),
            title=record.line("title", "name"),
            text=record.text("body"),
            part=locale if locale != record.text("source_locale") else "",
            locale=locale,
            updated=record.text("edited_at", "updated_at"),
            url=record.text("html_url"),
            metadata={"user_segment_id": record.text("user_segment_id"), "labels": record.joined("label_names")},
            article=True,
            why=Reason.DRAFT
            if record.says("draft", True)
            else Reason.OUTDATED
            if record.says("outdated", True)
            else None,
        )
