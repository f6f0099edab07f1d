"""From paths and settings to a report: the only place where sources, model, cache and pipeline meet."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.collector import rare_collections
from cx_audit.cli.output import complain
from cx_audit.cli.progress import Bar
from cx_audit.cli.spellings import spellings
from cx_audit.cli.verbose import Notes
from cx_audit.errors import ConfigError, SourceError, UsageError
from cx_audit.model import Answer, Report, Skipped
from cx_audit.own_rules import OwnRules, own_rules, use_rules

if TYPE_CHECKING:
    from cx_audit.backing import Hear
    from cx_audit.compare.judge import Judge
    from cx_audit.compare.record import Watch
    from cx_audit.config import Config
    from cx_audit.impact import Table
    from cx_audit.pipeline import Embed, Settings
    from cx_audit.segments import Segments
    from cx_audit.sources import Found, Limits, OnBroken

__all__ = ["Request", "discover_sources", "examine", "leave_out", "read_answers", "read_config"]


_NO_JUDGE = "none"
_KEY = "CX_AUDIT_ANONYMISE_KEY"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for on the command line; None leaves it to the configuration.

    ``without`` are channels whose answers are left out, as if not there. ``on_broken`` is told the files that are
    broken and left out; without it they are errors.
    """

    paths: tuple[Path, ...]
    formats: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    model: str | None = None
    cache: bool = True
    group_by: str | None = None
    min_confidence: float | None = None
    threshold: float | None = None
    judge: str | None = None
    mask: bool | None = None
    anonymise: bool | None = None
    policy: Path | None = None
    without: frozenset[str] = frozenset()
    on_broken: OnBroken | None = None
    verbose: bool = False


def read_config(given: Path | None, paths: Sequence[Path]) -> tuple[Config, Path]:
    """The configuration (given, or found from the first path or here upwards) and the folder its paths start from."""
    from cx_audit.config import Config, find_config, load_config

    found = given or (find_config(paths[0]) if paths and paths[0].exists() else None) or find_config(Path.cwd())
    if found is None:
        return Config(), Path.cwd()
    return load_config(found), found.parent


def leave_out(error: SourceError) -> None:
    """Tell on stderr that a broken file doesn't count."""
    complain(f"left out: {error}")


def discover_sources(request: Request, config: Config, base: Path) -> list[Found | Skipped]:
    """What the paths hold; without paths, what the configuration's ``sources:`` name.

    Raises:
        UsageError: neither names anything.
        ConfigError: an entry of ``sources:`` matches nothing.
    """
    from cx_audit.sources import discover

    formats = {key: s.format for s in config.sources if s.format for key in spellings(base / s.path)}
    channels = {key: s.channel for s in config.sources if s.channel for key in spellings(base / s.path)}
    paths = list(request.paths) or [path for s in config.sources for path in _matches(base / s.path)]
    if not paths:
        raise UsageError("no answers named", remedy="give a folder or file, or list sources: in cx-audit.yml")
    found = discover(
        paths,
        formats=formats | request.formats,
        channels=channels | request.channels,
        limits=_limits(config),
        on_broken=request.on_broken,
    )
    figures = {key for table in config.metrics for key in spellings(base / table.path)}
    return [one for one in found if _place(one) not in figures]


def _place(one: Found | Skipped) -> str:
    return one.source if isinstance(one, Skipped) else one.item.path


def _limits(config: Config) -> Limits:
    from cx_audit.sources import Limits

    told = config.limits
    return Limits(
        max_bytes=told.file_mb << 20,
        max_unzipped=max(told.file_mb << 20, Limits().max_unzipped),
        max_whole=told.whole_file_mb << 20,
        max_line=told.row_characters,
        max_field=told.field_characters,
    )


def read_answers(found: Sequence[Found | Skipped], request: Request, config: Config) -> Iterator[Answer | Skipped]:
    """The answers of what was found, personal details handled as asked; told on stderr what was masked."""
    from cx_audit.sources import Handling, Reason, read_all

    handling = Handling(
        mask=config.masking if request.mask is None else request.mask,
        anonymise=config.anonymise if request.anonymise is None else request.anonymise,
        domains=frozenset(name.lower() for name in config.company_domains),
        key=os.environ.get(_KEY, "").encode(),
    )
    for record in read_all(found, handling, request.on_broken):
        if isinstance(record, Skipped) and record.reason == Reason.MASKED:
            complain(f"{record.source}: masked {record.detail}")
        yield record


def _matches(path: Path) -> list[Path]:
    """The path itself, or what it matches as a glob."""
    if path.exists() or not glob.has_magic(str(path)):
        return [path]
    found = sorted(map(Path, glob.glob(str(path), recursive=True)))
    if not found:
        raise ConfigError("nothing matches this entry of sources:", path=path, remedy="mend or remove it")
    return found


def _judge(request: Request, config: Config, base: Path) -> Judge | None:
    """The judge that was asked for, not yet loaded; the command line's name wins, other settings stay."""
    from cx_audit.judging import open_judge

    told = config.judge
    name = request.judge
    if (name or (told.model if told else _NO_JUDGE)) == _NO_JUDGE:
        return None
    if told is None:
        return open_judge(str(name))
    if name is None:
        name = str(base / told.model) if (base / told.model).is_dir() else told.model
    return open_judge(name, temperature=told.temperature, allow_download=told.allow_download)


def examine(
    request: Request, config: Config, base: Path, bar: Bar, watch: Watch | None = None, hear: Hear | None = None
) -> Report:
    """Read, embed, group, compare.

    ``watch`` is shown each question after its comparison; ``hear`` all questions with their answers, and then nothing
    is held against a policy.
    """
    own = own_rules(config, base)
    with rare_collections(), use_rules(own):
        return _examine(request, config, base, bar, own, watch, hear)


def _with_impact(report: Report, tables: Sequence[Table], vectors: Embed) -> Report:
    if not tables:
        return report
    from cx_audit.impact import attach_impact

    return attach_impact(report, tables, vectors)


def _examine(
    request: Request,
    config: Config,
    base: Path,
    bar: Bar,
    rules: OwnRules,
    watch: Watch | None,
    hear: Hear | None,
) -> Report:
    from cx_audit.cli.metrics import read_tables
    from cx_audit.cli.segments import read_segments
    from cx_audit.cli.standards import read_standards
    from cx_audit.embed import VectorCache, default_cache_path, embed, open_encoder
    from cx_audit.group.vectors import Matrix
    from cx_audit.judging import EDITION, VERDICTS, RememberingJudge
    from cx_audit.memo import READINGS, FileMemo
    from cx_audit.pipeline import Standards, run

    standards = (
        Standards(hear=hear) if hear else read_standards(request.policy, config, base)
    )  # first: a mistake must not wait for a model
    tables = read_tables(config, base)
    segments = read_segments(config, base)
    notes = Notes(bar, told=request.verbose)
    found = discover_sources(request, config, base)  # before the model: a wrong path must not wait for it
    notes.found(found)
    judge = _judge(request, config, base)
    encoder = open_encoder(request.model or config.model)
    path = default_cache_path() if request.cache else None
    cache = VectorCache(path) if path else None
    settings = _settings(request, config, rules, segments, f"{encoder.name}@{encoder.fingerprint[:12]}")
    memo = FileMemo(path.with_name(READINGS), rules.files) if path else None
    verdicts = FileMemo(path.with_name(VERDICTS), edition=EDITION) if path and judge else None

    def vectors(texts: Sequence[str]) -> Matrix:
        notes.wanted(texts)
        return embed(texts, "query", encoder, cache, notes)

    try:
        ruling = RememberingJudge(judge, verdicts, bar) if judge else None
        answers = notes.read(read_answers(found, request, config))
        records = (r for r in answers if not isinstance(r, Answer) or r.channel not in request.without)
        report = run(records, settings, vectors, memo, judge=ruling, watch=watch, standards=standards)
        report = _with_impact(report, tables, vectors)
    finally:
        for kept in (memo, verdicts):
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
