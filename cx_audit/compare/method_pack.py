"""The families of methods and the words around them, from ``rules/methods/*.yml``."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, model_validator

from cx_audit.compare.method_concept import Concept, Phrase, Phrases, Strict
from cx_audit.compare.method_countries import countries
from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged

__all__ = ["Concept", "Family", "Words", "families", "family_file", "related", "words"]

_WORDS = "words-"


class Family(Strict):
    """Methods that answer one question: how to pay, who delivers, which way to go."""

    family: Phrase
    title: Phrase
    kind: Annotated[str, Field(pattern="^(method|way|choice)$")] = "method"
    single: bool = False
    """Whether taking one method leaves out the others; always so for a choice."""
    sure: bool = True
    """Whether what differs is a contradiction; else it is told for a reader to check."""
    verb: Phrase = "accept"
    context: dict[str, Phrases] = Field(default_factory=dict)
    """Words of which one must stand in the sentence, or in the question; none: no such need."""
    asked: dict[str, Phrases] = Field(default_factory=dict)
    """Words of a question that this family answers, beside the context: a bare name then is an answer."""
    evidence: dict[str, Phrases] = Field(default_factory=dict)
    """Words that show that a clause takes a method, beside the language's own words of acceptance."""
    yields_to: tuple[str, ...] = ()
    """Families whose context, in a sentence, takes it from this one."""
    countries: bool = False
    """Whether the countries of the world are concepts, too; a list of them says exactly what it says."""
    concepts: dict[str, Concept]

    @model_validator(mode="after")
    def _known_concepts(self) -> Family:
        for name, concept in self.concepts.items():
            for other in (*concept.includes, *concept.near):
                if other not in self.concepts and not self.countries:
                    raise ValueError(f"{name}: unknown concept {other!r}")
        return self


class Words(Strict):
    """One language's words around methods; ``rules/methods/README.md`` explains each list."""

    negators: Phrases = ()
    refuse: Phrases = ()
    refuse_way: Phrases = ()
    refuse_method: Phrases = ()
    beside: Phrases = ()
    only: Phrases = ()
    only_headers: Phrases = ()
    seals: Phrases = ()
    erase: Phrases = ()
    fillers: Phrases = ()
    accept: Phrases = ()
    asks: Phrases = ()
    apologies: Phrases = ()
    except_: Annotated[Phrases, Field(alias="except")] = ()
    blurs: Phrases = ()
    unable: Phrases = ()
    needless: Phrases = ()
    causes: Phrases = ()
    rests: Phrases = ()
    conditions: Phrases = ()
    outside: Phrases = ()
    terms: Phrases = ()
    exceptions: Phrases = ()
    special: Phrases = ()
    limits: Phrases = ()
    wishes: Phrases = ()
    open_lists: Phrases = ()
    contrasts: Phrases = ()
    connectors: Phrases = ()
    joins: Phrases = ()
    side: Phrases = ()
    yes: Phrases = ()
    no: Phrases = ()
    along: Phrases = ()
    planned: Phrases = ()
    places: dict[str, Phrases] = Field(default_factory=dict)


def _read(name: str) -> object:
    path = packaged("rules") / "methods" / name
    try:
        return load_yaml(path) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"can't be read: {error}", path=str(path)) from error


def _checked(model: type[Strict], name: str) -> Strict:
    try:
        return model.model_validate(_read(name))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            f"{place}: {first['msg']}", path=f"rules/methods/{name}", remedy="see rules/methods/README.md"
        ) from error


@cache
def _names() -> tuple[str, ...]:
    folder = packaged("rules") / "methods"
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yml")))


@cache
def _by_file() -> dict[str, Family]:
    found = ((name, _checked(Family, name)) for name in _names() if not name.startswith(_WORDS))
    return {name: entry for name, entry in found if isinstance(entry, Family)}


@cache
def families() -> dict[str, Family]:
    """All families by name.

    Raises:
        ConfigError: a packaged file is missing or wrong.
    """
    read = {entry.family: entry for entry in _by_file().values()}
    languages = tuple(name.removeprefix(_WORDS).removesuffix(".yml") for name in _names() if name.startswith(_WORDS))
    return {name: _with_countries(family, languages) if family.countries else family for name, family in read.items()}


def _with_countries(family: Family, languages: tuple[str, ...]) -> Family:
    """The family with a concept for each country, and a world that includes them all."""
    every = countries(languages)
    concepts = {**every, **family.concepts}
    world = concepts["world"]
    rest = tuple(name for name in concepts if name != "world")
    return family.model_copy(update={"concepts": {**concepts, "world": world.model_copy(update={"includes": rest})}})


def family_file(family: str) -> str:
    """The packaged file that holds a family, as it is named in the repository.

    Raises:
        ConfigError: a packaged file is missing or wrong.
    """
    return next(f"rules/methods/{name}" for name, entry in _by_file().items() if entry.family == family)


@cache
def words(language: str) -> Words | None:
    """The words of a language; None where there are none, and nothing can be said.

    Raises:
        ConfigError: the packaged file is wrong.
    """
    name = f"{_WORDS}{language}.yml"
    entry = _checked(Words, name) if name in _names() else None
    return entry if isinstance(entry, Words) else None


@cache
def related(family: str, listed: str, offered: str) -> bool:
    """Whether an exclusive list that holds ``listed`` may well mean ``offered``, too."""
    if listed == offered:
        return True
    if families()[family].countries:
        return offered in families()[family].concepts[listed].includes
    here, there = families()[family].concepts[listed], families()[family].concepts[offered]
    return offered in (*here.includes, *here.near) or listed in (*there.includes, *there.near)
