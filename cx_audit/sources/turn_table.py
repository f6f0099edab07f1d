"""Conversations as a table of messages: CSV, TSV, JSON Lines, XLSX and Parquet; or a record per conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cx_audit.conversations import Turn
from cx_audit.model import Answer, Skipped
from cx_audit.sources.columns import Row, plain_name
from cx_audit.sources.conversations import answers_of
from cx_audit.sources.encoding import peek
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import first_record, is_json, text_of
from cx_audit.sources.table import delimited_header, table_rows
from cx_audit.sources.turn_columns import INNER, TURNS, row_to_turn
from cx_audit.sources.workbook import is_parquet, is_workbook, parquet_columns, tables_in_workbook

__all__ = ["TurnTable"]


class TurnTable:
    """Messages, one a row, that name their conversation and who speaks."""

    name = "conversations"
    default_channel: str | None = "agent"

    def detect(self, item: Item) -> float:
        """By the names of the columns."""
        file = item.file
        if is_parquet(file):
            return CERTAIN if TURNS.enough(parquet_columns(file)) else 0.0
        if is_workbook(file):
            return CERTAIN if tables_in_workbook(file, item.limits, TURNS) else 0.0
        if is_json(file):
            record = first_record(file, TURNS.containers)
            value = record.value if record else None
            return CERTAIN if isinstance(value, dict) and TURNS.enough(value) and _plausible(value) else 0.0
        header = delimited_header(peek(file), TURNS)
        return CERTAIN if header is not None and TURNS.enough(header[1]) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """What reps and bots answered; SourceError where a needed column is missing."""
        return answers_of(item, _turns(item))


def _turns(item: Item) -> Iterator[Turn | Skipped]:
    for row in table_rows(item, TURNS):
        if isinstance(row, Skipped):
            yield row
            continue
        inner = _inner(row.values)
        if inner is None:
            yield row_to_turn(row, item)
        else:
            yield from _messages(row, inner, item)


def _plausible(record: Mapping[str, object]) -> bool:
    """Whether messages inside a record are such: objects with a text and a role."""
    inner = _inner(record)
    if inner is None:
        return True
    first = inner[0] if inner else None
    return isinstance(first, dict) and TURNS.enough([*first, "conversation_id"])


def _inner(record: Mapping[str, object]) -> list[object] | None:
    for key, value in record.items():
        if isinstance(value, list) and plain_name(key) in INNER:
            return value
    return None


def _messages(row: Row, inner: list[object], item: Item) -> Iterator[Turn | Skipped]:
    """The messages of one record; what it says itself (its id, the language) holds for each of them."""
    outer = {key: value for key, value in row.values.items() if not isinstance(value, list | dict)}
    own = next((text_of(value) for key, value in outer.items() if plain_name(key) == "id"), "")
    shared = {key: value for key, value in outer.items() if plain_name(key) not in ("id", "role", "text")}
    shared.setdefault("conversation_id", own or f"{row.line or 0}")
    for message in inner:
        if isinstance(message, dict):
            yield row_to_turn(Row(shared | message, row.path, row.line), item)
        else:
            yield skip(row.path, Reason.BROKEN_JSON, f"{row.where}: a message that is no object")
