"""The cases of the polarity model: pairs of answers to one question, and pairs that our own grouping took for such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks.accuracy.data import NUMERIC, Company, Label
from benchmarks.accuracy.prepared import ready
from benchmarks.accuracy.readers import read_outcomes
from benchmarks.accuracy.run import ReadOutcomes, model_name, vectors
from cx_audit.compare.polarity_evidence import polarity_features
from cx_audit.compare.polarity_group import in_context
from cx_audit.compare.polarity_joint import Pair
from cx_audit.compare.polarity_vectors import ClauseVectors, clauses_to_embed, comparable
from cx_audit.compare.polarity_verdict import Reading, read_answer
from cx_audit.group import language_means

__all__ = ["Case", "cases"]

_STRANGE = Label("other question", None)


@dataclass(frozen=True, slots=True)
class Case:
    """A pair: the group, the rows of the answers in it, the pair's features and its label."""

    company: str
    question: str
    rows: Pair
    values: list[float]
    label: Label

    @property
    def numeric(self) -> bool:
        """Whether the answers contradict each other by a number."""
        return self.label.relation == "contradict" and self.label.kind in NUMERIC

    @property
    def real(self) -> bool:
        """Whether they contradict each other otherwise."""
        return self.label.relation == "contradict" and not self.numeric

    @property
    def by_polarity(self) -> bool:
        """Whether by polarity or condition."""
        return self.real and self.label.kind in ("polarity", "condition")


def _vectors(questions: Sequence[Sequence[Reading]], reader: ReadOutcomes | None) -> ClauseVectors:
    keys = clauses_to_embed(questions)
    outcomes = read_outcomes(questions, reader) if reader else None
    found = vectors([text for _, text in keys]) if keys else None
    return ClauseVectors.of(keys, found, language_means(model_name()), outcomes)


def _cases(
    company: Company, questions: Sequence[Sequence[Reading]], reader: ReadOutcomes | None, *, strange: bool = False
) -> Iterator[Case]:
    """The cases of some groups: the labelled pairs, or with ``strange`` those of two intents."""
    known = _vectors(questions, reader)
    for number, readings in enumerate(questions):
        for i, j in combinations(range(len(readings)), 2):
            a, b = readings[i], readings[j]
            if strange == (a.view.answer.intent == b.view.answer.intent) or not comparable(a, b):
                continue
            if known.outcomes and not known.outcomes.knows(a, b):
                continue  # weighed without
            pair = frozenset((a.view.answer.id, b.view.answer.id))
            label = _STRANGE if strange else company.labels.get(pair)
            if label:
                rest = [r for r in readings if r is not a and r is not b]
                yield Case(company.name, f"{strange}{number}", (i, j), polarity_features(a, b, rest, known), label)


def cases(company: Company, reader: ReadOutcomes | None = None, *, strangers: bool = True) -> list[Case]:
    """The cases within the company's own questions, and with ``strangers`` those of two intents that our grouping put
    together, none of which is a contradiction; with a ``reader`` a model has read what the answers come to.
    """
    data = ready(company)
    readings = [read_answer(view) for view in data.views]
    given, ours = (
        [in_context([readings[row] for row in rows]) for rows in grouping.groups]
        for grouping in (data.given, data.ours)
    )
    out = list(_cases(company, given, reader))
    if strangers:
        mixed = [group for group in ours if len({reading.view.answer.intent for reading in group}) > 1]
        out += _cases(company, mixed, reader, strange=True)
    return out
