"""Intercom articles, internal articles, macros and snippets, as its API (2.14 and later) and data exports give them.

Layouts: developers.intercom.com, "Articles", "Internal Articles", "Macros", "Content Snippets".
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from cx_audit.model import Markup
from cx_audit.sources.interface import Item, Reason
from cx_audit.sources.records import Entry, Fields, RecordSource, moment

__all__ = ["IntercomArticles", "IntercomMacros", "IntercomSnippets"]


class IntercomArticles(RecordSource):
    """Articles in each language they are published in. Internal articles are of the channel ``knowledge``."""

    name = "intercom-articles"
    default_channel: str | None = "faq"
    word = "article"
    prefix = "intercom-article"
    containers = ("data", "articles")
    folders_name_channel = True

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record that says its type, or has a workspace, a body and a state."""
        typed = record.text("type") in ("article", "internal_article") and record.has("title", "body")
        return typed or record.has("workspace_id", "title", "body", "state")

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The default language, then the translations, each with its own state."""
        default = record.line("default_locale", "locale")
        shelf = item.shelves.get(("intercom", record.text("parent_id")))
        folder = shelf.name if shelf else ""
        yield self._entry(record, record, default, "", folder)
        translated = record.inner("translated_content")
        for locale in translated.values:
            content = translated.inner(locale)
            if locale not in ("type", default) and content.values:
                yield self._entry(record, content, locale, locale, folder)

    def _entry(self, record: Fields, content: Fields, locale: str, part: str, folder: str) -> Entry:
        url, counts = content.text("url") or record.text("url"), record.inner("statistics")
        internal = record.text("type") == "internal_article"
        return Entry(
            own=record.text("id"),
            title=content.line("title"),
            text=content.text("body"),
            part=part,
            locale=locale,
            channel="knowledge" if internal else None,
            updated=moment(content.text("updated_at") or record.text("updated_at")),
            uses=counts.number("views"),
            url=url if url.startswith("http") else "",
            metadata={
                "description": content.line("description"),
                "folder": folder,
                "seen_by": "agents" if internal else "",
            },
            article=True,
            why=Reason.DRAFT if content.text("state") == "draft" else None,
        )


class IntercomMacros(RecordSource):
    """Macros (saved replies). Their plain text is read, since only there placeholders have a name."""

    name = "intercom-macros"
    prefix = "intercom-macro"
    containers = ("data", "macros")

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a name and a body, in HTML and as text."""
        typed = record.text("type") == "macro" and record.has("name", "body")
        return typed or record.has("name", "body", "body_text")

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The text of the macro."""
        plain = record.text("body_text")
        who = record.line("visible_to")
        yield Entry(
            own=record.text("id"),
            title=record.line("name"),
            text=plain or record.text("body"),
            markup=Markup.PLAIN if plain else Markup.HTML,
            updated=moment(record.text("updated_at")),
            uses=record.number("usage_count"),
            metadata={
                "restricted_to": "" if who == "everyone" else who,
                "available_on": record.joined("available_on"),
            },
            why=Reason.ARCHIVED if record.says("archived", True) else None,
            empty=Reason.NO_REPLY,
        )


class IntercomSnippets(RecordSource):
    """Snippets: what the AI agent and the copilot answer from. One that is switched off for all of them is skipped."""

    name = "intercom-snippets"
    default_channel: str | None = "knowledge"
    word = "snippet"
    prefix = "intercom-snippet"
    containers = ("data", "content_snippets")
    folders_name_channel = True

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record that says its type, or has the text in blocks or Markdown."""
        typed = record.text("type") in ("content_snippet", "snippet")
        return "title" in record and (typed or record.has("json_blocks", "body_markdown"))

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The text of the snippet."""
        markdown, blocks = record.text("body_markdown"), _blocks(record)
        switches = [name for name in record.values if name.startswith("ai_") and name.endswith("_availability")]
        yield Entry(
            own=record.text("id"),
            title=record.line("title"),
            text=markdown or "\n".join(blocks),
            markup=Markup.MARKDOWN if markdown else Markup.HTML,
            locale=record.line("locale"),
            updated=moment(record.text("updated_at")),
            why=Reason.INACTIVE if switches and all(record.says(name, False) for name in switches) else None,
            written=markdown or next(iter(blocks), ""),
        )


def _blocks(record: Fields) -> list[str]:
    """The texts of ``json_blocks``, which responses hold as JSON within a string."""
    held = record.values.get("json_blocks")
    if isinstance(held, str):
        try:
            held = json.loads(held, strict=False)
        except (ValueError, RecursionError):
            return [held]
    texts = [Fields(block).text("text") for block in held] if isinstance(held, list) else []
    return [text for text in texts if text]
