"""The rooms of the packaged rules, checked: all that is wrong with their files at once, and how much they hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cx_audit.yaml_lines import Key, lines_of, named

__all__ = ["CheckedRoom", "RoomProblem", "check_rooms"]

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Model = TypeVar("_Model", bound=BaseModel)
_KEY = "[key]"


@dataclass(frozen=True, slots=True, order=True)
class RoomProblem:
    """What is wrong, in which file and on which line (0 for the whole file)."""

    path: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class CheckedRoom:
    """One room: what was checked in it, how many entries that holds, and all that is wrong."""

    room: str
    checked: str
    entries: int
    problems: tuple[RoomProblem, ...]
    own: bool = False
    """Whether ``room`` is the path of a folder of the user's."""

    @property
    def folder(self) -> str:
        """Where it lies, for people."""
        return self.room if self.own else f"rules/{self.room}"


@dataclass(slots=True)
class _Room:
    """The files of one folder, read as they are asked for; what is wrong with them is gathered."""

    name: str
    folder: Traversable
    entries: int = 0
    problems: list[RoomProblem] = field(default_factory=list)
    _lines: dict[str, dict[Key, int]] = field(default_factory=dict)

    def names(self) -> list[str]:
        """The rule files, sorted."""
        try:
            return sorted(entry.name for entry in self.folder.iterdir() if entry.name.endswith(".yml"))
        except OSError:
            self.tell("", "is missing")
            return []

    def _path(self, name: str) -> str:
        return f"rules/{self.name}/{name}".rstrip("/")

    def tell(self, name: str, what: str, place: Key = ()) -> None:
        """Note what is wrong at a place of a file."""
        known = self._lines.get(name, {})
        keys = tuple(key if isinstance(key, int) else str(key) for key in place if key != _KEY)
        line = next((known[keys[:size]] for size in range(len(keys), 0, -1) if keys[:size] in known), 0)
        said = f"{named(keys)}: {what}" if keys else what
        self.problems.append(RoomProblem(self._path(name), line, said))

    def read(self, name: str) -> Mapping[Any, Any]:
        """What a file holds; nothing, and told, where it can't be read or a key is written twice."""
        try:
            text = self.folder.joinpath(name).read_text(encoding="utf-8")
            raw = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
            lines, twice = lines_of(yaml.compose(text, Loader=_Loader))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.tell(name, f"can't be read: {' '.join(str(error).split())}")
            return {}
        self._lines[name] = lines
        self.problems += [RoomProblem(self._path(name), line, what) for line, what in twice]
        if raw is not None and not isinstance(raw, dict):
            self.tell(name, "should be entries with words")
        found = raw if isinstance(raw, dict) else {}
        self.entries += _leaves(found)
        return found

    def model(self, name: str, model: type[_Model], raw: object, place: Key = ()) -> _Model | None:
        """A part of a file as its model; None, and each mistake told, where it is none."""
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                self.tell(name, one["msg"].removeprefix("Value error, "), (*place, *one["loc"]))
        return None

    def weights(self, name: str, features: Collection[str], more: Sequence[str]) -> None:
        """Check a file of fitted weights: one number for each feature, and those named ``more``."""
        raw = self.read(name)
        weights = raw.get("weights")
        if not isinstance(weights, dict):
            self.tell(name, "holds no weights")
            return
        for feature in sorted(set(features) ^ set(weights), key=str):
            self.tell(name, "is missing" if feature in features else "unknown feature", ("weights", feature))
        numbers: list[tuple[Key, object]] = [(("weights", key), value) for key, value in weights.items()]
        numbers += [((key,), raw.get(key)) for key in more]
        for place, value in numbers:
            if not isinstance(value, int | float) or isinstance(value, bool):
                self.tell(name, "should be a number", place)

    def words_by_language(self, name: str) -> int:
        """Check a file of words by language; the number of languages."""
        raw = self.read(name)
        for language, words in raw.items():
            if not isinstance(words, list) or not words:
                self.tell(name, "should be a list of words", (language,))
                continue
            for number, word in enumerate(words):
                if not isinstance(word, str) or not word.strip():
                    self.tell(name, "should be a word (put it in quotes)", (language, number))
        return len(raw)

    def done(self, checked: str) -> CheckedRoom:
        """The result."""
        return CheckedRoom(self.name, checked, self.entries, tuple(sorted(self.problems)))


def _leaves(raw: object) -> int:
    if isinstance(raw, dict):
        return sum(map(_leaves, raw.values()))
    return sum(map(_leaves, raw)) if isinstance(raw, list) else 1


def _examples(room: _Room, files: Mapping[str, str]) -> _Room:
    """The examples that stand beside role files; those of a role that its file lacks are told."""
    from cx_audit.roles import RoleExamples

    beside = _Room("roles/examples", room.folder.joinpath("examples"))
    for name in beside.names():
        raw = yaml.load(files[name], Loader=_Loader) if name in files else {}  # noqa: S506 - a safe loader
        roles = raw.get("roles")
        for role, told in beside.read(name).items():
            if not isinstance(roles, dict) or role not in roles:
                beside.tell(name, f"rules/roles/{name} has no such role", (role,))
            beside.model(name, RoleExamples, told, (role,))
    return beside


def _roles(room: _Room) -> str:
    from cx_audit.roles import check_roles

    inner = _Room("roles/words", room.folder.joinpath("words"))
    texts: dict[str, str] = {}
    for prefix, place in (("", room), ("words/", inner)):
        for name in place.names():
            if place.read(name):
                texts[prefix + name] = place.folder.joinpath(name).read_text(encoding="utf-8")
    beside = _examples(room, texts)
    room.entries += inner.entries + beside.entries
    room.problems += [*inner.problems, *beside.problems]
    broken = {problem.path for problem in room.problems}
    for problem in check_roles(texts):
        path = f"rules/roles/{problem.path}"
        if path not in broken:
            what = f"{problem.role}: {problem.what}" if problem.role else problem.what
            room.problems.append(RoomProblem(path, 0, what))
    return f"{len(room.names())} stages, words of {len(inner.names())} languages"


def _scope(room: _Room) -> str:
    from cx_audit.compare.scope_pack import Dimension, ScopeWords
    from cx_audit.errors import ConfigError

    known = room.read("dimensions.yml")
    for dimension, entry in known.items():
        room.model("dimensions.yml", Dimension, entry, (str(dimension),))
    languages = [name for name in room.names() if name != "dimensions.yml"]
    for name in languages:
        try:
            room.model(name, ScopeWords, room.read(name))
        except ConfigError as error:  # the dimensions are wrong: told above, with all else that is
            room.tell(name, f"can't be checked: {error.what}")
    return f"{len(known)} dimensions, words of {len(languages)} languages"


def _polarity(room: _Room) -> str:
    from cx_audit.compare.polarity_evidence import EVIDENCE, FEATURES
    from cx_audit.compare.polarity_pack import StanceWords
    from cx_audit.compare.polarity_phrases import PhraseBook

    for name in EVIDENCE.values():
        room.weights(name, FEATURES, ("bias", "tell", "doubt"))
    languages = [name for name in room.names() if name not in EVIDENCE.values()]
    for name in languages:
        entry = room.model(name, StanceWords, room.read(name))
        lists = entry.model_dump(by_alias=True, exclude={"negation"}) if entry else {}
        for key, phrases in (lists | lists.pop("asks", {})).items():
            try:
                PhraseBook({key: phrases}, name.removesuffix(".yml"))
            except ValueError as error:
                room.tell(name, str(error), (key,))
    return f"phrases of {len(languages)} languages, weights"


def _methods(room: _Room) -> str:
    from cx_audit.compare.method_pack import Family, Words

    families: dict[str, Family] = {}
    for name in room.names():
        if name.startswith("words-"):
            room.model(name, Words, room.read(name))
            continue
        entry = room.model(name, Family, room.read(name))
        if entry is None:
            continue
        if any(other.family == entry.family for other in families.values()):
            room.tell(name, f"{entry.family!r} stands in another file, too", ("family",))
        if entry.countries and "world" not in entry.concepts:
            room.tell(name, "a family of countries needs the concept 'world'", ("concepts",))
        families[name] = entry
    known = {entry.family for entry in families.values()}
    for name, entry in families.items():
        for other in sorted(set(entry.yields_to) - known):
            room.tell(name, f"unknown family {other!r}", ("yields_to",))
    languages = sum(name.startswith("words-") for name in room.names())
    return f"{len(room.names()) - languages} families, words of {languages} languages"


def _text(room: _Room) -> str:
    from cx_audit.text.phrases import PhraseLists

    raw = room.read("phrases.yml")
    for language, entry in raw.items():
        room.model("phrases.yml", PhraseLists, entry, (str(language),))
    return f"phrases of {len(raw)} languages"


def _conversations(room: _Room) -> str:
    from cx_audit.conversations.words import SHARED, Domains, Words

    languages = [name for name in room.names() if name != SHARED]
    for name in languages:
        room.model(name, Words, room.read(name))
    room.model(SHARED, Domains, room.read(SHARED))
    return f"words of {len(languages)} languages, mail providers"


def _compare(room: _Room) -> str:
    from cx_audit.compare import asides, evidence, omissions

    closed, tax = room.words_by_language("closed.yml"), room.words_by_language("tax.yml")
    for name in asides.FILES:
        room.words_by_language(name)
    room.weights("evidence.yml", evidence.FEATURES, ("bias",))
    room.weights("omissions.yml", omissions.FEATURES, ("bias", "least"))
    return f"closed days in {closed} languages, tax in {tax}, weights"


def _policy(room: _Room) -> str:
    from cx_audit.policy.words import MattersFile, WordsFile

    words, matters = room.read("words.yml"), room.read("matters.yml")
    room.model("words.yml", WordsFile, words)
    room.model("matters.yml", MattersFile, matters)
    return f"{len(matters)} matters, yes and no in {len(words)} languages"


def _connectors(room: _Room) -> str:
    from cx_audit.connect import Connector

    for name in room.names():
        entry = room.model(name, Connector, room.read(name))
        if entry is not None and f"{entry.vendor}.yml" != name:
            room.tell(name, f"should be {name.removesuffix('.yml')!r}, the file's name", ("vendor",))
    return f"{len(room.names())} vendors"


_CHECKS: Mapping[str, Callable[[_Room], str]] = {
    "roles": _roles,
    "scope": _scope,
    "polarity": _polarity,
    "methods": _methods,
    "text": _text,
    "conversations": _conversations,
    "compare": _compare,
    "policy": _policy,
    "connectors": _connectors,
}


def check_rooms(rules: Traversable) -> Iterator[CheckedRoom]:
    """Check each room of a folder of rules; nothing is raised for a mistake, all are told."""
    for name, check in _CHECKS.items():
        room = _Room(name, rules.joinpath(name))
        yield room.done(check(room))
