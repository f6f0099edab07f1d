"""``cx-audit``: the commands, and what a failure looks like."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from typing import Annotated

import typer
from typer.exceptions import TyperException

from cx_audit import __version__
from cx_audit.cli.ask import ask_command
from cx_audit.cli.audit import audit_command, demo_command
from cx_audit.cli.baseline import baseline_app
from cx_audit.cli.cache import cache_app
from cx_audit.cli.config import config_app
from cx_audit.cli.coverage import coverage_command
from cx_audit.cli.diff import diff_command
from cx_audit.cli.doctor import doctor_command
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.explain import explain_command
from cx_audit.cli.help import help_if_alone
from cx_audit.cli.history import history_command
from cx_audit.cli.init import init_command
from cx_audit.cli.models import models_command
from cx_audit.cli.output import complain, show
from cx_audit.cli.policy import policy_app
from cx_audit.cli.pull import pull_command
from cx_audit.cli.report import report_command
from cx_audit.cli.rules import rules_app
from cx_audit.cli.sources import sources_command
from cx_audit.errors import CxAuditError, NothingToExamine

__all__ = ["app", "main"]

app = typer.Typer(
    name="cx-audit",
    help="Find every question where your chatbot, FAQ, macros and reps tell customers different things.",
    epilog="Exit codes: 0 nothing found, 1 contradictions found, 2 an error, 3 nothing could be compared.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("audit")(audit_command)
app.command("ask")(ask_command)
app.command("coverage")(coverage_command)
app.command("demo")(demo_command)
app.command("explain")(explain_command)
app.command("init")(init_command)
app.command("models")(models_command)
app.command("pull")(pull_command)
app.command("report")(report_command)
app.command("sources")(sources_command)
app.command("doctor")(doctor_command)
app.command("diff")(diff_command)
app.command("history")(history_command)
app.add_typer(baseline_app, name="baseline")
app.add_typer(cache_app, name="cache")
app.add_typer(config_app, name="config")
app.add_typer(policy_app, name="policy")
app.add_typer(rules_app, name="rules")


def _version(value: bool) -> None:
    if value:
        show(f"cx-audit {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    help_if_alone(context)


class _Warnings(logging.Handler):
    """What the rooms below log as a warning, told like any other trouble."""

    def emit(self, record: logging.LogRecord) -> None:
        complain(f"warning: {record.getMessage()}")


def _hear_warnings() -> None:
    """Tell our own warnings; those of libraries are for developers, who have -W."""
    log = logging.getLogger("cx_audit")
    if not any(isinstance(handler, _Warnings) for handler in log.handlers):
        log.addHandler(_Warnings(logging.WARNING))
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _run() -> int:
    """Run the command; the exit code."""
    try:
        code = int(app(prog_name="cx-audit", standalone_mode=False) or ExitCode.CLEAN)
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except SystemExit as exit_:
        if not isinstance(exit_.__context__, BrokenPipeError):
            raise
        return ExitCode.CLEAN  # typer calls it an error if who reads the help has seen enough
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "cx-audit"
        complain(f"{error.format_message().rstrip('.')} ({command} --help shows what there is)")
        return ExitCode.ERROR
    except NothingToExamine as error:
        complain(str(error))
        return ExitCode.NOTHING_EXAMINED
    except CxAuditError as error:
        for line in error.lines:
            complain(line)
        return ExitCode.ERROR
    if code == ExitCode.INTERRUPTED:  # typer makes this of Ctrl-C, without a word
        complain("interrupted; what was done so far is kept, and the next run goes on from there")
    return code


def main() -> None:
    """Run a command; every failure is one line on stderr and an exit code, never a traceback."""
    _hear_warnings()
    try:
        sys.exit(_run())
    except Exception as error:
        if os.environ.get("CX_AUDIT_DEBUG"):
            raise
        complain(f"internal error: {type(error).__name__}: {error} (CX_AUDIT_DEBUG=1 shows more; please report it)")
        sys.exit(ExitCode.ERROR)
