"""Two or more short answers to one question, compared without a model: all contexts are equally alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from cx_audit.compare import Contexts, Weights, compare_question
from cx_audit.compare.record import Record, Seen
from cx_audit.compare.view import AnswerView, FactInContext, view_answer
from cx_audit.group import Matrix
from cx_audit.model import Answer, Finding, FindingKind, Question
from cx_audit.text import base_language, clean


class Alike(Contexts):
    """Every two contexts are as alike as told."""

    def __init__(self, likeness: float) -> None:
        super().__init__({}, np.zeros((0, 1), dtype=np.float32))
        self._likeness = likeness

    def likeness(self, a: AnswerView, left: FactInContext, b: AnswerView, right: FactInContext) -> tuple[float, float]:
        return self._likeness, self._likeness

    def sentences(self, a: AnswerView, b: AnswerView) -> Matrix:
        return np.full((len(a.sentences), len(b.sentences)), self._likeness, dtype=np.float32)

    def between(self, views: Sequence[AnswerView]) -> dict[tuple[int, int], Matrix]:
        rows = combinations(range(len(views)), 2)
        return {(i, j): self.sentences(views[i], views[j]) for i, j in rows}


def answer(id: str, text: str, **fields: str) -> Answer:
    """An answer of the channel that its id names: "faq-1"."""
    return Answer(id=id, channel=id.split("-")[0], question=fields.pop("question", "?"), text=text, **fields)  # type: ignore[arg-type]


def compare(
    answers: Sequence[Answer], languages: Sequence[str] | str = "en", likeness: float = 0.6, least: float = 0.3
) -> list[Finding]:
    """All findings of one question."""
    return list(look(answers, languages, likeness, least).findings)


def look(
    answers: Sequence[Answer],
    languages: Sequence[str] | str = "en",
    likeness: float = 0.6,
    least: float = 0.3,
    *,
    by_intent: bool = False,
) -> Seen:
    """All findings of one question, with what was seen on the way."""
    spoken = [languages] * len(answers) if isinstance(languages, str) else list(languages)
    views = [
        view_answer(replace(a, locale=a.locale or tag), clean(a.text), base_language(tag))
        for a, tag in zip(answers, spoken, strict=True)
    ]
    question = Question("q-1", "?", tuple(a.id for a in answers), (), ())
    odds = np.full((len(answers), len(answers)), 4.0)
    contexts, record = Alike(likeness), Record()
    told = compare_question(question, views, contexts, odds, Weights.packaged(), least, record=record)
    return Seen(question, views, contexts, odds, record, told, least, by_intent)


def contradictions(findings: Sequence[Finding]) -> list[Finding]:
    """Only the contradictions."""
    return [f for f in findings if f.kind is FindingKind.CONTRADICTION]
