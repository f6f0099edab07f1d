"""The work of an audit: embedding, grouping, comparing, over an engine if one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.engines import engine_of
from cx_audit.cli.standards import read_standards
from cx_audit.model import Answer, Report, Skipped

if TYPE_CHECKING:
    from cx_audit.backing import Hear
    from cx_audit.cli.progress import Bar
    from cx_audit.cli.run import Request
    from cx_audit.cli.verbose import Notes
    from cx_audit.compare.judge import Judge
    from cx_audit.compare.record import Watch
    from cx_audit.config import Config
    from cx_audit.embed import Encoder
    from cx_audit.impact import Table
    from cx_audit.own_rules import OwnRules
    from cx_audit.pipeline import Embed, Settings
    from cx_audit.segments import Segments

__all__ = ["Job", "work"]


def _with_impact(report: Report, tables: Sequence[Table], vectors: Embed) -> Report:
    if not tables:
        return report
    from cx_audit.impact import attach_impact

    return attach_impact(report, tables, lambda texts: vectors(texts)[:])


@dataclass(frozen=True, kw_only=True)
class Job:
    """What an audit works with; nothing of it is loaded yet.

    ``make_encoder`` and ``make_judge`` make one for each worker; with ``outcomes`` a model reads what answers come to.
    """

    request: Request
    config: Config
    base: Path
    rules: OwnRules
    make_encoder: Callable[[], Encoder]
    make_judge: Callable[[], Judge] | None
    judge: Judge | None
    outcomes: bool
    cache: Path | None
    notes: Notes
    bar: Bar

    @cached_property
    def encoder(self) -> Encoder:
        """The one of this process."""
        return self.make_encoder()

    @property
    def model(self) -> str:
        """The encoder's name and the beginning of its fingerprint."""
        return f"{self.encoder.name}@{self.encoder.fingerprint[:12]}"


def work(
    job: Job,
    answers: Iterable[Answer | Skipped],
    seen: set[str],
    watch: Watch | None = None,
    hear: Hear | None = None,
) -> Report:
    """Audit the answers; ``seen`` takes the policy's files; ``watch`` and ``hear`` are told as in the pipeline."""
    from cx_audit.cli.metrics import read_tables
    from cx_audit.cli.segments import read_segments
    from cx_audit.embed import Halves, VectorCache, embed_halves
    from cx_audit.judging import EDITION, VERDICTS, RememberingJudge, open_outcome_reader
    from cx_audit.kept_questions import QUESTIONS, KeptQuestions
    from cx_audit.memo import READINGS, FileMemo
    from cx_audit.pipeline import Standards, run
    from cx_audit.stages import Recall, Setup, SpreadEncoder, SpreadJudge

    config, base, path, notes = job.config, job.base, job.cache, job.notes
    standards = Standards(hear=hear) if hear else read_standards(job.request.policy, config, base, seen)
    tables = read_tables(config, base)
    settings = _settings(job.request, config, job.rules, read_segments(config, base), job.model)
    reader = open_outcome_reader() if job.outcomes else None
    if reader:
        settings = replace(settings, outcomes=f"{reader.name}@{reader.fingerprint[:12]}")
    cache = VectorCache(path) if path else None
    readings = path.with_name(READINGS) if path else None
    memo = FileMemo(readings, job.rules.files) if readings else None
    verdicts = FileMemo(path.with_name(VERDICTS), edition=EDITION) if path and job.judge else None
    questions = KeptQuestions(path.with_name(QUESTIONS)) if path else None
    own = job.rules
    recall = Recall(questions, own.packs, own.files) if questions else None
    setup = Setup(
        settings, readings, own.languages, own.roles, own.packs, job.make_encoder, job.make_judge, open_outcome_reader
    )

    try:
        with engine_of(job.request.engine.over(config, base), setup, notes) as engine:
            spread = SpreadEncoder(job.encoder, engine) if engine else job.encoder
            ruled = SpreadJudge(job.judge, engine) if engine and job.judge else job.judge

            def rows(encoder: Encoder, texts: Sequence[str]) -> Halves:
                notes.wanted(texts)
                return embed_halves(texts, "query", encoder, cache, notes)

            vectors = partial(rows, spread)
            outcomes = SpreadEncoder(reader, engine, outcomes=True) if engine and reader else reader
            ruling = RememberingJudge(ruled, verdicts, job.bar) if ruled else None
            records = (r for r in answers if not isinstance(r, Answer) or r.channel not in job.request.without)
            report = run(
                records,
                settings,
                vectors,
                memo,
                judge=ruling,
                watch=watch,
                standards=standards,
                engine=engine,
                recall=recall,
                outcomes=partial(rows, outcomes) if outcomes else None,
            )
            report = _with_impact(report, tables, vectors)
    finally:
        for kept in (memo, verdicts, questions):
            if kept:
                kept.close()
    notes.tell(report, settings.model, path)
    return report


def _settings(request: Request, config: Config, rules: OwnRules, segments: Segments | None, model: str) -> Settings:
    """What decides the outcome: the command line before the configuration before the defaults."""
    from cx_audit.group import THRESHOLD
    from cx_audit.pipeline import Settings

    own = () if "languages" in config.model_fields_set else (file.stem for file in rules.languages)
    threshold = request.threshold or config.threshold
    settings = Settings(
        languages=tuple(dict.fromkeys((*config.languages, *own))),
        report_language=config.report_language,
        region=config.region,
        by_intent=(request.group_by or config.group_by) == "intent",
        threshold=THRESHOLD if threshold is None else threshold,
        min_confidence=config.min_confidence if request.min_confidence is None else request.min_confidence,
        model=model,
        segments=segments,
    )
    return replace(settings, judge_threshold=config.judge.threshold) if config.judge else settings
