"""Audit a labelled company in this process, through the vector cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from benchmarks.accuracy.data import Company
from cx_audit.compare.judge import Judge
from cx_audit.defaults import MIN_CONFIDENCE
from cx_audit.embed import Encoder, NoProgress, VectorCache, default_cache_path, embed, open_encoder
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
from cx_audit.memo import FileMemo
from cx_audit.model import Report
from cx_audit.pipeline import Settings, run

__all__ = ["LANGUAGES", "audit_company", "judging", "model_name", "outcomes", "vectors"]

LANGUAGES = ("en", "nl", "es", "vi", "ar", "de", "fr", "it", "pt", "pl")


@cache
def _encoder(model: str | None = None) -> tuple[Encoder, VectorCache]:
    return open_encoder(model), VectorCache(default_cache_path())


def model_name() -> str:
    """The default model as reports and fitted files name it."""
    encoder, _ = _encoder()
    return f"{encoder.name}@{encoder.fingerprint[:12]}"


def vectors(texts: Sequence[str], model: str | None = None) -> Matrix:
    """Unit vectors [n, d] of a model, the default one unless named."""
    encoder, cached = _encoder(model)
    return embed(texts, "query", encoder, cached, NoProgress())


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
def _reader() -> tuple[OutcomeReader, VectorCache]:
    return open_outcome_reader(), VectorCache(default_cache_path())


def outcomes(texts: Sequence[str]) -> Matrix:
    """The chances [n, 4] of what answers come to."""
    reader, cached = _reader()
    return embed(texts, "query", reader, cached, NoProgress())


def audit_company(
    company: Company,
    *,
    given: bool,
    min_confidence: float = MIN_CONFIDENCE,
    judge: Judge | None = None,
    read: bool = True,
) -> Report:
    """Audit one company; ``given`` takes the gold intents as the questions, else they are hidden.

    Without ``read`` no model reads what the answers come to.
    """
    settings = Settings(
        languages=LANGUAGES,
        by_intent=given,
        min_confidence=min_confidence,
        model=model_name(),
        outcomes=OUTCOME_READER if read else "",
    )
    return run(company.answers, settings, vectors, judge=judge, outcomes=outcomes if read else None)
