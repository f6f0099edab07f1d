"""The columns of a table of messages, and a row of them as a turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from cx_audit.conversations import Role, Turn, role_of
from cx_audit.errors import SourceError
from cx_audit.model import Skipped
from cx_audit.sources.columns import Row, Wanted, field_names, plain_name
from cx_audit.sources.conversations import message_text
from cx_audit.sources.ids import squeeze
from cx_audit.sources.interface import Item, Reason, skip
from cx_audit.sources.jsontext import text_of

__all__ = ["FIELDS", "INNER", "TURNS", "row_to_turn", "turn_fields", "when"]

INNER = ("messages", "turns", "transcript", "dialogue", "dialog", "utterances")
"""Keys under which one record may hold all messages of its conversation."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "conversation": (
        "conversation_id", "conversationid", "conversation", "conv_id", "ticket_id", "ticketid", "ticket", "chat_id",
        "session_id", "sessionid", "session", "thread_id", "threadid", "dialogue_id", "dialog_id", "case_id",
        "case_number", "interaction_id", "conversation_uuid",
    ),
    "text": (
        "text", "message", "body", "content", "message_text", "message_body", "comment", "comment_body", "utterance",
        "msg",
    ),
    "role": (
        "role", "author_role", "author_type", "sender_type", "sender_role", "from_type", "participant_role",
        "participant_type", "speaker", "speaker_role", "user_type", "message_type", "direction", "sender", "author",
        "from", "participant",
    ),
    "author": ("author_id", "sender_id", "participant_id", "from_id", "agent_id", "rep_id"),
    "user": ("user_id", "customer_id", "visitor_id", "contact_id", "requester_id"),
    "agent": ("agent_id", "agent", "rep", "rep_id", "agent_name", "assignee_id", "assignee"),
    "name": ("author_name", "sender_name", "from_name", "participant_name", "display_name", "agent_name", "name"),
    "customer": ("customer_name", "requester_name", "visitor_name", "client_name", "contact_name", "customer"),
    "email": ("author_email", "sender_email", "from_email", "email"),
    "time": ("created_at", "timestamp", "time", "sent_at", "datetime", "date", "message_time", "created"),
    "turn": (
        "turn", "turn_number", "turn_index", "message_number", "message_index", "seq", "sequence", "position", "index",
    ),
    "id": ("message_id", "turn_id", "comment_id", "event_id", "id"),
    "locale": ("locale", "language", "lang"),
    "subject": ("subject", "ticket_subject", "topic"),
    "public": ("public", "is_public"),
    "private": ("private", "is_private", "internal", "is_internal", "is_note"),
}  # fmt: skip
"""The columns that mean something, each with the names under which exports hold it, the most telling first."""

_YES, _NO = {"true", "1", "yes", "y", "t"}, {"false", "0", "no", "n", "f"}
_MILLISECONDS = 1e11
_LAST = 253_402_300_800  # the year 10000


@lru_cache(maxsize=64)
def _fields(columns: tuple[str, ...]) -> Mapping[str, str]:
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain_name(column), column)
    found = {}
    for name, known in FIELDS.items():
        held = next((by_name[spelling] for spelling in known if spelling in by_name), None)
        if held is not None:
            found[name] = held
    return found


def turn_fields(columns: Iterable[str]) -> Mapping[str, str]:
    """Which column holds which field."""
    return _fields(tuple(columns))


def _enough(columns: Iterable[str]) -> bool:
    """Whether the columns are those of messages; a table of questions with their answers is none."""
    columns = list(columns)
    plain = set(map(plain_name, columns))
    fields = turn_fields(columns).keys()
    answers = {"question", "answer"} <= field_names(columns).keys()
    if {"question", "answer"} <= plain or (answers and "role" not in fields):
        return False
    if plain & set(INNER):
        return bool(plain - set(INNER)) and not answers
    return {"conversation", "text"} <= fields and bool({"role", "agent"} & fields)


def _require(columns: Iterable[str], item: Item, path: str, line: int | None) -> None:
    columns = list(columns)
    if _enough(columns):
        return
    fields = turn_fields(columns)
    needed = {"conversation": "conversation_id", "text": "text", "role": "role"}
    missing = ", ".join(name for field, name in needed.items() if field not in fields)
    listed = ", ".join(repr(squeeze(column)[:40]) for column in columns[:20]) or "none"
    remedy = "rename the columns; needed are conversation_id, role and text"
    raise SourceError(f"no column {missing or 'text'}; found {listed}", path=path, line=line, remedy=remedy)


TURNS = Wanted(turn_fields, _enough, _require, ("conversations",))


def row_to_turn(row: Row, item: Item) -> Turn | Skipped:
    """The turn that a row holds, or why it holds none."""
    fields = turn_fields(row.values)

    def cell(name: str) -> str:
        return text_of(row.values[fields[name]]) if name in fields else ""

    conversation, text = squeeze(cell("conversation")), cell("text")
    if not conversation:
        return skip(row.path, Reason.NO_CONVERSATION, row.where)
    role = _role(cell, fields)
    if role is None:
        return skip(row.path, Reason.UNKNOWN_SPEAKER, f"{row.where}: {squeeze(cell('role'))[:40]!r}")
    if not text.strip():
        return skip(row.path, Reason.EMPTY, row.where)
    seconds, day = when(cell("time"))
    number, _ = when(cell("turn"))
    named = (cell("customer") if role is Role.CUSTOMER else "") or cell("name")
    spoken = cell("role")
    author = _author(cell, role)
    return Turn(
        conversation=conversation,
        role=role,
        text=message_text(text),
        author=author,
        name=squeeze(named) or (author if author and not any(map(str.isdigit, author)) else None)
        or (squeeze(spoken) if role_of(spoken) is None and "@" not in spoken else None) or None,
        email=squeeze(cell("email")) or None,
        at=number if number is not None else seconds,
        day=day,
        locale=squeeze(cell("locale")) or None,
        subject=squeeze(cell("subject")) or None,
        record=squeeze(cell("id")) or None,
        line=row.line,
    )  # fmt: skip


def _author(cell: Callable[[str], str], role: Role) -> str | None:
    """The id of who speaks; the agent's column tells the rep of the conversation, not the customer."""
    if role is Role.AGENT:
        return squeeze(cell("author")) or squeeze(cell("agent")) or None
    author = squeeze(cell("author"))
    return (author if author != squeeze(cell("agent")) else None) or squeeze(cell("user")) or None


def _role(cell: Callable[[str], str], fields: Mapping[str, str]) -> Role | None:
    if cell("private").strip().lower() in _YES or cell("public").strip().lower() in _NO:
        return Role.NOTE
    said = cell("role")
    agent = squeeze(cell("agent"))
    if "role" not in fields:
        return Role.AGENT if agent else Role.CUSTOMER
    role = role_of(said)
    if role is None and agent and squeeze(said) == agent:
        return Role.AGENT
    if role is None and said.lower().startswith(("bot ", "bot:", "bot-")):
        return Role.BOT
    return role


def when(cell: str) -> tuple[float | None, str | None]:
    """A time as seconds since 1970 (or any number as it is) and its day; None where it is neither."""
    cell = cell.strip()
    try:
        number = float(cell)
    except ValueError:
        return _iso(cell)
    seconds = number / 1000 if number > _MILLISECONDS else number
    day = datetime.fromtimestamp(seconds, UTC).date().isoformat() if 1e8 < seconds < _LAST else None
    return (number, day) if number == number and abs(number) != float("inf") else (None, None)


def _iso(cell: str) -> tuple[float | None, str | None]:
    try:
        moment = datetime.fromisoformat(cell.removesuffix(" UTC"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.timestamp(), moment.date().isoformat()
    except (ValueError, OverflowError):
        return None, None
