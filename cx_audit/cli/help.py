"""What a command of commands does when it is called alone."""

from __future__ import annotations

import typer

from cx_audit.cli.exits import ExitCode

__all__ = ["help_if_alone"]


def help_if_alone(context: typer.Context) -> None:
    """Show the help on stderr and exit with an error, since nothing was done."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(ExitCode.ERROR)
