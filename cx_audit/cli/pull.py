"""``cx-audit pull``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.asked import ConfigOption
from cx_audit.cli.clock import now
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import complain, show
from cx_audit.cli.pull_jobs import Asked, Job, make_jobs, read_settings
from cx_audit.cli.pull_words import Pages, connector_list, planned_lines, told
from cx_audit.cli.run import read_config
from cx_audit.errors import CxAuditError, NothingToExamine
from cx_audit.own_rules import rule_folders

__all__ = ["pull_command"]


def pull_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAMES", help="Entries of `pull:`, or a vendor; default all of `pull:`."),
    ] = None,
    account: Annotated[
        str | None, typer.Option(metavar="NAME", help="Your account: for acme.zendesk.com it is acme.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The address of your own server, or of the website.")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="What else the vendor needs; repeatable.")
    ] = None,
    trust: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST", help="Send your key to this host, which only your files name, not cx-audit; repeatable."
        ),
    ] = None,
    what: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="Only this, such as macros; repeatable.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where to write; default `into:`, or snapshots/.")
    ] = None,
    dated: Annotated[bool, typer.Option("--dated", help="Write into FOLDER/YYYY-MM-DD/ and keep older ones.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask for all pages anew.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the requests, and make none.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Show the vendors, what they give and what they need.")] = False,
    config: ConfigOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> int:
    """Fetch your answers from where they live into a folder.

    It asks the vendor that you name, and no one else, with the key that an environment variable holds.

    Example: cx-audit pull zendesk --account acme --set user=ann@acme.com
    """
    from cx_audit.connect import find_connectors

    settings, base = read_config(config, ())
    connectors = find_connectors(rule_folders(settings, base))
    if list_:
        show(connector_list(connectors))
        return ExitCode.CLEAN
    asked = Asked(read_settings(account, set_ or ()), base_url, tuple(what or ()), into, tuple(trust or ()))
    jobs = make_jobs(names or (), asked, settings, base, connectors)
    _tell_replaced(jobs)
    if dry_run:
        show("\n".join(line for job in jobs for line in planned_lines(job.wish.name, job.planned())))
        return ExitCode.CLEAN
    return _run(jobs, dated=dated, fresh=fresh, quiet=quiet)


def _tell_replaced(jobs: Sequence[Job]) -> None:
    """That a vendor of cx-audit's is fetched by a connector from elsewhere must not go unseen."""
    from cx_audit.connect import find_connectors

    ours = find_connectors()
    for wish in (job.wish for job in jobs):
        if wish.own and wish.vendor in ours:
            complain(f"{wish.own} stands for the connector {wish.vendor} of cx-audit")


def _run(jobs: Sequence[Job], *, dated: bool, fresh: bool, quiet: bool) -> ExitCode:
    """Pull one after the other; one that fails is told, and the others go on."""
    for job in jobs:
        job.planned()  # all mistakes of the configuration come before the first request
    code = ExitCode.CLEAN
    for job in jobs:
        try:
            _pull(job, dated=dated, fresh=fresh, quiet=quiet)
        except CxAuditError as error:
            if len(jobs) == 1:
                raise
            complain(f"{job.wish.name}: {error}")
            nothing = isinstance(error, NothingToExamine) and code is not ExitCode.ERROR
            code = ExitCode.NOTHING_EXAMINED if nothing else ExitCode.ERROR
    return code


def _pull(job: Job, *, dated: bool, fresh: bool, quiet: bool) -> None:
    from cx_audit import __version__
    from cx_audit.connect import Circumstances

    pages, time = Pages(job.wish.name, quiet=quiet), now()
    folder = (job.into / f"{time:%Y-%m-%d}" if dated else job.into) / job.wish.name
    try:
        outcome = job.run(Circumstances(folder, job.into, time, version=__version__, fresh=fresh, tell=pages))
    finally:
        pages.done()
    show(told(outcome))
