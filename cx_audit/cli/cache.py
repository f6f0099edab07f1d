"""``cx-audit cache``."""

from __future__ import annotations

import shutil

import typer

from cx_audit.cli.engines import RUNS
from cx_audit.cli.help import help_if_alone
from cx_audit.cli.output import show

__all__ = ["cache_app"]

cache_app = typer.Typer(help="The vector cache: what is embedded once is not embedded again.")
cache_app.callback(invoke_without_command=True)(help_if_alone)


@cache_app.command("info")
def info() -> None:
    """Where the cache is, and what it holds.

    Example: cx-audit cache info
    """
    from cx_audit.embed import VectorCache, default_cache_path
    from cx_audit.kept import KEPT, KeptResults
    from cx_audit.kept_questions import QUESTIONS, KeptQuestions

    found = VectorCache(default_cache_path()).info()
    show(f"{found.path}: {_held(found.entries, found.bytes)}")
    for model in found.models:
        show(f"  {model.name} {model.fingerprint[:12]}: {_held(model.entries, model.bytes)}")
    folder = default_cache_path().with_name(KEPT)
    number, size = KeptResults(folder).info()
    show(f"{folder}: {number} result{'' if number == 1 else 's'}, {size / 1e6:.1f} MB")
    file = default_cache_path().with_name(QUESTIONS)
    number, size = KeptQuestions(file).info()
    show(f"{file}: {number:,} question{'' if number == 1 else 's'}, {size / 1e6:.1f} MB")


@cache_app.command("clear")
def clear() -> None:
    """Forget all that is kept; the next audit starts anew.

    Example: cx-audit cache clear
    """
    from cx_audit.embed import VectorCache, default_cache_path
    from cx_audit.judging import VERDICTS
    from cx_audit.kept import KEPT, KeptResults
    from cx_audit.kept_questions import QUESTIONS, KeptQuestions
    from cx_audit.memo import READINGS

    removed = VectorCache(default_cache_path()).clear()
    for name in (READINGS, VERDICTS):
        default_cache_path().with_name(name).unlink(missing_ok=True)
    KeptResults(default_cache_path().with_name(KEPT)).clear()
    KeptQuestions(default_cache_path().with_name(QUESTIONS)).clear()
    shutil.rmtree(default_cache_path().with_name(RUNS), ignore_errors=True)
    show(f"removed {removed:,} vector{'' if removed == 1 else 's'}")


def _held(entries: int, size: int) -> str:
    return f"{entries:,} vector{'' if entries == 1 else 's'}, {size / 1e6:.1f} MB"
