"""Audit a labelled company in this process, through the vector cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from benchmarks.accuracy.data import Company
from cx_audit.compare.judge import Judge
from cx_audit.defaults import MIN_CONFIDENCE
from cx_audit.embed import Encoder, NoProgress, VectorCache, default_cache_path, embed, open_encoder
from cx_audit.embed.shipped import Shipped
from cx_audit.group import Matrix
from cx_audit.judging import (
    EDITION,
    OUTCOME_READER,
    VERDICTS,
    OutcomeReader,
    RememberingJudge,
    open_judge,
    open_outcome_reader,
)
from cx_audit.kept import file_hash
from cx_audit.memo import FileMemo
from cx_audit.model import Report
from cx_audit.pipeline import Settings, run

__all__ = [
    "LANGUAGES",
    "ReadOutcomes",
    "audit_company",
    "judging",
    "model_name",
    "outcomes",
    "reader_in",
    "vectors",
]

ReadOutcomes = Callable[[Sequence[str]], Matrix]
"""The chances [n, 4] of what answers come to."""
LANGUAGES = ("en", "nl", "es", "vi", "ar", "de", "fr", "it", "pt", "pl")


@cache
def _cached() -> VectorCache:
    return VectorCache(default_cache_path())


@cache
def _encoder(model: str | None = None) -> Encoder:
    return open_encoder(model)


def model_name() -> str:
    """The default model as reports and fitted files name it."""
    encoder = _encoder()
    return f"{encoder.name}@{encoder.fingerprint[:12]}"


def vectors(texts: Sequence[str], model: str | None = None) -> Matrix:
    """Unit vectors [n, d] of a model, the default one unless named."""
    return embed(texts, "query", _encoder(model), _cached(), NoProgress())


@contextmanager
def judging(model: str | None) -> Iterator[Judge | None]:
    """The judge of this name, with verdicts kept beside the vectors; None without a name."""
    memo = FileMemo(default_cache_path().with_name(VERDICTS), edition=EDITION) if model else None
    try:
        yield RememberingJudge(open_judge(model), memo) if model else None
    finally:
        if memo:
            memo.close()


@cache
def reader_in(file: Path | None = None) -> ReadOutcomes:
    """What the reader in this file makes of texts, or the one that ships."""
    reader = OutcomeReader(str(file), Shipped(file, file_hash(file))) if file else open_outcome_reader()
    return lambda texts: embed(texts, "query", reader, _cached(), NoProgress())


def outcomes(texts: Sequence[str]) -> Matrix:
    """What two answers come to, and whether they contradict each other [n, READ], as the reader that ships has it."""
    return reader_in()(texts)


def audit_company(
    company: Company,
    *,
    given: bool,
    min_confidence: float = MIN_CONFIDENCE,
    judge: Judge | None = None,
    read: ReadOutcomes | None = outcomes,
) -> Report:
    """Audit one company; ``given`` takes the gold intents as the questions, else they are hidden.

    ``read`` says what the answers come to; None: no model does.
    """
    settings = Settings(
        languages=LANGUAGES,
        by_intent=given,
        min_confidence=min_confidence,
        model=model_name(),
        outcomes=OUTCOME_READER if read else "",
    )
    return run(company.answers, settings, vectors, judge=judge, outcomes=read)
