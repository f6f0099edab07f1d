"""How a run is done: its desk, its engine, where vectors come from, what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cx_audit.engine import Engine, Here
from cx_audit.group import Stored
from cx_audit.memo import Memo, NoMemo
from cx_audit.stages.blocks import in_blocks
from cx_audit.stages.desk import MOST_KEPT, WorkDesk
from cx_audit.stages.naming import Group
from cx_audit.stages.recall import Recall
from cx_audit.stages.settings import Settings

__all__ = ["Embed", "Work"]

Embed = Callable[[Sequence[str]], Stored]
"""Texts to unit vectors [n, d], or to the numbers [n, READ] of ``Outcomes``; caching and progress are the caller's."""


@dataclass(frozen=True, slots=True)
class Work:
    """How this run is done: the desk of this process, and the engine that the stages are given to.

    ``recall`` knows questions of earlier runs, where they count; ``outcomes`` reads what answers come to, where
    ``settings`` name a model that does.
    """

    settings: Settings
    desk: WorkDesk
    engine: Engine
    embed: Embed
    memo: Memo
    recall: Recall | None = None
    outcomes: Embed | None = None

    @classmethod
    def of(
        cls,
        settings: Settings,
        embed: Embed,
        memo: Memo | None,
        engine: Engine | None,
        recall: Recall | None = None,
        outcomes: Embed | None = None,
    ) -> Work:
        """With a desk in this process, and no other worker where there is no ``engine``."""
        desk = WorkDesk(settings, memo, room=MOST_KEPT if memo else None)
        return cls(settings, desk, engine or Here(desk), embed, memo or NoMemo(), recall, outcomes)

    def blocks(self, groups: Sequence[Group]) -> list[tuple[Group, ...]]:
        """Groups, in order, cut for the engine."""
        return in_blocks(groups, [len(group.rows) for group in groups], self.engine.block)
