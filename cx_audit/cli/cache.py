"""``cx-audit cache``."""

from __future__ import annotations

import typer

__all__ = ["cache_app"]

cache_app = typer.Typer(help="The vector cache: what is embedded once is not embedded again.", no_args_is_help=True)


@cache_app.command("info")
def info() -> None:
    """Where the cache is, and what it holds."""
    from cx_audit.embed import VectorCache, default_cache_path

    found = VectorCache(default_cache_path()).info()
    typer.echo(f"{found.path}: {found.entries} vectors, {found.bytes / 1e6:.1f} MB")
    for model in found.models:
        typer.echo(f"  {model.name} {model.fingerprint[:12]}: {model.entries} vectors, {model.bytes / 1e6:.1f} MB")


@cache_app.command("clear")
def clear() -> None:
    """Forget all vectors; the next audit embeds again."""
    from cx_audit.embed import VectorCache, default_cache_path

    removed = VectorCache(default_cache_path()).clear()
    typer.echo(f"removed {removed} vectors")
