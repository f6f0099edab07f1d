"""``cx-audit config``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cx_audit.cli.help import help_if_alone
from cx_audit.cli.output import show

__all__ = ["config_app"]

config_app = typer.Typer(help="Check the configuration, or print its schema for your editor.")
config_app.callback(invoke_without_command=True)(help_if_alone)


@config_app.command("check")
def check(
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="The configuration; default the nearest cx-audit.yml.")
    ] = None,
) -> None:
    """Say whether a configuration is right.

    Every error is told at once, each with its line.

    Example: cx-audit config check cx-audit.yml
    """
    from cx_audit.config import CONFIG_NAMES, find_config, load_config
    from cx_audit.errors import UsageError

    found = path or find_config(Path.cwd())
    if found is None:
        raise UsageError(f"no {CONFIG_NAMES[0]} here or in a folder above", remedy="name the file")
    load_config(found)
    show(f"{found}: fine")


@config_app.command("schema")
def schema() -> None:
    """Print the JSON Schema of cx-audit.yml.

    Example: cx-audit config schema > cx-audit.schema.json
    """
    from cx_audit.config import Config

    show(json.dumps(Config.model_json_schema(), indent=2, sort_keys=True))
