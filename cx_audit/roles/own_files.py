"""The user's own role files, read over the packaged ones, with every mistake, its line and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cx_audit.errors import ConfigError
from cx_audit.facts.pack_problems import find_problems
from cx_audit.roles.check import Checked, unknown_lists
from cx_audit.roles.files import Cues, RoleEntry, StageFile, WordsFile
from cx_audit.roles.own import OwnRole, OwnStageFile, OwnWordsFile, extended_role, extended_words, lacking, own_stage
from cx_audit.yaml_lines import lines_of

__all__ = ["Extended", "OwnProblem", "extend_roles", "is_words_file"]

_WORDS_FOLDER = "words"
_EXPLAINED = "see docs/rules.md"
_ROUNDS = 4
"""Mistakes may hide others."""
_FIELD = 3
"""Steps from the file to an entry of a role."""
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class OwnProblem:
    """What is wrong, in which file, on which line (0 for the whole file), and what to do."""

    path: str
    line: int
    what: str
    remedy: str


@dataclass(slots=True)
class Extended:
    """All role files with the user's own: ``enabled`` is what these switch on or off, ``said_by`` which of them speak
    of a role."""

    stages: dict[str, StageFile]
    words: dict[str, WordsFile]
    enabled: dict[str, bool] = field(default_factory=dict)
    said_by: dict[str, list[str]] = field(default_factory=dict)
    problems: list[OwnProblem] = field(default_factory=list)

    def home(self, role: str) -> str | None:
        """The file that a role stands in."""
        return next((path for path, file in self.stages.items() if role in file.roles), None)


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the user's, the line of each place in it, and the places that were left out as wrong."""

    path: str
    lines: Mapping[tuple[str | int, ...], int]
    broken: frozenset[tuple[str, ...]]

    def line(self, *place: str) -> int:
        return next((self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines), 1)


def is_words_file(path: Path) -> bool:
    """Whether a file lies where lists of words do: ``roles/words/xx.yml``."""
    return path.parent.name == _WORDS_FOLDER


def _sound(raw: object, model: type[_Model]) -> tuple[_Model | None, frozenset[tuple[str, ...]]]:
    """What remains of a file without its mistakes, and the entries that were left out, so that the rest is checked."""
    out: set[tuple[str, ...]] = set()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(raw), frozenset(out)
        except ValidationError as error:
            for item in error.errors(include_url=False, include_input=False):
                place = item["loc"][: _FIELD if item["loc"][:1] in (("roles",), ("lists",)) else 1]
                inner = raw
                for key in place[:-1]:
                    inner = inner.get(key) if isinstance(inner, dict) else None
                if isinstance(inner, dict):
                    inner.pop(place[-1] if place else None, None)
                out.add(tuple(map(str, place)))
    return None, frozenset(out)


def _read(path: str, text: str, model: type[_Model], into: Extended) -> tuple[_File, _Model] | None:
    try:
        found, problems = find_problems(text, path, model, explained=_EXPLAINED, whole="the file")
    except ConfigError as error:
        into.problems.append(OwnProblem(path, error.line or 0, error.what, error.remedy or ""))
        return None
    into.problems += [OwnProblem(path, *problem) for problem in problems]
    lines, _ = lines_of(yaml.compose(text, Loader=yaml.SafeLoader))
    broken: frozenset[tuple[str, ...]] = frozenset()
    if found is None:
        found, broken = _sound(yaml.safe_load(text), model)
    return (_File(path, lines, broken), found) if found is not None else None


def _new(role: str, own: OwnRole, file: OwnStageFile, at: _File, into: Extended) -> RoleEntry | None:
    """A role that nobody knew; None, and told, where it isn't whole."""
    wrong = {place[-1].split(".")[0] for place in at.broken if place[:2] == ("roles", role) or place == ("stage",)}
    lacks = lacking(own, file)
    missing = [name for name in lacks if name.split(".")[0].split(" ")[0] not in wrong]
    if not missing:
        return None if lacks else extended_role(None, own)
    known = [name for stage in into.stages.values() for name in stage.roles]
    near = get_close_matches(role, known, n=1, cutoff=0.75)
    remedy = f"did you mean {near[0]}? else write what it lacks" if near else "write what it lacks"
    what = f"roles.{role}: is new, and lacks {', '.join(missing)}"
    into.problems.append(OwnProblem(at.path, at.line("roles", role), what, remedy))
    return None


def _add(file: OwnStageFile, at: _File, into: Extended) -> None:
    """The roles of one file, put over those before it."""
    new: dict[str, RoleEntry] = {}
    for role, own in file.roles.items():
        home = into.home(role)
        if home is None:
            entry = _new(role, own, file, at, into)
            if entry is not None:
                new[role] = entry
        else:
            stage = into.stages[home]
            roles = {**stage.roles, role: extended_role(stage.roles[role], own)}
            into.stages[home] = stage.model_copy(update={"roles": roles})
        into.said_by.setdefault(role, []).append(at.path)
        if own.enabled is not None:
            into.enabled[role] = own.enabled
    if file.cues and not file.stage:
        what, remedy = "cues: belong to no stage", "write stage: at the head of the file"
        into.problems.append(OwnProblem(at.path, at.line("cues"), what, remedy))
    elif file.stage and (new or file.cues):
        into.stages[at.path] = own_stage(file, new)


def _strange_lists(file: OwnStageFile, at: _File, words: Mapping[str, WordsFile]) -> Iterator[OwnProblem]:
    """Cues that name lists which nobody wrote."""
    told: list[tuple[Cues, tuple[str, ...]]] = [(file.cues, ())]
    told += [(own.cues, ("roles", role)) for role, own in file.roles.items() if own.cues]
    for cues, place in told:
        for what in unknown_lists(cues, words):
            said = ".".join((*place, what))
            yield OwnProblem(at.path, at.line(*place, "cues"), said, "write the list into roles/words/xx.yml")


def extend_roles(base: Checked, own: Sequence[tuple[Path, str]]) -> Extended:
    """The packaged role files with the user's own (path, text) over them; the last leads. Nothing is raised."""
    into = Extended(dict(base.stages), dict(base.words))
    stages: list[tuple[_File, OwnStageFile]] = []
    for path, text in own:
        if is_words_file(path):
            words = _read(str(path), text, OwnWordsFile, into)
            if words is not None:
                into.words[path.stem] = extended_words(into.words.get(path.stem), words[1])
        else:
            stage = _read(str(path), text, OwnStageFile, into)
            if stage is not None:
                stages.append(stage)
    whole = not any(is_words_file(Path(problem.path)) for problem in into.problems)
    for at, file in stages:
        into.problems += _strange_lists(file, at, into.words) if whole else ()
        _add(file, at, into)
    into.problems = sorted(set(into.problems))
    return into
