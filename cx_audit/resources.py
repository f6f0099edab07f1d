"""Where the packaged rules, samples and models lie: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from cx_audit.errors import ConfigError

__all__ = ["load_yaml", "pack_languages", "packaged"]


def load_yaml(path: Traversable) -> Any:  # noqa: ANN401 - what YAML holds
    """A packaged rule file.

    Raises:
        yaml.YAMLError: it isn't YAML.
    """
    import yaml  # here: help reads no rules

    # libyaml reads ten times faster; it is used for our own files only, since its composer is not proof against
    # hostile nesting
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506


def packaged(name: str) -> Traversable:
    """The folder ``rules``, ``samples`` or ``models``.

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


@cache
def pack_languages() -> tuple[str, ...]:
    """The languages that come with a pack: English, then the others by code.

    Raises:
        ConfigError: the installation lacks its rules.
    """
    names = {entry.name for entry in (packaged("rules") / "languages").iterdir()}
    found = {name.removesuffix(".yml") for name in names if name.endswith(".yml")}
    return tuple(sorted(found, key=lambda code: (code != "en", code)))
