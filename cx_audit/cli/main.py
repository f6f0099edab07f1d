"""``cx-audit``: the commands, and what a failure looks like."""

from __future__ import annotations

import os
import sys

import typer
from typer.exceptions import TyperException

from cx_audit import __version__
from cx_audit.cli.audit import audit_command, demo_command
from cx_audit.cli.cache import cache_app
from cx_audit.cli.config import config_app
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import say
from cx_audit.cli.sources import sources_command
from cx_audit.errors import CxAuditError, NothingToExamine

__all__ = ["app", "main"]

_INTERRUPTED = 130

app = typer.Typer(
    name="cx-audit",
    help="Find every question where your chatbot, FAQ, macros and reps tell customers different things.",
    epilog="Exit codes: 0 nothing found, 1 findings, 2 an error, 3 nothing could be compared.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("audit")(audit_command)
app.command("demo")(demo_command)
app.command("sources")(sources_command)
app.add_typer(cache_app, name="cache")
app.add_typer(config_app, name="config")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"cx-audit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    pass


def main() -> None:
    """Run a command; every failure is one line on stderr and an exit code, never a traceback."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except NothingToExamine as error:
        say(f"cx-audit: {error}")
        sys.exit(ExitCode.NOTHING_EXAMINED)
    except CxAuditError as error:
        say(f"cx-audit: {error}")
        sys.exit(ExitCode.ERROR)
    except typer.Exit as exit_:
        sys.exit(exit_.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        say("cx-audit: interrupted; what was embedded so far is kept in the cache")
        sys.exit(_INTERRUPTED)
    except TyperException as error:
        say(f"cx-audit: {error.format_message()} (cx-audit --help shows the options)")
        sys.exit(ExitCode.ERROR)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.ERROR)
    except Exception as error:
        if os.environ.get("CX_AUDIT_DEBUG"):
            raise
        say(
            f"cx-audit: internal error: {type(error).__name__}: {error} (CX_AUDIT_DEBUG=1 shows more; please report it)"
        )
        sys.exit(ExitCode.ERROR)
