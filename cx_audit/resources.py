"""Where the packaged rules and samples lie: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from cx_audit.errors import ConfigError

__all__ = ["packaged"]


def packaged(name: str) -> Traversable:
    """The folder ``rules`` or ``samples``.

    Raises:
        ConfigError: the installation lacks it.
    """
    inside = files("cx_audit") / f"_{name}"
    if inside.is_dir():
        return inside
    beside = Path(__file__).resolve().parent.parent / name
    if beside.is_dir():
        return beside
    raise ConfigError(f"this installation of cx-audit lacks its {name} folder", remedy="install cx-audit again")
