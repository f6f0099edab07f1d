"""The words of conversations per language, from ``rules/conversations``; its README says what each key means."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged

__all__ = ["SHARED", "Domains", "RoleWords", "Streets", "Words", "shared_domains", "words_of"]

SHARED = "shared_domains.yml"


class RoleWords(BaseModel):
    """What a column that says who speaks may hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    customer: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    bot: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    system: tuple[str, ...] = ()


class Streets(BaseModel):
    """Words of addresses, by where they stand: before the street's name, after it, at its end."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    suffix: tuple[str, ...] = ()


class Words(BaseModel):
    """One language's lists, as its file has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    roles: RoleWords = RoleWords()
    introductions: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    number_words: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()
    pleasantries: tuple[str, ...] = ()
    streets: Streets = Streets()
    quoted: tuple[str, ...] = ()
    sent_from: tuple[str, ...] = ()
    automated: tuple[str, ...] = ()


class Domains(BaseModel):
    """The file of mail providers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    domains: tuple[str, ...]


@cache
def _all() -> dict[str, Words]:
    folder = packaged("rules") / "conversations"
    found: dict[str, Words] = {}
    try:
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".yml") and entry.name != SHARED:
                found[entry.name.removesuffix(".yml")] = Words.model_validate(load_yaml(entry))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ConfigError(f"not a valid file of words: {error}", path=str(folder)) from error
    return found


def _joined(models: Iterable[BaseModel], kind: type[BaseModel]) -> dict[str, object]:
    """The lists of several models of a kind, one after the other."""
    models = list(models)
    joined: dict[str, object] = {}
    for name in kind.model_fields:
        values = [getattr(model, name) for model in models]
        if values and isinstance(values[0], BaseModel):
            joined[name] = _joined(values, type(values[0]))
        else:
            joined[name] = tuple(dict.fromkeys(word for value in values for word in value))
    return joined


@cache
def words_of(language: str | None = None) -> Words:
    """The words of a language; of all languages together where it has none of its own, or is not known.

    Raises:
        ConfigError: the packaged words are missing or wrong.
    """
    known = _all()
    return known[language] if language in known else Words.model_validate(_joined(known.values(), Words))


@cache
def shared_domains() -> frozenset[str]:
    """Mail providers that anybody may have an address with.

    Raises:
        ConfigError: the packaged list is missing or wrong.
    """
    path = packaged("rules") / "conversations" / SHARED
    try:
        return frozenset(name.lower() for name in Domains.model_validate(load_yaml(path)).domains)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ConfigError(f"not a valid list of domains: {error}", path=str(path)) from error
