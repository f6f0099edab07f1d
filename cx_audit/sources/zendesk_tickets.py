"""Zendesk tickets with their comments: the JSON export of the admin center, or tickets joined with ``/comments``.

https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/ names the fields. Public comments only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cx_audit.conversations import Role, Turn
from cx_audit.model import Answer, Skipped
from cx_audit.sources.conversations import answers_of, message_text
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import Record, first_record, json_objects, text_of
from cx_audit.sources.mail_text import newest_text
from cx_audit.sources.turn_columns import when

__all__ = ["ZendeskTickets"]

_CONTAINERS = ("tickets", "ticket")
_ROLES = {"end-user": Role.CUSTOMER, "agent": Role.AGENT, "admin": Role.AGENT}
_SYSTEM_AUTHOR = "-1"
_AUTOMATIC = ("rule", "system")
_PEOPLE = ("requester", "submitter", "assignee")


class ZendeskTickets:
    """What agents wrote to customers in tickets."""

    name = "zendesk-tickets"
    default_channel: str | None = "agent"

    def detect(self, item: Item) -> float:
        """By a record with comments that have an author and say whether they are public."""
        record = first_record(item.file, _CONTAINERS)
        value = record.value if record else None
        if not isinstance(value, dict):
            return 0.0
        comments = _comments(value)
        told = any("author_id" in comment and "public" in comment for comment in comments)
        return CERTAIN if told and ("requester_id" in value or "requester" in value) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """What agents and bots answered."""
        return answers_of(item, _turns(item))


def _turns(item: Item) -> Iterator[Turn | Skipped]:
    for found in json_objects(item.file, item.limits, _CONTAINERS):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from _ticket(item, *found)


def _objects(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _comments(ticket: Mapping[str, object]) -> list[dict[str, object]]:
    """The comments: a list, or a page of them as the API gives it."""
    held = ticket.get("comments")
    return _objects(held.get("comments") if isinstance(held, dict) else held)


def _users(ticket: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """The people that the ticket describes, by id."""
    held = ticket.get("comments")
    listed = [*_objects(ticket.get("users")), *_objects(held.get("users") if isinstance(held, dict) else None)]
    listed += [one for one in (ticket.get(name) for name in _PEOPLE) if isinstance(one, dict)]
    return {text_of(one.get("id")): one for one in listed if one.get("id") is not None}


def _ticket(item: Item, record: Record, ticket: dict[str, object]) -> Iterator[Turn | Skipped]:
    users = _users(ticket)
    requester = ticket.get("requester")
    asker = text_of(ticket.get("requester_id")) or text_of(requester.get("id") if isinstance(requester, dict) else "")
    own = text_of(ticket.get("id"))
    where = f"{item.path}:{record.line}: ticket {own}"
    if not own:
        yield skip(item.path, Reason.NO_CONVERSATION, where)
        return
    comments = _comments(ticket)
    if not comments:
        yield skip(item.path, Reason.UNANSWERED, where)
    locale = text_of(requester.get("locale")) if isinstance(requester, dict) else ""
    for comment in comments:
        author = text_of(comment.get("author_id"))
        user = users.get(author, {})
        seconds, day = when(text_of(comment.get("created_at")))
        yield Turn(
            conversation=own,
            role=_role(comment, author, asker, user),
            text=newest_text(_text(comment)),
            author=author or None,
            name=text_of(user.get("name")) or None,
            email=text_of(user.get("email")) or None,
            at=seconds,
            day=day,
            locale=locale or None,
            subject=text_of(ticket.get("subject")) or None,
            record=text_of(comment.get("id")) or None,
            line=record.line,
        )


def _via(comment: Mapping[str, object]) -> str:
    via = comment.get("via")
    return text_of(via.get("channel")).lower() if isinstance(via, dict) else ""


def _text(comment: Mapping[str, object]) -> str:
    """The comment as plain text, which is without HTML where Zendesk gives it so."""
    said = (text_of(comment.get(name)) for name in ("plain_body", "body", "html_body"))
    return message_text(next((text for text in said if text.strip()), ""))


def _role(comment: Mapping[str, object], author: str, asker: str, user: Mapping[str, object]) -> Role:
    """Who wrote it. Zendesk's own bot and its rules have channels of their own."""
    via = _via(comment)
    if comment.get("public") is not True:
        return Role.NOTE
    if via in _AUTOMATIC or author == _SYSTEM_AUTHOR:
        return Role.SYSTEM
    if via.startswith("answer_bot"):
        return Role.BOT
    if author == asker:
        return Role.CUSTOMER
    return _ROLES.get(text_of(user.get("role")), Role.AGENT)
