"""The families of methods and the words around them, from ``rules/methods/*.yml``."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged

__all__ = ["Concept", "Family", "Words", "families", "related", "words"]

_WORDS = "words-"

Phrase = Annotated[str, Field(min_length=1, max_length=400)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=400)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Concept(_Strict):
    """One method. ``names`` and ``weak`` are keyed by language, or ``any`` for names that all languages share."""

    title: Phrase
    names: dict[str, Phrases] = {}
    weak: dict[str, Phrases] = {}
    """Names that count where a clause refuses or excludes, too vague to count as an offer."""
    symbols: Annotated[tuple[Phrase, ...], Field(max_length=20)] = ()
    """Signs between two words that show the method: "Account > Close account"."""
    includes: tuple[str, ...] = ()
    """Methods that this one covers: a card is a Visa card, too."""
    near: tuple[str, ...] = ()
    """Methods that an exclusive list with this one does not surely leave out."""


class Family(_Strict):
    """Methods that answer one question: how to pay, who delivers, which way to go."""

    family: Phrase
    title: Phrase
    kind: Annotated[str, Field(pattern="^(method|way)$")] = "method"
    verb: Phrase = "accept"
    context: dict[str, Phrases] = {}
    """Words of which one must stand in the sentence, or in the question; none: no such need."""
    evidence: dict[str, Phrases] = {}
    """Words that show that a clause takes a method, beside the language's own words of acceptance."""
    yields_to: tuple[str, ...] = ()
    """Families whose context, in a sentence, takes it from this one."""
    concepts: dict[str, Concept]

    @model_validator(mode="after")
    def _known_concepts(self) -> Family:
        for name, concept in self.concepts.items():
            for other in (*concept.includes, *concept.near):
                if other not in self.concepts:
                    raise ValueError(f"{name}: unknown concept {other!r}")
        return self


class Words(_Strict):
    """One language's words around methods; ``rules/methods/README.md`` explains each list."""

    negators: Phrases = ()
    refuse: Phrases = ()
    refuse_way: Phrases = ()
    only: Phrases = ()
    only_headers: Phrases = ()
    erase: Phrases = ()
    fillers: Phrases = ()
    accept: Phrases = ()
    apologies: Phrases = ()
    except_: Annotated[Phrases, Field(alias="except")] = ()
    blurs: Phrases = ()
    conditions: Phrases = ()
    limits: Phrases = ()
    wishes: Phrases = ()
    open_lists: Phrases = ()
    contrasts: Phrases = ()
    connectors: Phrases = ()
    side: Phrases = ()
    yes: Phrases = ()
    no: Phrases = ()
    places: dict[str, Phrases] = {}


def _read(name: str) -> object:
    path = packaged("rules") / "methods" / name
    try:
        return load_yaml(path) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"can't be read: {error}", path=str(path)) from error


def _checked(model: type[_Strict], name: str) -> _Strict:
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
def families() -> dict[str, Family]:
    """All families by name.

    Raises:
        ConfigError: a packaged file is missing or wrong.
    """
    found = (_checked(Family, name) for name in _names() if not name.startswith(_WORDS))
    return {entry.family: entry for entry in found if isinstance(entry, Family)}


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
    here, there = families()[family].concepts[listed], families()[family].concepts[offered]
    return offered in (*here.includes, *here.near) or listed in (*there.includes, *there.near)
