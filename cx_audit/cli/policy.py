"""``cx-audit policy``."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_audit.cli.asked import ConfigOption, Grouping, PolicyOption, Reading, asks
from cx_audit.cli.audit import FailOn
from cx_audit.cli.exits import ExitCode, exit_code
from cx_audit.cli.help import help_if_alone
from cx_audit.cli.output import complain, show, terminal_width
from cx_audit.cli.run import Request, discover_sources, examine, read_answers, read_config
from cx_audit.cli.telling import FormatOption, OutputOption, SkipsOption, TopOption, telling
from cx_audit.errors import SourceError, UsageError
from cx_audit.own_rules import own_rules, use_rules
from cx_audit.report import Format
from cx_audit.report.safe import one_line
from cx_audit.whole_file import replace_file

if TYPE_CHECKING:
    from cx_audit.backing import Asked
    from cx_audit.config import Config
    from cx_audit.model import Answer, Finding, Report, Skipped
    from cx_audit.policy import Line, Policy

__all__ = ["policy_app"]

_STDIN = "-"
_LARGEST_ANSWER = 1_000_000
_UNBOUNDED = 100_000

policy_app = typer.Typer(help="What your company says is true: draft, show, check.")
policy_app.callback(invoke_without_command=True)(help_if_alone)


@policy_app.command("suggest")
@asks
def suggest_command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it there; a file that is there stays.")
    ] = None,
    *,
    asked: Grouping,
) -> int:
    """Draft a policy from what the channels agree on.

    Each line says how many answers of which channels say so. What the channels don't agree on is there as a comment.

    Example: cx-audit policy suggest exports/ -o policy.yml
    """
    from cx_audit.backing import suggest

    settings, base = read_config(asked.config, asked.named)
    if output is not None and output.exists():
        raise UsageError("is there already", path=output, remedy="name another file, or take it away first")
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"there is no folder {output.parent}", path=output, remedy="make it first")
    drafted: list[tuple[str, Policy]] = []

    def hear(told: Sequence[Asked], findings: Sequence[Finding]) -> None:
        # now, while the configuration's own language packs are in use
        drafted.append(suggest(told, findings, output.name if output else "policy.yml", settings.region))

    examine(asked.request(), settings, base, asked.bar(), hear=hear)
    text, policy = drafted[0]
    if output is None:
        show(text)
    else:
        _write(output, text)
        show(f"{output}: {_lines(len(policy.lines))} that the channels agree on; read each before you rely on it")
    return ExitCode.CLEAN


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


def _write(path: Path, text: str) -> None:
    try:
        replace_file(path, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror}", path=path, remedy="name another file") from error


PathsOrStdin = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATHS|-", help="Folders and files with answers, or - for one answer from stdin."),
]


@dataclass(frozen=True, slots=True)
class _Held(Reading):
    """What is to be held against the policy."""

    paths: PathsOrStdin = None

    @property
    def pasted(self) -> bool:
        """Whether it is one answer from stdin."""
        return [str(path) for path in self.paths or []] == [_STDIN]

    @property
    def named(self) -> tuple[Path, ...]:
        """The paths that were typed; stdin is none."""
        return () if self.pasted else tuple(self.paths or [])


@policy_app.command("check")
@asks
def check_command(
    policy: PolicyOption = None,
    question: Annotated[
        str | None, typer.Option(metavar="TEXT", help="With -: the customer's question that the answer is for.")
    ] = None,
    channel: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the answers of this channel; with -, what it is for.")
    ] = None,
    audience: Annotated[
        str | None, typer.Option(metavar="NAME", help="With -: the customers that the answer is for, such as EU.")
    ] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(case_sensitive=False, help="Exit with 1 for departures from this severity on; default low."),
    ] = None,
    top: TopOption = 20,
    show_skips: SkipsOption = False,
    *,
    asked: _Held,
) -> int:
    """Hold answers against the policy, each by itself.

    Test a macro before you save it.

    Needs no model and no other answers. Exits with 1 where an answer departs, and with 3 where the policy says nothing
    of any of them.

    Example: cx-audit policy check - --policy policy.yml --question "How long can I return?" < macro.txt
    """
    how = telling(format, output, top=top, show_skips=show_skips)
    pasted = asked.pasted
    settings, base = read_config(asked.config, asked.named)
    if (question or audience) and not pasted:
        raise UsageError("--question and --audience are for one answer from stdin", remedy="give - instead of paths")
    draft = _pasted(question, channel, audience) if pasted else None
    report = _checked(draft, replace(asked.request(), policy=policy), channel, settings, base)
    least = fail_on.value if fail_on else settings.fail_on
    how.tell(report, least)
    code = exit_code(report, least)
    if code is ExitCode.NOTHING_EXAMINED:
        hint = "; --question tells what it is for" if pasted and not question else ""
        complain(f"the policy says nothing of {'this answer' if pasted else 'these answers'}{hint}")
    return code


def _checked(draft: Answer | None, request: Request, channel: str | None, config: Config, base: Path) -> Report:
    """Hold the draft, or else what the request names, against the policy.

    Raises:
        UsageError: no policy is named.
        PolicyError: it is wrong.
    """
    from cx_audit.against_policy import check_answers
    from cx_audit.cli.segments import read_segments
    from cx_audit.cli.standards import policy_path, read_policy
    from cx_audit.pipeline import Settings

    where = policy_path(request.policy, config, base)
    if where is None:
        raise UsageError("no policy named", remedy="give --policy FILE, or policy: in cx-audit.yml")
    rules = own_rules(config, base)
    with use_rules(rules):
        policy = read_policy(where, config)
        own = () if "languages" in config.model_fields_set else (file.stem for file in rules.languages)
        chosen = Settings(
            languages=tuple(dict.fromkeys((*config.languages, *own))),
            region=config.region,
            segments=read_segments(config, base),
        )
        records = [draft] if draft else _of_channel(request, config, base, channel)
        return check_answers(records, chosen, policy)


def _pasted(question: str | None, channel: str | None, audience: str | None) -> Answer:
    from cx_audit.model import Answer, Place

    if sys.stdin is None:
        raise UsageError("there is no standard input", remedy="name a file instead of -")
    data = sys.stdin.buffer.read(_LARGEST_ANSWER + 1)
    if len(data) > _LARGEST_ANSWER:
        raise SourceError("is larger than 1 MB", path=_STDIN, remedy="give files instead of -")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8", path=_STDIN, remedy="save it as UTF-8") from error
    return Answer(
        id="pasted",
        channel=channel or "draft",
        question=question or "",
        text=text,
        audience=audience,
        place=Place(path="stdin"),
    )


def _of_channel(request: Request, config: Config, base: Path, channel: str | None) -> Iterator[Answer | Skipped]:
    from cx_audit.model import Skipped

    for record in read_answers(discover_sources(request, config, base), request, config):
        if channel is None or isinstance(record, Skipped) or channel in (record.channel, record.speaker):
            yield record


@policy_app.command("show")
def show_command(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The policy; default `policy:` of cx-audit.yml.")
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Show how each line of a policy is understood.

    Or all that is wrong with it, each mistake on a line.

    Example: cx-audit policy show policy.yml
    """
    from cx_audit.cli.segments import read_segments
    from cx_audit.cli.standards import policy_path, read_policy
    from cx_audit.compare.scope_pack import extend_scope

    settings, base = read_config(config, (file,) if file else ())
    where = policy_path(file, settings, base)
    if where is None:
        raise UsageError("no policy named", remedy="name the file, or policy: in cx-audit.yml")
    segments = read_segments(settings, base)
    with use_rules(own_rules(settings, base)), extend_scope(segments.scope if segments else None):
        policy = read_policy(where, settings)
        rows = list(map(_row, policy.lines))
    show(_table(("line", "key", "for", "understood as", "owner", "holds"), rows))
    free = f"; {policy.remarks:,} of free text, which nothing is held against" if policy.remarks else ""
    show(f"{where}: {_lines(len(policy.now))} that hold today{free}")
    return ExitCode.CLEAN


def _row(line: Line) -> tuple[str, ...]:
    from cx_audit.backing.segments import only_by_column
    from cx_audit.backing.words import value_of

    since = f"from {line.valid_from}" if line.valid_from else ""
    until = f"to {line.valid_to}" if line.valid_to else ""
    holds = " ".join(part for part in (since, until) if part) or "always"
    whom = line.segment or "everyone"
    if line.segment and only_by_column(line):
        whom += " (by the audience column)"
    return (line.source, line.subject.key, whom, value_of(line), line.owner or "", holds)


@policy_app.command("subjects")
def subjects_command(
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="Only those that have this in their name.")] = None,
) -> int:
    """List what a policy can state, with an example of each.

    Example: cx-audit policy subjects return
    """
    from cx_audit.backing import policy_subjects
    from cx_audit.policy.values import example

    wanted = (word or "").casefold()
    found = [
        (one.key, one.title, example(one))
        for one in policy_subjects().by_key.values()
        if wanted in one.key or wanted in one.title.casefold()
    ]
    if not found:
        raise UsageError(f"no subject has {one_line(word or '')} in its name", remedy="try a shorter word, or none")
    show(_table(("key", "what it is", "such as"), found))
    return ExitCode.CLEAN


@policy_app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of policy.yml, for your editor.

    Example: cx-audit policy schema > policy.schema.json
    """
    from cx_audit.backing import policy_subjects
    from cx_audit.policy import policy_schema

    show(json.dumps(policy_schema(policy_subjects()), indent=2, sort_keys=True))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    file = io.StringIO()
    Console(file=file, width=terminal_width() or _UNBOUNDED, color_system=None, _environ={}).print(table)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())
