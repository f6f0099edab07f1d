"""Intercom conversations, as ``/conversations/{id}`` gives them: one, a list of them, or one a line.

https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations names the fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cx_audit.conversations import Role, Turn
from cx_audit.model import Answer, Skipped
from cx_audit.sources.conversations import answers_of, message_text
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import Record, first_record, json_objects, text_of
from cx_audit.sources.turn_columns import when

__all__ = ["IntercomConversations"]

_CONTAINERS = ("conversations", "data")
_ROLES = {
    "user": Role.CUSTOMER,
    "lead": Role.CUSTOMER,
    "contact": Role.CUSTOMER,
    "visitor": Role.CUSTOMER,
    "admin": Role.AGENT,
    "team": Role.SYSTEM,
    "bot": Role.BOT,
}
_SAID = ("comment", "quick_reply")
_NOTES = ("note", "note_and_reopen")
_OPENS_WITH_WORDS = ("assignment", "open", "close", "snoozed")
_UNASKED = ("automated", "campaigns_initiated", "operator_initiated")


class IntercomConversations:
    """What teammates and bots wrote in conversations. Notes and events are skipped."""

    name = "intercom-conversations"
    default_channel: str | None = "agent"

    def detect(self, item: Item) -> float:
        """By a record that is a conversation by its type, or has parts of one."""
        record = first_record(item.file, _CONTAINERS)
        value = record.value if record else None
        if not isinstance(value, dict) or not isinstance(value.get("source"), dict):
            return 0.0
        return CERTAIN if value.get("type") == "conversation" or "conversation_parts" in value else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """What teammates and bots answered."""
        return answers_of(item, _turns(item))


def _turns(item: Item) -> Iterator[Turn | Skipped]:
    for found in json_objects(item.file, item.limits, _CONTAINERS):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from _conversation(item, *found)


def _conversation(item: Item, record: Record, value: dict[str, object]) -> Iterator[Turn | Skipped]:
    own, source = text_of(value.get("id")), value.get("source")
    if not own:
        yield skip(item.path, Reason.NO_CONVERSATION, f"{item.path}:{record.line}")
        return
    if isinstance(source, dict):
        opening = {"part_type": "comment", "created_at": value.get("created_at")} | source
        unasked = text_of(source.get("delivered_as")) in _UNASKED
        yield from _turn(item, record, own, opening, value, Role.SYSTEM if unasked else None)
    held = value.get("conversation_parts")
    parts = held.get("conversation_parts") if isinstance(held, dict) else held
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            yield from _turn(item, record, own, part, value, None)


def _turn(
    item: Item, record: Record, own: str, part: Mapping[str, object], value: Mapping[str, object], role: Role | None
) -> Iterator[Turn | Skipped]:
    kind, body = text_of(part.get("part_type")), message_text(text_of(part.get("body")))
    said = kind in _SAID or kind in _NOTES or (kind in _OPENS_WITH_WORDS and bool(body))
    if not said or (part.get("redacted") is True and not body):
        return  # an event: nobody said anything
    held = part.get("author")
    author: Mapping[str, object] = held if isinstance(held, dict) else {}
    speaks = role or (Role.NOTE if kind in _NOTES else _ROLES.get(text_of(author.get("type"))))
    where = f"{item.path}:{record.line}: conversation {own}"
    if speaks is None:
        yield skip(item.path, Reason.UNKNOWN_SPEAKER, where)
        return
    if author.get("from_ai_agent") is True and speaks is Role.AGENT:
        speaks = Role.BOT
    seconds, day = when(text_of(part.get("created_at")))
    yield Turn(
        conversation=own,
        role=speaks,
        text=body,
        author=text_of(author.get("id")) or None,
        name=text_of(author.get("name")) or None,
        email=text_of(author.get("email")) or None,
        at=seconds,
        day=day,
        subject=_title(part, value),
        record=text_of(part.get("id")) or None,
        line=record.line,
    )


def _title(part: Mapping[str, object], value: Mapping[str, object]) -> str | None:
    title = message_text(text_of(part.get("subject")) or text_of(value.get("title")))
    return title or None
