"""Zendesk macros, as ``/api/v2/macros`` gives them: a page, a list of pages, or one record a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cx_audit.model import Markup
from cx_audit.sources.ids import slug
from cx_audit.sources.interface import Item, Reason
from cx_audit.sources.jsontext import text_of
from cx_audit.sources.records import Entry, Fields, RecordSource
from cx_audit.sources.zendesk_snippets import fill

__all__ = ["ZendeskMacros"]

_API = re.compile(r"\A(https://[^/\s]+)/api/v2/macros/(\d+)(?:\.json)?\Z")
_PAGE = r"\1/admin/workspaces/agent-workspace/macros/\2"
"""Where people mend a macro: the address in the API shows JSON, and that only to those who are signed in there."""

_REPLIES = {"comment_value": Markup.PLAIN, "comment_value_html": Markup.HTML}


@dataclass(frozen=True, slots=True)
class _Reply:
    """A text that a macro writes; ``channel`` where it is for replies by one medium only."""

    text: str
    markup: Markup
    channel: str | None


class ZendeskMacros(RecordSource):
    """The replies that agents insert. Inactive macros, notes and macros without words are skipped."""

    name = "zendesk-macros"
    prefix = "macro"
    containers = ("macros", "macro")

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a title and a list of actions on fields."""
        return "title" in record and isinstance(record.values.get("actions"), list)

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """Each reply, once per language of its dynamic content."""
        actions = record.many("actions")
        own, title, replies = record.text("id"), record.line("title", "raw_title"), _replies(actions)
        if record.says("active", False) or not replies or _is_note(actions):
            why = (
                Reason.INACTIVE
                if record.says("active", False)
                else Reason.INTERNAL_NOTE
                if replies
                else Reason.NO_REPLY
            )
            yield Entry(own, title, "", why=why)
            return
        for reply in replies:
            medium = slug(reply.channel or reply.markup) if len(replies) > 1 else ""
            for locale, text in fill(reply.text, item.snippets):
                yield Entry(
                    own=own,
                    title=title,
                    text=text,
                    markup=reply.markup,
                    part="-".join(filter(None, (medium, locale))),
                    locale=locale if locale and not locale.startswith("#") else "",
                    updated=record.text("updated_at"),
                    uses=record.number("usage_30d"),
                    url=_API.sub(_PAGE, record.text("url")),
                    metadata={
                        "description": record.line("description"),
                        "reply_channel": reply.channel or "",
                        "restricted_to": record.inner("restriction").text("type"),
                    },
                    empty=Reason.NO_REPLY,
                    written=reply.text,
                )


def _replies(actions: list[Fields]) -> list[_Reply]:
    """The texts of the actions, once each; a value is a text, or a medium and a text."""
    found: dict[tuple[str, str | None], _Reply] = {}
    for action in actions:
        markup = _REPLIES.get(action.text("field"))
        if markup is None:
            continue
        value = action.values.get("value")
        parts = [text_of(part) for part in value] if isinstance(value, list) else [text_of(value)]
        channel = parts[0].removeprefix("channel:") if len(parts) > 1 else "all"
        said = None if channel == "all" else channel
        if parts and parts[-1].strip():
            found.setdefault((parts[-1], said), _Reply(parts[-1], markup, said))
    return list(found.values())


def _is_note(actions: list[Fields]) -> bool:
    modes = [action for action in actions if action.text("field") == "comment_mode_is_public"]
    return bool(modes) and modes[-1].says("value", False)
