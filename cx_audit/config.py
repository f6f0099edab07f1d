"""``cx-audit.yml``: found, read and checked; every error at once, with its line.

An editor can check the file too: ``cx-audit config schema`` prints its JSON Schema.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cx_audit.errors import ConfigError

__all__ = ["CONFIG_NAMES", "Config", "SourceConfig", "find_config", "load_config"]

CONFIG_NAMES = ("cx-audit.yml", "cx-audit.yaml")
_MAX_BYTES = 1_000_000

FailOn = Literal["high", "medium", "low", "never"]


class SourceConfig(BaseModel):
    """One entry of ``sources:``; ``path`` is relative to the configuration's folder and may be a glob."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    format: str | None = None
    channel: str | None = None


class Config(BaseModel):
    """All settings, with their defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[SourceConfig, ...] = ()
    languages: tuple[str, ...] = ("en", "nl", "es", "vi", "ar", "de", "fr")
    report_language: str | None = None
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    model: str | None = None
    group_by: Literal["meaning", "intent"] = "meaning"
    threshold: float | None = Field(default=None, gt=0, lt=1)
    min_confidence: float = Field(default=0.4, ge=0, le=1)
    fail_on: FailOn = "low"


def find_config(start: Path) -> Path | None:
    """The configuration in ``start`` (a folder, or a file's folder) or the nearest folder above it."""
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.resolve().parents):
        for name in CONFIG_NAMES:
            if (candidate / name).is_file():
                return candidate / name
    return None


def _lines(node: yaml.Node | None, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], int]:
    if node is None:
        return {}
    lines = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines |= _lines(value, (*path, str(key.value)))
            lines[(*path, str(key.value))] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            lines |= _lines(item, (*path, i))
    return lines


def _explain(error: ValidationError, lines: dict[tuple[str | int, ...], int]) -> str:
    out = []
    for item in error.errors():
        where = tuple(item["loc"])
        known = next((where[:n] for n in range(len(where), -1, -1) if where[:n] in lines), ())
        name = ".".join(str(part) for part in where)
        out.append(f"line {lines.get(known, 1)}: {name}: {item['msg']}")
    return "; ".join(out)


def load_config(path: Path) -> Config:
    """Read and check a configuration.

    Raises:
        ConfigError: unreadable, not YAML, or with unknown keys or bad values; the message names every line.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError("is larger than 1 MB", path=path, remedy="a configuration is a short text file")
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if _has_alias(text):
            raise ConfigError("uses YAML aliases", path=path, remedy="write the value out in each place")
        raw: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError(
            f"not valid YAML: {getattr(error, 'problem', None) or error}", path=path, line=mark.line + 1 if mark else None
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=path, remedy="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", path=path) from error
    try:
        return Config.model_validate(raw or {})
    except ValidationError as error:
        raise ConfigError(_explain(error, _lines(node)), path=path, remedy="see docs/configuration.md") from error


def _has_alias(text: str) -> bool:
    return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader))
