"""Encoding and judging by workers: each loads the model once, and is given one batch after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from cx_audit.compare.judge import Judge, StatementPair, Verdict
from cx_audit.embed import Encoder, NoProgress, Progress, Prompt, Vectors
from cx_audit.engine import Code, Engine, Stage
from cx_audit.stages.desk import WorkDesk

__all__ = ["EMBED", "JUDGE", "SpreadEncoder", "SpreadJudge"]


@dataclass(frozen=True, slots=True)
class _Texts:
    prompt: Prompt
    texts: tuple[str, ...]
    outcomes: bool = False


def _encode(desk: WorkDesk, item: _Texts) -> Vectors:
    encoder = desk.outcome_reader if item.outcomes else desk.encoder
    return encoder.encode(item.texts, item.prompt, NoProgress())


EMBED: Stage[WorkDesk, _Texts, Vectors] = Stage("embed", _encode)


class SpreadEncoder:
    """An encoder whose batches are encoded by an engine's workers; a single batch is here.

    With ``outcomes`` it is the reader of outcomes, of which the workers have one as well.
    """

    def __init__(self, encoder: Encoder, engine: Engine, *, outcomes: bool = False) -> None:
        self.name, self.fingerprint, self.dimensions = encoder.name, encoder.fingerprint, encoder.dimensions
        self._encoder, self._engine, self._outcomes = encoder, engine, outcomes

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        """As the encoder itself does."""
        return self._encoder.encode(texts, prompt, progress)

    def encode_each(self, batches: Sequence[Sequence[str]], prompt: Prompt, progress: Progress) -> Iterator[Vectors]:
        """The vectors of each batch, in order; a batch is never cut, since some models mind the company of a text."""
        if len(batches) == 1:
            yield self.encode(batches[0], prompt, progress)
            return
        found = self._engine.map(EMBED, (_Texts(prompt, tuple(batch), self._outcomes) for batch in batches))
        for batch, (vectors, _) in zip(batches, found, strict=True):
            progress.advance(len(batch))
            yield vectors


def _judge(desk: WorkDesk, pairs: tuple[StatementPair, ...]) -> list[Verdict]:
    return desk.judge.judge(pairs)


def _dump(verdicts: list[Verdict]) -> list[Any]:
    return [astuple(verdict) for verdict in verdicts]


def _load(rows: list[Any]) -> list[Verdict]:
    return [Verdict(*row) for row in rows]


JUDGE: Stage[WorkDesk, tuple[StatementPair, ...], list[Verdict]] = Stage("judge", _judge, Code(_dump, _load))


class SpreadJudge:
    """A judge whose batches are ruled on by an engine's workers."""

    def __init__(self, judge: Judge, engine: Engine) -> None:
        self.name, self.fingerprint = judge.name, judge.fingerprint
        self._engine = engine

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        """See ``Judge.judge``."""
        return next(self.judge_each([pairs])) if pairs else []

    def judge_each(self, batches: Sequence[Sequence[StatementPair]]) -> Iterator[list[Verdict]]:
        """The verdicts of each batch, in order."""
        for verdicts, _ in self._engine.map(JUDGE, map(tuple, batches)):
            yield verdicts
