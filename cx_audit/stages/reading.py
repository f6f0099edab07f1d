"""The answers of a block of groups read, and the texts whose vectors the comparison needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cx_audit.compare import AnswerView, contexts_to_embed
from cx_audit.compare.polarity_vectors import clauses_to_embed
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.engine import Code, Stage
from cx_audit.stages.desk import WorkDesk
from cx_audit.stages.naming import Group, speakers

__all__ = ["READ", "Key", "Read", "ToRead", "readings", "views"]

Key = tuple[str, str]
"""Language and text."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A block of groups."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """The contexts and the clauses of a block to embed, each sorted."""

    contexts: tuple[Key, ...]
    clauses: tuple[Key, ...]


def views(desk: WorkDesk, group: Group) -> list[AnswerView]:
    """The answers of a group as the comparison sees them."""
    return [desk.view(entry) for entry in group.entries]


def readings(desk: WorkDesk, group: Group) -> list[Reading]:
    """What each says as a whole; nothing where only one speaks."""
    return [desk.reading(entry) for entry in group.entries] if speakers(group.entries) > 1 else []


def _block(desk: WorkDesk, item: ToRead) -> Read:
    read: list[list[AnswerView]] = []
    said: list[list[Reading]] = []
    for group in item.groups:
        found = views(desk, group)
        if len(found) > 1:
            read.append(found)
            said.append(readings(desk, group))
    texts = Read(tuple(contexts_to_embed(read)), tuple(clauses_to_embed(said)))
    for group in item.groups:
        desk.leave(group.entries)
    return texts


def _dump(read: Read) -> list[Any]:
    return [read.contexts, read.clauses]


def _load(rows: list[Any]) -> Read:
    contexts, clauses = (tuple((language, text) for language, text in keys) for keys in rows)
    return Read(contexts, clauses)


READ: Stage[WorkDesk, ToRead, Read] = Stage("read", _block, Code(_dump, _load))
