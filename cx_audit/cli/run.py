"""From paths and settings to a report: the only place where sources, model, cache and pipeline meet."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.engines import EngineRequest
from cx_audit.cli.output import complain
from cx_audit.cli.progress import Bar
from cx_audit.cli.spellings import spellings
from cx_audit.cli.verbose import Notes
from cx_audit.collector import rare_collections
from cx_audit.errors import ConfigError, SourceError, UsageError
from cx_audit.model import Answer, Report, Skipped
from cx_audit.own_rules import OwnRules, own_rules, use_rules

if TYPE_CHECKING:
    from cx_audit.backing import Hear
    from cx_audit.compare.judge import Judge
    from cx_audit.compare.record import Watch
    from cx_audit.config import Config
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
    outcomes: bool | None = None
    mask: bool | None = None
    anonymise: bool | None = None
    policy: Path | None = None
    without: frozenset[str] = frozenset()
    on_broken: OnBroken | None = None
    verbose: bool = False
    engine: EngineRequest = field(default_factory=EngineRequest)


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


def _judge(request: Request, config: Config, base: Path) -> Callable[[], Judge] | None:
    """What makes the judge that was asked for, not yet loaded; the command line's name wins, other settings stay."""
    told = config.judge
    name = request.judge
    if (name or (told.model if told else _NO_JUDGE)) == _NO_JUDGE:
        return None
    from cx_audit.judging import open_judge

    if told is None:
        return partial(open_judge, str(name))
    if name is None:
        name = str(base / told.model) if (base / told.model).is_dir() else told.model
    return partial(open_judge, name, temperature=told.temperature, allow_download=told.allow_download)


def examine(
    request: Request, config: Config, base: Path, bar: Bar, watch: Watch | None = None, hear: Hear | None = None
) -> Report:
    """Read, embed, group, compare.

    ``watch`` is shown each question after its comparison; ``hear`` all questions with their answers, and then nothing
    is held against a policy.
    """
    own = own_rules(config, base)
    with rare_collections():
        return _examine(request, config, base, bar, own, watch, hear)


def _examine(
    request: Request,
    config: Config,
    base: Path,
    bar: Bar,
    rules: OwnRules,
    watch: Watch | None,
    hear: Hear | None,
) -> Report:
    from cx_audit.cli.keeping import Inputs, kept_or
    from cx_audit.cli.working import Job, work
    from cx_audit.embed import default_cache_path, open_encoder

    notes = Notes(bar, told=request.verbose)
    found = discover_sources(request, config, base)  # before the model: a wrong path must not wait for it
    notes.found(found)
    make_judge = _judge(request, config, base)
    judge = make_judge() if make_judge else None  # what is wrong with it must not wait for the answers
    job = Job(
        request=request,
        config=config,
        base=base,
        rules=rules,
        make_encoder=partial(open_encoder, request.model or config.model),
        make_judge=make_judge,
        judge=judge,
        outcomes=config.outcomes if request.outcomes is None else request.outcomes,
        cache=default_cache_path() if request.cache else None,
        notes=notes,
        bar=bar,
    )
    answers = notes.read(read_answers(found, request, config))
    records: Iterable[Answer | Skipped]

    def fresh(seen: set[str]) -> Report:
        with use_rules(rules):
            return work(job, records, seen, watch, hear)

    if watch or hear or job.cache is None:
        records = answers
        return fresh(set())
    records = [*answers]
    inputs = Inputs(records, request, config, base, rules, job.model, job.judge)
    return kept_or(inputs, job.cache, notes, fresh)
