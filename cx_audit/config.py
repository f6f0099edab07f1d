"""``cx-audit.yml``: found, read and checked; every error at once, with its line.

An editor can check the file too: ``cx-audit config schema`` prints its JSON Schema.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cx_audit.errors import ConfigError

__all__ = ["CONFIG_NAMES", "Config", "SourceConfig", "find_config", "load_config"]

CONFIG_NAMES = ("cx-audit.yml", "cx-audit.yaml")
_MAX_BYTES = 1_000_000
_MAX_DEPTH = 20

_Key = tuple[str | int, ...]

Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")]
FailOn = Literal["high", "medium", "low", "never"]


class SourceConfig(BaseModel):
    """One entry of ``sources:``; ``path`` is relative to the configuration's folder and may be a glob."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(min_length=1)
    format: str | None = None
    channel: str | None = None


class Config(BaseModel):
    """All settings, with their defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[SourceConfig, ...] = ()
    languages: tuple[Language, ...] = Field(default=("en", "nl", "es", "vi", "ar", "de", "fr"), min_length=1)
    report_language: Language | None = None
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    model: str | None = None
    group_by: Literal["meaning", "intent"] = "meaning"
    threshold: float | None = Field(default=None, gt=0, lt=1)
    min_confidence: float = Field(default=0.3, ge=0, le=1)
    fail_on: FailOn = "low"


def find_config(start: Path) -> Path | None:
    """The configuration in ``start`` (a folder, or a file's folder) or the nearest folder above it."""
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.resolve().parents):
        for name in CONFIG_NAMES:
            if os.path.isfile(candidate / name):  # unlike Path.is_file, False where the folder is closed to us
                return candidate / name
    return None


class _Loader(yaml.SafeLoader):
    """YAML's plain data, but "no" is Norwegian and NO is Norway: only true and false are truth values."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_TRUTH = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUTH, list("tTfF"))


def _refuse_hostile(text: str, path: Path) -> None:
    """Aliases can grow a small file without bound, and nesting can exhaust the stack: neither has a use here."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise ConfigError("uses YAML aliases", path=path, line=line, remedy="write the value out in each place")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise ConfigError("is nested too deeply", path=path, line=line, remedy="see docs/configuration.md")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _lines(node: yaml.Node | None, path: _Key = ()) -> tuple[dict[_Key, int], list[tuple[int, str]]]:
    """The line of each key, and the keys that are written twice."""
    if node is None:
        return {}, []
    lines = {path: node.start_mark.line + 1}
    twice: list[tuple[int, str]] = []
    children: list[tuple[_Key, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = (*path, str(key.value))
            if name in lines:
                twice.append((key.start_mark.line + 1, f"{_name(name)}: is written twice"))
            lines[name] = key.start_mark.line + 1
            children.append((name, value))
    elif isinstance(node, yaml.SequenceNode):
        children = [((*path, i), item) for i, item in enumerate(node.value)]
    for name, child in children:
        inner, more = _lines(child, name)
        lines = inner | lines  # a key's own line, not that of its value
        twice += more
    return lines, twice


def _name(where: Sequence[str | int]) -> str:
    name = ".".join(str(part) for part in where) or "the configuration"
    return name if name.isprintable() else ascii(name)


def _message(kind: str, message: str, where: _Key) -> str:
    if kind == "extra_forbidden":
        known = SourceConfig.model_fields if len(where) > 1 else Config.model_fields
        near = get_close_matches(str(where[-1]), known, n=1)
        return f"unknown key, did you mean {near[0]}?" if near else f"unknown key; the keys are {', '.join(known)}"
    if kind == "model_type":
        return f"should be keys with values, such as {'path: macros.json' if where else 'fail_on: high'}"
    return message[:1].lower() + message[1:]


def _explain(error: ValidationError, lines: Mapping[_Key, int]) -> list[tuple[int, str]]:
    out = []
    for item in error.errors():
        where = tuple(item["loc"])
        known = next((where[:n] for n in range(len(where), -1, -1) if where[:n] in lines), ())
        out.append((lines.get(known, 1), f"{_name(where)}: {_message(item['type'], item['msg'], where)}"))
    return out


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError("is larger than 1 MB", path=path, remedy="a configuration is a short text file")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=path, remedy="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", path=path) from error


def load_config(path: Path) -> Config:
    """Read and check a configuration; an empty file is all defaults.

    Raises:
        ConfigError: unreadable, not YAML, or with unknown keys or bad values; the message names every line.
    """
    text = _read(path)
    try:
        _refuse_hostile(text, path)
        node = yaml.compose(text, Loader=_Loader)
        raw: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise ConfigError(f"not valid YAML: {problem}", path=path, line=mark.line + 1 if mark else None) from error
    except ValueError as error:  # "2024-13-45" looks like a date and is none
        raise ConfigError(f"holds a value that can't be read: {error}", path=path, remedy="put it in quotes") from error
    lines, problems = _lines(node)
    config = None
    try:
        config = Config.model_validate({} if raw is None else raw)
    except ValidationError as error:
        problems += _explain(error, lines)
    if config is None or problems:
        listed = "; ".join(f"line {line}: {problem}" for line, problem in sorted(problems))
        raise ConfigError(listed, path=path, remedy="see docs/configuration.md")
    return config
