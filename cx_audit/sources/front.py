"""Front message templates and knowledge-base articles, as its Core API gives them (dev.frontapp.com)."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.model import Markup
from cx_audit.sources.interface import Item, Reason
from cx_audit.sources.records import Entry, Fields, RecordSource, moment

__all__ = ["FrontArticles", "FrontTemplates"]


class FrontTemplates(RecordSource):
    """Message templates. The name is the question; a subject is kept beside it."""

    name = "front-templates"
    word = "message template"
    prefix = "front"
    containers = ("_results",)

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a name and a body, whose id or links are those of a template."""
        named = record.text("id").startswith("rsp_") or "is_available_for_all_inboxes" in record
        return record.has("name", "body") and (named or "message_templates/" in _self_link(record))

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The body of the template."""
        limited = record.says("is_available_for_all_inboxes", False)
        yield Entry(
            own=record.text("id"),
            title=record.line("name"),
            text=record.text("body"),
            markup=Markup.HTML,
            updated=moment(record.text("updated_at")),
            metadata={
                "subject": record.line("subject"),
                "folder": record.inner("folder").line("name") or record.line("folder_name"),
                "restricted_to": "inboxes" if limited else "",
            },
            empty=Reason.ATTACHMENTS if record.many("attachments") else Reason.EMPTY,
        )


class FrontArticles(RecordSource):
    """Knowledge-base articles with their content, one record per language. What isn't published is skipped."""

    name = "front-articles"
    default_channel: str | None = "faq"
    word = "article"
    prefix = "front-article"
    containers = ("_results",)
    folders_name_channel = True

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record whose id or links are those of an article."""
        linked = "knowledge_base_articles/" in _self_link(record)
        return linked or (record.text("id").startswith("kba_") and record.has("status"))

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The content of the article in its language."""
        locale = record.line("locale")
        listed = not {"content", "html_content", "body"} & record.values.keys()
        url = record.text("url", "html_url")
        yield Entry(
            own=record.text("id"),
            title=record.line("name", "subject", "title", "slug"),
            text=record.text("content", "html_content", "body"),
            part=locale,
            locale=locale,
            updated=moment(record.text("last_edited_at", "updated_at")),
            url=url if url.startswith("http") else "",
            metadata={"keywords": record.joined("keywords")},
            article=True,
            why=Reason.DRAFT if record.text("status") == "draft" else Reason.PREVIEW if listed else None,
        )


def _self_link(record: Fields) -> str:
    return record.inner("_links").text("self")
