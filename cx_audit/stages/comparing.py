"""The findings of a block of groups, with the vectors of the words around their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cx_audit.compare import Contexts, Weights, compare_question, contexts_to_embed
from cx_audit.compare.outcomes import READ, Outcomes, outcome_texts
from cx_audit.compare.polarity_vectors import ClauseVectors, clauses_to_embed
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.compare.record import Record
from cx_audit.engine import Code, Engine, Shared, Stage
from cx_audit.group import Centred, Matrix, Means, Stored
from cx_audit.model import Finding, Question
from cx_audit.stages.desk import WorkDesk
from cx_audit.stages.findings import dump_finding, load_finding
from cx_audit.stages.naming import Group, Grouped, score_of
from cx_audit.stages.reading import Key, readings, views

__all__ = ["COMPARE", "OutcomeTexts", "Texts", "ToCompare", "compare_block", "odds_of"]


@dataclass(frozen=True, slots=True)
class OwnVectors:
    """Vectors that no other process needs."""

    array: Centred


@dataclass(frozen=True, slots=True)
class Texts:
    """Distinct texts, sorted, with the centred vector of each at its row."""

    rows: dict[Key, int]
    vectors: Centred

    @classmethod
    def of(cls, keys: Sequence[Key], vectors: Stored | None, means: Means) -> Texts:
        """Take the mean of each language away."""
        if vectors is None:
            return cls({}, Centred(np.zeros((0, 1), dtype=np.float32), ()))
        centred = Centred(vectors, [language for language, _ in keys], means=means)
        return cls({key: row for row, key in enumerate(keys)}, centred)

    def shared(self, engine: Engine) -> Shared | OwnVectors:
        """The vectors for all workers; where this process is the only one, computed when they are looked at."""
        return engine.share(self.vectors[:]) if engine.workers else OwnVectors(self.vectors)

    def at(self, keys: Sequence[Key]) -> tuple[int, ...]:
        """The rows of these."""
        return tuple(self.rows[key] for key in keys)


@dataclass(frozen=True, slots=True)
class OutcomeTexts:
    """Distinct texts, sorted, with what a model reads in each at its row of [n, READ]."""

    rows: Mapping[str, int] = field(default_factory=dict)
    chances: Matrix = field(default_factory=lambda: np.zeros((0, READ), np.float32))

    @classmethod
    def of(cls, texts: Iterable[str], read: Callable[[Sequence[str]], Stored]) -> OutcomeTexts:
        """Have them read."""
        told = sorted(texts)
        return cls({text: row for row, text in enumerate(told)}, read(told)[:]) if told else cls()

    def at(self, texts: Sequence[str]) -> tuple[int, ...]:
        """The rows of these."""
        return tuple(self.rows[text] for text in texts)


@dataclass(frozen=True, slots=True)
class ToCompare:
    """A block of groups of several answers, with their questions.

    ``contexts`` and ``clauses`` are the vectors of all texts; ``context_rows`` and ``clause_rows`` those of the block's
    own texts, in order; so are ``outcomes``, where a model has read them, and their rows. ``done``: nobody will ask
    for these answers again.
    """

    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    vectors: Shared
    standing: Shared
    contexts: Shared | OwnVectors
    context_rows: tuple[int, ...]
    clauses: Shared | OwnVectors
    clause_rows: tuple[int, ...]
    outcomes: Shared | None
    outcome_rows: tuple[int, ...]
    done: bool


def odds_of(desk: WorkDesk, item: ToCompare | Grouped, group: Group) -> npt.NDArray[np.float64]:
    """Log-odds [n, n] that the answers of a group reply to one question."""
    members = np.arange(len(group.rows), dtype=np.int64)
    return score_of(group, item.vectors, item.standing, desk.settings).logits(members, members)


def _outcomes(item: ToCompare, said: Sequence[Sequence[Reading]]) -> Outcomes | None:
    if item.outcomes is None:
        return None
    texts = sorted({text for group in said for text in outcome_texts(group)})
    return Outcomes.of(said, texts, item.outcomes.array[np.asarray(item.outcome_rows, np.int64)])


def compare_block(
    desk: WorkDesk, item: ToCompare, records: Sequence[Record] | None = None
) -> tuple[list[tuple[Finding, ...]], Contexts]:
    """The findings of each question; ``records``, one for each, are filled with what the comparison saw."""
    weights = Weights.packaged()
    read = [views(desk, group) for group in item.groups]
    said = [readings(desk, group) for group in item.groups]
    known = dict(zip(contexts_to_embed(read), item.context_rows, strict=True))
    contexts = Contexts(known, item.contexts.array)
    told = dict(zip(clauses_to_embed(said), item.clause_rows, strict=True))
    clauses = ClauseVectors(told, item.clauses.array, _outcomes(item, said))
    out: list[tuple[Finding, ...]] = []
    for n, (group, question) in enumerate(zip(item.groups, item.questions, strict=True)):
        found = compare_question(
            question,
            read[n],
            contexts,
            odds_of(desk, item, group),
            weights,
            desk.settings.min_confidence,
            said[n],
            clauses,
            records[n] if records else None,
            desk.memo,
        )
        out.append(tuple(found))
    if item.done:
        for group in item.groups:
            desk.forget(group.entries)
    return out, contexts


def _block(desk: WorkDesk, item: ToCompare) -> list[tuple[Finding, ...]]:
    return compare_block(desk, item)[0]


def _dump(found: list[tuple[Finding, ...]]) -> list[Any]:
    return [[dump_finding(finding) for finding in findings] for findings in found]


def _load(rows: list[Any]) -> list[tuple[Finding, ...]]:
    return [tuple(load_finding(row) for row in findings) for findings in rows]


COMPARE: Stage[WorkDesk, ToCompare, list[tuple[Finding, ...]]] = Stage(
    "compare", _block, Code(_dump, _load), after="read"
)
