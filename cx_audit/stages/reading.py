"""The answers of a block of groups read, and the texts of which the comparison needs to know what models make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cx_audit.compare import AnswerView, contexts_to_embed
from cx_audit.compare.outcomes import outcome_texts
from cx_audit.compare.polarity_vectors import clauses_to_embed
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.engine import Code, Stage
from cx_audit.stages.desk import WorkDesk
from cx_audit.stages.naming import Group, speakers

__all__ = ["READ", "Key", "Read", "ToRead", "dump_read", "load_read", "readings", "views"]

Key = tuple[str, str]
"""Language and text."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A block of groups."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """The contexts and the clauses of a group to embed, and its texts whose outcomes are to be read, each sorted."""

    contexts: tuple[Key, ...] = ()
    clauses: tuple[Key, ...] = ()
    outcomes: tuple[str, ...] = ()


def views(desk: WorkDesk, group: Group) -> list[AnswerView]:
    """The answers of a group as the comparison sees them."""
    return [desk.view(entry) for entry in group.entries]


def readings(desk: WorkDesk, group: Group) -> list[Reading]:
    """What each says as a whole; nothing where only one speaks."""
    return [desk.reading(entry) for entry in group.entries] if speakers(group.entries) > 1 else []


def _texts(desk: WorkDesk, group: Group) -> Read:
    found = [views(desk, group)]
    if len(found[0]) < 2:
        return Read()
    said = readings(desk, group)
    outcomes = outcome_texts(said) if desk.settings.outcomes else ()
    return Read(tuple(contexts_to_embed(found)), tuple(clauses_to_embed([said])), tuple(outcomes))


def _block(desk: WorkDesk, item: ToRead) -> list[Read]:
    texts = [_texts(desk, group) for group in item.groups]
    for group in item.groups:
        desk.leave(group.entries)
    return texts


def dump_read(read: Read) -> list[Any]:
    """As JSON knows it."""
    return [read.contexts, read.clauses, read.outcomes]


def load_read(row: list[Any]) -> Read:
    """What ``dump_read`` wrote. Raises TypeError or ValueError on anything else."""
    *keys, outcomes = row
    contexts, clauses = (tuple((language, text) for language, text in some) for some in keys)
    return Read(contexts, clauses, tuple(map(str, outcomes)))


def _dump(block: list[Read]) -> list[Any]:
    return [dump_read(read) for read in block]


def _load(rows: list[Any]) -> list[Read]:
    return [load_read(row) for row in rows]


READ: Stage[WorkDesk, ToRead, list[Read]] = Stage("read", _block, Code(_dump, _load))
