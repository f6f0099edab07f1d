"""What statements can be limited to, and the words that say so, from ``rules/scope/*.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Protocol, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged

__all__ = ["Dimension", "OwnScope", "ScopeWords", "dimensions", "extend_scope", "forgotten", "own_scope", "scope_words"]

Phrase = Annotated[str, Field(min_length=1, max_length=800)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=400)]
_SET = re.compile(r"\$([a-z]+)")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dimension(_Strict):
    """One way of being limited; ``rules/scope/README.md`` explains each entry."""

    title: Phrase
    values: dict[str, Phrase] = {}
    titles: dict[str, Phrase] = {}
    """Names for people of values that are not listed in ``values``: regions of several countries."""
    usual: tuple[str, ...] = ()
    overlap: tuple[tuple[str, ...], ...] = ()
    holds: dict[str, tuple[str, ...]] = {}
    family: Phrase | None = None
    """Dimensions of one family take turns: after "sale items ...", "opened items ..." speaks of sale items no more."""
    open: bool = False
    passing: bool = False
    exception: bool = False
    range: Phrase | None = None

    @model_validator(mode="after")
    def _known_values(self) -> Dimension:
        for value in (*self.usual, *(v for group in self.overlap for v in group)):
            if value not in self.values:
                raise ValueError(f"unknown value {value!r}")
        return self


class PlanNouns(_Strict):
    """Nouns before and after a plan's own name."""

    before: Phrases = ()
    after: Phrases = ()


class ScopeWords(_Strict):
    """The words of one language."""

    sets: dict[str, Phrase] = {}
    cues: dict[str, dict[str, Phrases]] = {}
    except_: Annotated[Phrases, Field(alias="except")] = ()
    aside: Phrases = ()
    otherwise: Phrases = ()
    joints: Phrases = ()
    regions: dict[str, Phrases] = {}
    not_regions: Phrases = ()
    adjectives: dict[str, Phrases] = {}
    adjective_nouns: Phrases = ()
    plan_nouns: PlanNouns = PlanNouns()
    not_names: Phrases = ()
    measures: dict[str, Phrases] = {}

    @model_validator(mode="after")
    def _known(self) -> ScopeWords:
        known = dimensions()
        for name, values in self.cues.items():
            if name not in known or set(values) - set(known[name].values):
                raise ValueError(f"cues: unknown dimension or value in {name!r}")
        for name in self.measures:
            if name not in known or not known[name].range:
                raise ValueError(f"measures: {name!r} is no dimension with a range")
        for phrase in (p for values in self.cues.values() for phrases in values.values() for p in phrases):
            for used in _SET.findall(phrase):
                if used not in self.sets:
                    raise ValueError(f"cues: unknown set ${used} in {phrase!r}")
        return self

    def spelled(self, phrase: str) -> str:
        """A phrase with its ``$sets`` written out."""
        return _SET.sub(lambda match: self.sets[match.group(1)], phrase)


_Model = TypeVar("_Model", bound=_Strict)


def _checked(model: type[_Model], name: str, raw: object) -> _Model:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            f"{place}: {first['msg']}", path=f"rules/scope/{name}", remedy="see rules/scope/README.md"
        ) from error


def _read(name: str) -> object:
    path = packaged("rules") / "scope" / name
    try:
        return load_yaml(path) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"can't be read: {error}", path=str(path)) from error


Words = Mapping[str, Mapping[str, Sequence[str]]]
"""Dimension -> value -> phrases."""


@dataclass(frozen=True, slots=True)
class OwnScope:
    """What a user adds to the rules; ``cx_audit.segments`` makes it of ``segments:``.

    ``dimensions`` are new, or take the place of packaged ones. ``words`` are phrases by language ("" for all);
    ``capitals`` count only as they are written, since "US" is no "us". ``like`` names values that the packaged words of
    another stand for as well. ``stamp`` changes with all of it.
    """

    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    capitals: Mapping[str, Words] = field(default_factory=dict)
    like: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    stamp: str = ""


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


_C = TypeVar("_C", bound=_Cached)
_NOTHING = OwnScope()
_own = _NOTHING
_caches: list[_Cached] = []


def forgotten(cached: _C) -> _C:
    """Decorates a cached function whose results depend on the rules: ``extend_scope`` clears it."""
    _caches.append(cached)
    return cached


def own_scope() -> OwnScope:
    """What is added to the rules now."""
    return _own


def _use(own: OwnScope) -> None:
    global _own
    _own = own
    for cached in _caches:
        cached.cache_clear()


@contextmanager
def extend_scope(own: OwnScope | None) -> Iterator[None]:
    """Within it, the rules are those of cx-audit and ``own``."""
    before = _own
    if own is None or own == before:
        yield
        return
    _use(own)
    try:
        yield
    finally:
        _use(before)


@cache
def _packaged_dimensions() -> dict[str, Dimension]:
    raw = _read("dimensions.yml")
    if not isinstance(raw, dict):
        raise ConfigError("must map names to dimensions", path="rules/scope/dimensions.yml")
    return {str(name): _checked(Dimension, "dimensions.yml", entry) for name, entry in raw.items()}


@forgotten
@cache
def dimensions() -> dict[str, Dimension]:
    """All dimensions by name, the user's own before those of cx-audit.

    Raises:
        ConfigError: the packaged file is missing or wrong.
    """
    packaged_ones = _packaged_dimensions()
    new = {name: one for name, one in _own.dimensions.items() if name not in packaged_ones}
    return new | packaged_ones | {name: one for name, one in _own.dimensions.items() if name in packaged_ones}


@cache
def _packaged_words(language: str) -> ScopeWords:
    name = f"{language}.yml"
    known = {entry.name for entry in (packaged("rules") / "scope").iterdir()} - {"dimensions.yml"}
    return _checked(ScopeWords, name, _read(name)) if name in known else ScopeWords()


@forgotten
@cache
def scope_words(language: str) -> ScopeWords:
    """The words of a language, the user's own first; without a file there are only those.

    Raises:
        ConfigError: the packaged file is wrong.
    """
    known, cues = _packaged_words(language), dict[str, dict[str, Phrases]]()
    for spoken in ("", language):
        for name, values in _own.words.get(spoken, {}).items():
            for value, phrases in values.items():
                mine = cues.setdefault(name, {})
                mine[value] = (*mine.get(value, ()), *phrases)
    for (name, value), (there, original) in _own.like.items():
        mine = cues.setdefault(name, {})
        mine[value] = (*mine.get(value, ()), *known.cues.get(there, {}).get(original, ()))
    if not cues:
        return known
    for name, values in known.cues.items():
        for value, phrases in values.items():
            mine = cues.setdefault(name, {})
            mine[value] = (*mine.get(value, ()), *phrases)
    return known.model_copy(update={"cues": cues})
