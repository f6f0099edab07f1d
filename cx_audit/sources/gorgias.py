"""Gorgias macros, as ``GET /api/macros`` gives them, or as CSV. Layout: developers.gorgias.com, "The Macro object"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cx_audit.model import Markup
from cx_audit.sources.interface import Item, Reason
from cx_audit.sources.record_tables import TableRecordSource
from cx_audit.sources.records import Entry, Fields

__all__ = ["GorgiasMacros"]

_NOTES = frozenset({"addInternalNote"})


class GorgiasMacros(TableRecordSource):
    """The texts that macros put into replies. Archived macros, notes and macros without text are skipped."""

    name = "gorgias-macros"
    prefix = "gorgias"
    containers = ("data",)
    columns: Mapping[str, tuple[str, ...]] = {
        "id": ("macro id",),
        "name": ("macro name", "title"),
        "body_html": ("response html",),
        "body_text": ("response text", "macro body"),
        "language": (),
        "usage": ("usage count",),
        "intent": (),
        "tags": ("macro tags",),
        "updated_datetime": ("updated at", "last updated"),
        "archived_datetime": ("archived at",),
    }
    needed = (("name", "body_html"), ("name", "body_text"))

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a name and a list of actions that have arguments."""
        named = [action for action in record.many("actions") if action.has("name", "arguments")]
        known = record.has("name", "intent", "language") or record.text("uri").startswith("/api/macros")
        return "name" in record and isinstance(record.values.get("actions"), list) and (bool(named) or known)

    def record(self, cells: Mapping[str, str]) -> Fields:
        """The macro of a row."""
        body = {name: cells[name] for name in ("body_html", "body_text") if name in cells}
        actions = [
            {"name": "setResponseText", "arguments": body},
            {"name": "addTags", "arguments": {"tags": cells.get("tags", "")}},
        ]
        return Fields({**cells, "actions": actions})

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """Each reply text of the macro."""
        actions = record.many("actions")
        replies = [action.inner("arguments") for action in actions if action.text("name") == "setResponseText"]
        held = [reply for reply in replies if reply.text("body_html", "body_text")]
        why = Reason.ARCHIVED if record.text("archived_datetime") else None
        if why is None and not held:
            why = _why_silent(actions, replies)
        tags = [action.inner("arguments").joined("tags") for action in actions if action.text("name") == "addTags"]
        for number, reply in enumerate(held[: None if why is None else 1] or [Fields({})]):
            html = reply.text("body_html")
            yield Entry(
                own=record.text("id"),
                title=record.line("name"),
                text=html or reply.text("body_text"),
                markup=Markup.HTML if html else Markup.PLAIN,
                part=str(number + 1) if len(held) > 1 else "",
                locale=record.line("language"),
                updated=record.text("updated_datetime"),
                uses=record.number("usage"),
                url=record.text("uri") if record.text("uri").startswith("https://") else "",
                metadata={"vendor_intent": record.line("intent"), "tags": ", ".join(filter(None, tags))},
                why=why,
                empty=Reason.ATTACHMENTS if reply.many("attachments") else Reason.NO_REPLY,
            )


def _why_silent(actions: list[Fields], replies: list[Fields]) -> Reason:
    if any(reply.many("attachments") for reply in replies):
        return Reason.ATTACHMENTS
    if any(action.text("name") in _NOTES for action in actions):
        return Reason.INTERNAL_NOTE
    return Reason.NO_REPLY
