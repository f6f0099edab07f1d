"""Who reads what the answers of our companies come to: a reader of outcomes that hasn't learned from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.run import ReadOutcomes, reader_in
from cx_audit.compare.outcomes import Outcomes, outcome_texts
from cx_audit.compare.polarity_verdict import Reading
from training.outcomes.companies import halves

__all__ = ["read_outcomes", "reader_by_company"]


def reader_by_company(files: Sequence[Path] | None) -> dict[str, ReadOutcomes]:
    """By company, what reads it, given the two files that have learned from the first and from the second half of the
    companies (``python -m training.pairs --companies first``, ``second``): the one that learned from the other half.
    """
    if not files:
        return {}
    read = [reader_in(file) for file in files]
    return {company.name: read[1 - half] for half, some in enumerate(halves()) for company in some}


def read_outcomes(groups: Sequence[Sequence[Reading]], reader: ReadOutcomes) -> Outcomes:
    """What a reader makes of every two answers of some groups."""
    texts = sorted({text for readings in groups for text in outcome_texts(readings)})
    return Outcomes.of(groups, texts, reader(texts))
