"""Connectors from their YAML files: those that come with cx-audit, and the user's own in ``rules:`` folders."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from cx_audit.connect.schema import Connector
from cx_audit.errors import ConfigError
from cx_audit.resources import packaged
from cx_audit.sources.walk import shown_path
from cx_audit.yaml_lines import Key, lines_of, named, refuse_hostile

__all__ = ["FOLDER", "find_connectors", "load_connector", "own_file"]

FOLDER = "connectors"
_MAX_BYTES = 500_000
_REMEDY = "docs/pull.md says what a connector holds"


def find_connectors(rules: Sequence[Path] = ()) -> dict[str, Traversable]:
    """The connector files by vendor; one in a later folder of ``rules`` stands for one of the same name before it."""
    found: dict[str, Traversable] = {}
    for folder in (packaged("rules"), *rules):
        inside = folder / FOLDER
        if inside.is_dir():
            files = (entry for entry in inside.iterdir() if entry.name.endswith(".yml"))
            found |= {entry.name.removesuffix(".yml"): entry for entry in files}
    return dict(sorted(found.items()))


def load_connector(file: Traversable) -> Connector:
    """One connector, checked.

    Raises:
        ConfigError: it can't be read or is wrong; the message names every line.
    """
    path = own_file(file) or f"rules/{FOLDER}/{file.name}"
    try:
        data = file.read_bytes()
        if len(data) > _MAX_BYTES:
            raise ConfigError("is larger than 500 kB", path=path, remedy=_REMEDY)
        text = data.decode("utf-8-sig")
        refuse_hostile(text, path, yaml.SafeLoader, remedy=_REMEDY)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        raw: Any = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=path, remedy="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", path=path) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise ConfigError(f"not valid YAML: {problem}", path=path, line=mark.line + 1 if mark else None) from error
    lines, problems = lines_of(node)
    try:
        connector = Connector.model_validate(raw)
    except ValidationError as error:
        problems += [_problem(lines, tuple(one["loc"]), one["msg"]) for one in error.errors(include_input=False)]
    else:
        if connector.vendor != file.name.removesuffix(".yml"):
            problems.append((lines.get(("vendor",), 1), f"vendor: should be the file's name, {file.name[:-4]}"))
    if problems:
        told = "; ".join(f"line {line}: {what}" for line, what in sorted(problems))
        raise ConfigError(told, path=path, remedy=_REMEDY)
    return connector


def own_file(file: Traversable) -> str:
    """The path of a connector that doesn't come with cx-audit; empty for one that does."""
    ours = packaged("rules")
    if not isinstance(file, Path) or (isinstance(ours, Path) and file.is_relative_to(ours)):
        return ""
    return shown_path(file)


def _problem(lines: dict[Key, int], where: Key, message: str) -> tuple[int, str]:
    known = next((where[:size] for size in range(len(where), -1, -1) if where[:size] in lines), ())
    said = message.removeprefix("Value error, ")
    return lines.get(known, 1), f"{named(where, 'the connector')}: {said[:1].lower()}{said[1:]}"
