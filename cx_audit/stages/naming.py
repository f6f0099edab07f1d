"""The question of each group: its id, title and stage, and how sure it is that its answers belong together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np

from cx_audit.compare.remembered import stage_once
from cx_audit.engine import Code, Shared, Stage
from cx_audit.group import Matrix, question_title
from cx_audit.group.score import SameQuestion
from cx_audit.memo import Memo
from cx_audit.model import Answer, Question
from cx_audit.stages.desk import Entry, WorkDesk
from cx_audit.stages.settings import Settings
from cx_audit.text import clean_question
from cx_audit.travels import travels

__all__ = ["NAME", "Group", "Grouped", "ToName", "score_of", "speakers"]


@travels
@dataclass(frozen=True, slots=True)
class Group:
    """The answers to one question, their rows among all, and how sure it is that they are (None: yet to be told)."""

    rows: tuple[int, ...]
    entries: tuple[Entry, ...]
    sureness: float | None = None


@dataclass(frozen=True, slots=True)
class Grouped:
    """All groups, in order of first row, with the vectors and the standing of all rows."""

    groups: tuple[Group, ...]
    vectors: Shared
    standing: Shared


@dataclass(frozen=True, slots=True)
class ToName:
    """A block of groups; ``vectors`` and ``standing`` are those of all rows."""

    groups: tuple[Group, ...]
    vectors: Shared
    standing: Shared


def score_of(group: Group, vectors: Shared, standing: Shared, settings: Settings) -> SameQuestion:
    """The same-question score of the answers of one group; its rows are theirs, in order."""
    rows = np.asarray(group.rows, dtype=np.int64)
    return SameQuestion(
        vectors.array[rows],
        [entry.language for entry in group.entries],
        [entry.answer.speaker for entry in group.entries],
        asked=() if settings.by_intent else [entry.answer.asked for entry in group.entries],
        standing=standing.array[rows],
    )


def speakers(entries: Sequence[Entry]) -> int:
    """How many sides a comparison of these has."""
    return len({(entry.answer.telling, entry.language) for entry in entries})


def _stage(answers: Sequence[Answer], languages: Sequence[str], memo: Memo) -> str | None:
    """By what is asked; by what is answered, where the questions don't tell."""
    told = list(zip(answers, languages, strict=True))
    asked = [(clean_question(text), language) for a, language in told for text in (a.question, *a.variants)]
    return stage_once(asked, [(a.text, language) for a, language in told], memo)


def _question(group: Group, vectors: Matrix, sureness: float, settings: Settings, memo: Memo) -> Question:
    answers = [entry.answer for entry in group.entries]
    languages = [entry.language for entry in group.entries]
    key = repr(sorted((a.channel, clean_question(a.question), a.id) for a in answers))
    return Question(
        id="q-" + hashlib.sha256(key.encode()).hexdigest()[:12],
        title=question_title(answers, languages, vectors, settings.report_language or settings.languages[0]),
        answer_ids=tuple(a.id for a in answers),
        channels=tuple(sorted({a.channel for a in answers})),
        locales=tuple(sorted({a.locale or language for a, language in zip(answers, languages, strict=True)})),
        stage=_stage(answers, languages, memo),
        confidence=sureness,
    )


def _block(desk: WorkDesk, item: ToName) -> tuple[Question, ...]:
    out: list[Question] = []
    for group in item.groups:
        sureness = group.sureness
        if sureness is None:
            score = score_of(group, item.vectors, item.standing, desk.settings)
            sureness = float(score.sureness(np.arange(len(group.rows))[None])[0])
        vectors = item.vectors.array[list(group.rows)]
        out.append(_question(group, vectors, sureness, desk.settings, desk.memo))
    return tuple(out)


def _dump(questions: tuple[Question, ...]) -> list[Any]:
    return [astuple(question) for question in questions]


def _load(rows: list[Any]) -> tuple[Question, ...]:
    return tuple(
        Question(name, title, tuple(answers), tuple(channels), tuple(locales), stage, sure)
        for name, title, answers, channels, locales, stage, sure in rows
    )


NAME: Stage[WorkDesk, ToName, tuple[Question, ...]] = Stage("name", _block, Code(_dump, _load))
