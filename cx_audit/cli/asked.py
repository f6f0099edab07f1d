"""What every command that audits can be asked: its options, told once, and the request that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from cx_audit.cli.engines import EngineName, EngineRequest
from cx_audit.cli.progress import Bar, progress
from cx_audit.cli.run import Request, leave_out
from cx_audit.defaults import MIN_CONFIDENCE
from cx_audit.errors import UsageError

__all__ = [
    "AnonymiseOption",
    "Asked",
    "ChannelOfOption",
    "ConfigOption",
    "EngineOption",
    "FormatOfOption",
    "GroupBy",
    "GroupByOption",
    "Grouping",
    "MaskOption",
    "ModelOption",
    "NoCacheOption",
    "Paths",
    "PolicyOption",
    "QuietOption",
    "Reading",
    "SkipBrokenOption",
    "ThresholdOption",
    "VerboseOption",
    "asks",
    "pairs",
]


class GroupBy(StrEnum):
    """Where the questions come from."""

    MEANING = "meaning"
    INTENT = "intent"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATHS", help="Folders and files with answers; default `sources:` of cx-audit.yml."),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", metavar="PATH", help="The configuration; default the nearest cx-audit.yml."),
]
FormatOfOption = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH=NAME", help="What format a file is, as `cx-audit sources` names it; repeatable."),
]
ChannelOfOption = Annotated[
    list[str] | None, typer.Option(metavar="PATH=CHANNEL", help="What channel a file is; repeatable.")
]
ModelOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="A sentence-transformers model: a folder or a name.")
]
GroupByOption = Annotated[
    GroupBy | None,
    typer.Option(case_sensitive=False, help="Group by meaning, or take the intent column as the questions."),
]
MinConfidenceOption = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        metavar="N",
        help=f"Tell contradictions from this confidence on; default {MIN_CONFIDENCE}.",
    ),
]
ThresholdOption = Annotated[
    float | None,
    typer.Option(min=0.001, max=0.999, metavar="N", help="Lower makes larger groups; default 0.15."),
]
JudgeOption = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="Have a model judge what the rules leave open: none, or a folder with it.",
    ),
]
OutcomesOption = Annotated[
    bool | None,
    typer.Option(
        "--outcomes/--no-outcomes",
        help="Have our model read every two answers side by side; default `outcomes:`, which is on.",
    ),
]
PolicyOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="What the company says is true; default `policy:`.")
]
MaskOption = Annotated[
    bool | None,
    typer.Option("--mask/--no-mask", help="Hide personal details in conversations; default `masking:`, which is on."),
]
AnonymiseOption = Annotated[
    bool | None,
    typer.Option("--anonymise/--no-anonymise", help="Name reps by number; default `anonymise:`, which is off."),
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option("--engine", case_sensitive=False, help="Where the work runs: on this machine, or on a Dask cluster."),
]
SchedulerOption = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The Dask scheduler, such as tcp://10.0.0.5:8786.")
]
WorkersOption = Annotated[
    int | None, typer.Option(min=0, max=1024, metavar="N", help="Worker processes; default all in this process.")
]
RunFolderOption = Annotated[
    str | None,
    typer.Option(metavar="FOLDER", help="With Dask: where finished blocks are kept, so that a rerun picks up."),
]
SkipBrokenOption = Annotated[
    bool, typer.Option("--skip-broken", help="Go on without files that are broken; they are told and counted.")
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the caches.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say on stderr what was read, embedded and grouped, and how long.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read, as typed; each field is an option of every command that ``asks`` for it."""

    paths: Paths = None
    format_of: FormatOfOption = None
    channel_of: ChannelOfOption = None
    config: ConfigOption = None
    mask: MaskOption = None
    anonymise: AnonymiseOption = None
    skip_broken: SkipBrokenOption = False

    @property
    def named(self) -> tuple[Path, ...]:
        """The paths that were typed."""
        return tuple(self.paths or [])

    def request(self) -> Request:
        """What is to be read, and how.

        Raises:
            UsageError: a pair without "=".
        """
        return Request(
            paths=self.named,
            formats=pairs(self.format_of, "--format-of"),
            channels=pairs(self.channel_of, "--channel-of"),
            mask=self.mask,
            anonymise=self.anonymise,
            on_broken=leave_out if self.skip_broken else None,
        )


@dataclass(frozen=True, slots=True)
class Grouping(Reading):
    """What is to be read and put together by question."""

    model: ModelOption = None
    group_by: GroupByOption = None
    threshold: ThresholdOption = None
    no_cache: NoCacheOption = False
    quiet: QuietOption = False

    def request(self) -> Request:
        """What is to be read and grouped, and how.

        Raises:
            UsageError: a pair without "=".
        """
        return replace(
            Reading.request(self),
            model=self.model,
            cache=not self.no_cache,
            group_by=self.group_by.value if self.group_by else None,
            threshold=self.threshold,
        )

    def bar(self) -> Bar:
        """The progress that was asked for."""
        return progress(quiet=self.quiet)


@dataclass(frozen=True, slots=True)
class Asked(Grouping):
    """The options that all audits share."""

    min_confidence: MinConfidenceOption = None
    judge: JudgeOption = None
    outcomes: OutcomesOption = None
    policy: PolicyOption = None
    engine: EngineOption = None
    scheduler: SchedulerOption = None
    workers: WorkersOption = None
    run_folder: RunFolderOption = None
    verbose: VerboseOption = False

    def request(self) -> Request:
        """What is to be audited, and how.

        Raises:
            UsageError: a pair without "=".
        """
        return replace(
            Grouping.request(self),
            min_confidence=self.min_confidence,
            judge=self.judge,
            outcomes=self.outcomes,
            policy=self.policy,
            verbose=self.verbose,
            engine=EngineRequest(
                self.engine.value if self.engine else None, self.scheduler, self.workers, self.run_folder
            ),
        )


def asks(command: Callable[..., int]) -> Callable[..., int]:
    """A command with a parameter ``asked``, as typer is to see it: with the shared options in its place.

    They are the fields of what ``asked`` is: a ``Reading``, ``Grouping`` or ``Asked``, or a subclass of one.
    """
    own = signature(command, eval_str=True)
    kind: type[Reading] = own.parameters["asked"].annotation
    hints = get_type_hints(kind, include_extras=True)  # each as the module of its class means it
    shared = {
        one.name: Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=hints[one.name])
        for one in fields(kind)
    }
    options: list[Parameter] = []
    for name, parameter in own.parameters.items():
        options += shared.values() if name == "asked" else [parameter]

    @wraps(command)
    def run(**given: Any) -> int:  # noqa: ANN401 - what typer read
        return command(asked=kind(**{name: given.pop(name) for name in shared}), **given)

    keywords = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in options]
    run.__signature__ = Signature(keywords, return_annotation=own.return_annotation)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in keywords}
    return run


def pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """Read repeated ``PATH=NAME``.

    Raises:
        UsageError: one without "=".
    """
    out: dict[str, str] = {}
    for text in given or []:
        path, equals, name = text.rpartition("=")
        if not equals or not path or not name:
            raise UsageError(f"{option} {text}: say PATH=NAME")
        out[path] = name
    return out
