"""Who reads what the answers of our companies come to: a reader of outcomes that hasn't learned from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.run import ReadOutcomes, reader_in
from training.outcomes.companies import halves

__all__ = ["reader_by_company"]


def reader_by_company(files: Sequence[Path] | None) -> dict[str, ReadOutcomes]:
    """By company, what reads it, given the two files that have learned from the first and from the second half of the
    companies (``python -m training.outcomes --companies first``, ``second``): the one that learned from the other half.
    """
    if not files:
        return {}
    read = [reader_in(file) for file in files]
    return {company.name: read[1 - half] for half, some in enumerate(halves()) for company in some}
