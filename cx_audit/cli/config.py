"""``cx-audit config``."""

from __future__ import annotations

import json
from pathlib import Path

import typer

__all__ = ["config_app"]

config_app = typer.Typer(help="Check the configuration, or print its schema for your editor.", no_args_is_help=True)


@config_app.command("check")
def check(path: Path = typer.Argument(Path("cx-audit.yml"), help="The configuration.")) -> None:
    """Read a configuration and say whether it is right; every error at once, each with its line."""
    from cx_audit.config import load_config

    load_config(path)
    typer.echo(f"{path}: fine")


@config_app.command("schema")
def schema() -> None:
    """Print the JSON Schema of cx-audit.yml."""
    from cx_audit.config import Config

    typer.echo(json.dumps(Config.model_json_schema(), indent=2, sort_keys=True))
