"""What the comparison of a question saw on its way, kept where someone asks why it came to its findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.compare.positions import Clash
from cx_audit.compare.view import AnswerView
from cx_audit.model import Finding, Question

__all__ = ["Record", "Seen", "Watch", "Weighed"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two differing facts of answers ``a`` and ``b`` (rows), as the evidence model saw them."""

    a: int
    b: int
    pair: Aligned
    values: tuple[float, ...]
    probability: float


@dataclass(slots=True)
class Record:
    """Filled by ``compare_question``: all aligned facts, those that were weighed, those likely enough.

    ``left_out`` holds what the omission model saw of two rows, ``readings`` and ``clauses`` are what the polarity model
    was given.
    """

    pairs: dict[tuple[int, int], list[Aligned]] = field(default_factory=dict)
    weighed: list[Weighed] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    left_out: dict[tuple[int, int], tuple[float, ...]] = field(default_factory=dict)
    readings: Sequence[Reading] = ()
    clauses: ClauseVectors | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A compared question with all that decided: its answers, their odds of being one question, the record.

    ``min_confidence`` is the probability from which differing values are told; ``by_intent`` says that the
    questions were given.
    """

    question: Question
    views: Sequence[AnswerView]
    contexts: Contexts
    odds: npt.NDArray[np.float64]
    record: Record
    findings: Sequence[Finding]
    min_confidence: float
    by_intent: bool = False


Watch = Callable[[Seen], None]
"""Is shown each question after its comparison."""
