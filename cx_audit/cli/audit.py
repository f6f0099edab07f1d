"""``cx-audit audit`` and ``cx-audit demo``."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import as_file
from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.exits import exit_code
from cx_audit.cli.progress import progress
from cx_audit.cli.remember import only_new, recall
from cx_audit.cli.run import Request, examine, read_config
from cx_audit.cli.telling import (
    CompareOption,
    FormatOption,
    OutputOption,
    SkipsOption,
    SummaryOption,
    TopOption,
    telling,
)
from cx_audit.defaults import MIN_CONFIDENCE
from cx_audit.errors import UsageError
from cx_audit.report import Format
from cx_audit.resources import packaged

__all__ = [
    "AnonymiseOption",
    "BaselineOption",
    "ChannelOfOption",
    "ConfigOption",
    "FailOn",
    "FormatOfOption",
    "GroupBy",
    "GroupByOption",
    "JudgeOption",
    "MaskOption",
    "MinConfidenceOption",
    "ModelOption",
    "NoCacheOption",
    "Paths",
    "PolicyOption",
    "QuietOption",
    "ThresholdOption",
    "audit_command",
    "demo_command",
    "pairs",
]


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NEVER = "never"


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
        help="Have a model judge what the rules leave open: none, a folder, or default (ours, where trained).",
    ),
]
MaskOption = Annotated[
    bool | None,
    typer.Option("--mask/--no-mask", help="Hide personal details in conversations; default `masking:`, which is on."),
]
AnonymiseOption = Annotated[
    bool | None,
    typer.Option("--anonymise/--no-anonymise", help="Name reps by number; default `anonymise:`, which is off."),
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the caches.")]
BaselineOption = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="The baseline; default `baseline:`, or cx-audit-baseline.jsonl if there is one."),
]
PolicyOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="What the company says is true; default `policy:`.")
]
NewOnlyOption = Annotated[
    bool, typer.Option("--new-only", help="Tell only what neither the baseline nor a suppression knows.")
]
RecordOption = Annotated[bool, typer.Option("--record", help="Add this run to the history; see `cx-audit history`.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]


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


def audit_command(
    paths: Paths = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(case_sensitive=False, help="Exit with 1 for contradictions from this severity on; default low."),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    format_of: FormatOfOption = None,
    channel_of: ChannelOfOption = None,
    config: ConfigOption = None,
    model: ModelOption = None,
    group_by: GroupByOption = None,
    min_confidence: MinConfidenceOption = None,
    threshold: ThresholdOption = None,
    judge: JudgeOption = None,
    mask: MaskOption = None,
    anonymise: AnonymiseOption = None,
    compare: CompareOption = None,
    step_summary: SummaryOption = False,
    policy: PolicyOption = None,
    baseline: BaselineOption = None,
    new_only: NewOnlyOption = False,
    record: RecordOption = False,
    top: TopOption = 20,
    show_skips: SkipsOption = False,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> int:
    """Find every question where the channels disagree.

    Reads tables (CSV, XLSX, JSON, Parquet), web pages, Word and PDF, and the exports of help desks, bots and
    conversations (docs/sources.md lists them). Nothing leaves this machine.

    Example: cx-audit audit exports/ -o html:report.html
    """
    how = telling(format, output, compare, step_summary, top=top, show_skips=show_skips, whole=not new_only)
    asked = tuple(paths or [])
    settings, base = read_config(config, asked)
    memory = recall(baseline, settings, base, record=record)
    request = Request(
        paths=asked,
        formats=pairs(format_of, "--format-of"),
        channels=pairs(channel_of, "--channel-of"),
        model=model,
        cache=not no_cache,
        group_by=group_by.value if group_by else None,
        min_confidence=min_confidence,
        threshold=threshold,
        judge=judge,
        mask=mask,
        anonymise=anonymise,
        policy=policy,
    )
    report = memory.settle(examine(request, settings, base, progress(quiet=quiet)))
    least = fail_on.value if fail_on else settings.fail_on
    how.tell(only_new(report) if new_only else report, least, memory.past())
    memory.record(report)
    return exit_code(report, least, exit_zero=exit_zero)


def demo_command(
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
    top: TopOption = 20,
    show_skips: SkipsOption = False,
    quiet: QuietOption = False,
) -> int:
    """Audit the sample company that comes with cx-audit.

    Tidewheel Coffee is made up: five channels, five languages, and contradictions planted among near misses. Always
    exits with 0.
    """
    how = telling(format, output, top=top, show_skips=show_skips)
    with as_file(packaged("samples")) as folder:
        config, base = read_config(folder / "cx-audit.yml", ())
        report = examine(Request(paths=(folder,)), config, base, progress(quiet=quiet))
    how.tell(report, config.fail_on)
    return 0
