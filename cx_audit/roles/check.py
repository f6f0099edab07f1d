"""Role files checked, with every error at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cx_audit.roles.cues import parse_cue
from cx_audit.roles.files import Cues, StageFile, WordsFile

__all__ = ["Checked", "Problem", "check_roles", "read_files", "unknown_lists"]

_MAX_BYTES = 400_000
_MAX_DEPTH = 12
_WORDS = "words/"
# libyaml's safe loader reads ten times as fast, where it was built; nesting and aliases are refused before it is asked
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, in which file (``return.yml``, ``words/nl.yml``), with which role or list."""

    path: str
    role: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.role, self.what) if part)


@dataclass(frozen=True, slots=True)
class Checked:
    """The files that could be read, and all that is wrong."""

    stages: Mapping[str, StageFile]
    words: Mapping[str, WordsFile]
    problems: tuple[Problem, ...]


def _load(text: str) -> object:
    """Plain data; ValueError for what is too large, nested too deeply, aliased or no YAML."""
    if len(text.encode("utf-8", "surrogatepass")) > _MAX_BYTES:
        raise ValueError(f"larger than {_MAX_BYTES} bytes")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                raise ValueError("YAML aliases (*name) are not allowed")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise ValueError("nested too deeply")
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ValueError(f"not valid YAML{line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ValueError(f"not valid YAML: {error}") from error


def _place(where: tuple[int | str, ...]) -> tuple[str, str]:
    """The role or list, and the field of it."""
    parts = [str(part) for part in where if part != "[key]"]
    if len(parts) > 1 and parts[0] in ("roles", "lists"):
        return parts[1], ".".join(parts[2:])
    return "", ".".join(parts)


def _read(path: str, text: str, model: type[_Model], problems: list[Problem]) -> _Model | None:
    try:
        return model.model_validate(_load(text) or {})
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False):
            role, field = _place(item["loc"])
            said = item["msg"].removeprefix("Value error, ")
            problems.append(Problem(path, role, f"{field}: {said}" if field else said))
    except ValueError as error:
        problems.append(Problem(path, "", str(error)))
    return None


def unknown_lists(cues: Cues, words: Mapping[str, WordsFile]) -> Iterator[str]:
    """What the cues name that no words file holds."""
    everywhere = {name for file in words.values() for name in file.lists}
    for language, told in sorted(cues.items()):
        if language != "all" and language not in words:
            yield f"cues.{language}: there is no words/{language}.yml"
            continue
        known = everywhere if language == "all" else set(words[language].lists)
        for cue in told:
            named = {symbol[1:] for symbol in parse_cue(cue, names=language == "all").symbols if symbol[0] == "@"}
            for name in sorted(named - known):
                yield f"cue {cue!r}: no words file holds a list {name!r}"


def read_files(files: Mapping[str, str]) -> Checked:
    """Read and check role files, given as texts by name; ``words/xx.yml`` is the words file of language xx."""
    problems: list[Problem] = []
    stages: dict[str, StageFile] = {}
    words: dict[str, WordsFile] = {}
    for path, text in sorted(files.items()):
        if path.startswith(_WORDS):
            lists = _read(path, text, WordsFile, problems)
            if lists is not None:
                words[path.removeprefix(_WORDS).removesuffix(".yml")] = lists
        else:
            stage = _read(path, text, StageFile, problems)
            if stage is not None:
                stages[path] = stage
    owners: dict[str, str] = {}
    for path, file in stages.items():
        problems += [Problem(path, "", what) for what in unknown_lists(file.cues, words)]
        for role, entry in file.roles.items():
            problems += [Problem(path, role, what) for what in unknown_lists(entry.cues, words)]
            if role in owners:
                problems.append(Problem(path, role, f"stands in {owners[role]}, too"))
            owners.setdefault(role, path)
    return Checked(stages, words, tuple(sorted(problems)))


def check_roles(files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Everything that is wrong with role files, given as texts by name (``return.yml``, ``words/nl.yml``), sorted."""
    return read_files(files).problems
