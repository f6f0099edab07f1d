"""A small company, an encoder that any process can open, and audits of it by one engine or another."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from benchmarks.speed.bag import Bags, open_bags
from benchmarks.speed.corpora import corpus
from cx_audit.compare.judge import Judge, Said, StatementPair, Verdict
from cx_audit.embed import embed
from cx_audit.engine import Array, Engine, Learnt, Shared, Stage
from cx_audit.group import Matrix
from cx_audit.group.fitted import same_question_weights
from cx_audit.group.neighbours import Found
from cx_audit.group.score import LeastLikeness
from cx_audit.memo import Memo
from cx_audit.model import Answer, Report, Skipped
from cx_audit.pipeline import run
from cx_audit.report import Format, render
from cx_audit.stages import Recall, Settings, Setup, SpreadEncoder

SETTINGS = Settings(languages=("en", "nl", "es", "vi", "ar", "de", "fr"), model="bags@1")
SETUP = Setup(SETTINGS, encoder=open_bags)
STAGES = ("prepare", "embed", "name", "read", "compare")


class Weighing:
    """A judge that rules by the hash of what is asked."""

    name = fingerprint = "weighing@1"

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        chances = [int(pair.key()[:2], 16) / 512 for pair in pairs]
        return [Verdict(0.5 + chance, 0.5 - chance, 0.0, 0.0) for chance in chances]


JUDGED = Setup(SETTINGS, encoder=open_bags, judge=Weighing)
READING = Setup(SETTINGS, outcome_reader=open_bags)


def batches() -> list[list[StatementPair]]:
    """Twenty batches of pairs of statements."""
    said = [Said(f"You can return it within {days} days.", "en", "Can I return it?") for days in range(81)]
    pairs = list(map(StatementPair.of, said, said[1:]))
    return [pairs[start : start + 4] for start in range(0, len(pairs), 4)]


def company(count: int, groups: int, wide: int = 48) -> Matrix:
    """Vectors about so many questions."""
    chance = np.random.default_rng(7)
    centres = chance.standard_normal((groups, wide))
    rows = centres[chance.integers(0, groups, count)] + 0.5 * chance.standard_normal((count, wide))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def least(count: int) -> LeastLikeness:
    """What is near among so many answers of eight catalogues."""
    return LeastLikeness(same_question_weights(), 1.5, np.arange(count) % 8, np.zeros(count, dtype=np.bool_))


def same(one: Found, other: Found) -> bool:
    """Whether two searches found the same, to the last bit."""
    parts = [
        (one.best, other.best),
        (one.who, other.who),
        (one.left, other.left),
        (one.right, other.right),
        (one.likeness, other.likeness),
    ]
    return all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in parts)


@cache
def answers(count: int = 100) -> tuple[Answer, ...]:
    return tuple(corpus(count))


@cache
def _vectors(texts: tuple[str, ...]) -> Matrix:
    return embed(texts, "query", Bags())


def bags(texts: Sequence[str]) -> Matrix:
    """Vectors by this process."""
    return _vectors(tuple(texts))


def audited(
    engine: Engine | None = None,
    settings: Settings = SETTINGS,
    memo: Memo | None = None,
    judge: Judge | None = None,
    recall: Recall | None = None,
) -> Report:
    """An audit of the small company; with an engine its workers make the vectors as well."""

    def spread(texts: Sequence[str]) -> Matrix:
        return embed(texts, "query", SpreadEncoder(Bags(), engine)) if engine else bags(texts)

    records: Iterable[Answer | Skipped] = [*answers(), Skipped("a.csv", "draft")]
    return run(records, settings, spread, memo, judge=judge, engine=engine, recall=recall)


def told(report: Report) -> bytes:
    """The report as bytes."""
    out = render(report, Format.JSON)
    return out if isinstance(out, bytes) else out.encode()


class Watched:
    """An engine that counts the blocks of each stage, and does something once a stage has its first result."""

    def __init__(self, engine: Engine, stage: str = "", then: Callable[[], None] | None = None) -> None:
        self._engine, self._stage, self._then = engine, stage, then
        self.workers, self.block = engine.workers, engine.block
        self.blocks: dict[str, int] = {}
        self.done = 0

    def share(self, array: Array) -> Shared:
        return self._engine.share(array)

    def map(self, stage: Stage[Any, Any, Any], items: Iterable[Any]) -> Iterator[tuple[Any, Learnt]]:
        for found in self._engine.map(stage, items):
            self.blocks[stage.name] = self.blocks.get(stage.name, 0) + 1
            if stage.name == self._stage and self.blocks[stage.name] == 1 and self._then:
                self._then()
                self.done += 1
            yield found

    def close(self) -> None:
        self._engine.close()


def kill(pids: Iterable[int]) -> None:
    """End processes as the system does that has no memory left."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
