"""A labelled company read and embedded once, for the fits: views, both groupings, vectors of contexts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.data import Company, Label
from benchmarks.accuracy.run import LANGUAGES, model_name, vectors
from cx_audit.compare import AnswerView, Contexts, contexts_to_embed, view_answer
from cx_audit.compare.align import Aligned
from cx_audit.compare.align_all import align_all
from cx_audit.compare.others import Met, met_rows
from cx_audit.compare.scope import same_customer
from cx_audit.group import Grouping, group_answers, group_given, group_texts, language_means
from cx_audit.pipeline import Settings, prepare

__all__ = ["PairInQuestion", "Ready", "pairs", "ready"]


@dataclass(frozen=True, slots=True)
class Ready:
    """What the pipeline makes of a company before it compares; ``ours`` is our own grouping."""

    company: Company
    views: list[AnswerView]
    contexts: Contexts
    given: Grouping
    ours: Grouping


@dataclass(frozen=True, slots=True)
class PairInQuestion:
    """Two answers of one question, among the ``inside`` views of which they are rows ``i`` and ``j``.

    ``aligned`` are their facts as they are paired with all of these views at hand, and ``met`` says who meets whom.
    """

    inside: list[AnswerView]
    i: int
    j: int
    odds: npt.NDArray[np.float64]
    label: Label | None
    aligned: list[Aligned]
    met: Met


def ready(company: Company) -> Ready:
    """Clean, embed, group and read a company's answers."""
    prepared, _ = prepare(company.answers, Settings(languages=LANGUAGES))
    texts = [group_texts(p.answer, p.clean, p.language) for p in prepared]
    joint, body = vectors([t.joint for t in texts]), vectors([t.body for t in texts])
    languages, speakers = [p.language for p in prepared], [p.answer.speaker for p in prepared]
    channels, known = [p.answer.channel for p in prepared], language_means(model_name())
    intents = [p.answer.intent for p in prepared]
    given = group_given(joint, body, languages, speakers, intents, known=known, channels=channels)
    ours = group_answers(joint, body, languages, speakers, known=known, channels=channels)
    views = [view_answer(p.answer, p.clean, p.language) for p in prepared]
    keys = contexts_to_embed([[views[row] for row in rows] for g in (given, ours) for rows in g.groups])
    return Ready(company, views, Contexts.of(keys, vectors([text for _, text in keys]), known), given, ours)


def pairs(data: Ready, *, wrong_only: bool = False) -> Iterator[PairInQuestion]:
    """Each two answers that one customer may be told.

    ``wrong_only``: those of two intents that our own grouping put together, with no label; else those of one intent.
    """
    grouping = data.ours if wrong_only else data.given
    for rows in grouping.groups:
        inside = [data.views[row] for row in rows]
        odds = grouping.odds(rows)
        aligned = align_all(inside, data.contexts)
        met = met_rows(aligned)
        for i, j in combinations(range(len(inside)), 2):
            a, b = inside[i].answer, inside[j].answer
            if wrong_only == (a.intent == b.intent) or not same_customer(a, b):
                continue
            label = None if wrong_only else data.company.labels.get(frozenset((a.id, b.id)))
            yield PairInQuestion(inside, i, j, odds, label, aligned[i, j], met)
