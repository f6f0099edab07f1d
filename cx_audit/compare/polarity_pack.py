"""The cue phrases of stance, per language, from ``rules/polarity/<language>.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cx_audit.compare.polarity_phrases import PhraseBook, folded, words_of
from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged

__all__ = ["Asks", "Cues", "StanceWords", "cues"]

_Phrase = Annotated[str, Field(min_length=1, max_length=80)]
_Phrases = Annotated[tuple[_Phrase, ...], Field(max_length=300)]


class Asks(BaseModel):
    """How customers ask whether something is so; each list asks for one side of a matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    can: _Phrases
    must: _Phrases
    free: _Phrases
    charged: _Phrases
    kept: _Phrases
    lost: _Phrases
    only: _Phrases


class StanceWords(BaseModel):
    """The phrases of one language; ``rules/polarity/README.md`` explains each list."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    negation: Literal["before", "around"]
    not_: Annotated[_Phrases, Field(alias="not")]
    can: _Phrases
    cannot: _Phrases
    must: _Phrases
    needless: _Phrases
    free: _Phrases
    charged: _Phrases
    only: _Phrases
    any: _Phrases
    kept: _Phrases
    lost: _Phrases
    does: _Phrases
    withholds: _Phrases
    yes: _Phrases
    no: _Phrases
    sorry: _Phrases
    glad: _Phrases
    if_: Annotated[_Phrases, Field(alias="if")]
    when: _Phrases
    breaks: _Phrases
    none: _Phrases
    asks: Asks


@dataclass(frozen=True, slots=True)
class Cues:
    """One language's cues; ``around``: a negation may follow what it negates ("das geht nicht")."""

    language: str
    body: PhraseBook
    opening: PhraseBook
    asks: PhraseBook
    negators: frozenset[str]
    around: bool


@cache
def _languages() -> frozenset[str]:
    folder = packaged("rules") / "polarity"
    names = (entry.name for entry in folder.iterdir() if entry.name.endswith(".yml"))
    return frozenset(name.removesuffix(".yml") for name in names) - {"evidence", "evidence_outcomes"}


@cache
def cues(language: str) -> Cues | None:
    """The cues of a language; None where it has none, and no stance can be read.

    Raises:
        ConfigError: the packaged file is wrong.
    """
    if language not in _languages():
        return None
    name = f"rules/polarity/{language}.yml"
    try:
        entry = StanceWords.model_validate(load_yaml(packaged("rules") / "polarity" / f"{language}.yml"))
        lists = entry.model_dump(by_alias=True, exclude={"negation", "asks"})
        opening = {"yes": lists.pop("yes"), "no": lists.pop("no"), "none": lists["none"]}
        body, opens = PhraseBook(lists, language), PhraseBook(opening, language)
        asks = PhraseBook(entry.asks.model_dump(), language)
        negators = (word for phrase in entry.not_ for word in words_of(folded(phrase, language).text))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{place}: {first['msg']}", path=name, remedy="see rules/polarity/README.md") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise ConfigError(f"can't be read: {error}", path=name, remedy="see rules/polarity/README.md") from error
    return Cues(language, body, opens, asks, frozenset(negators), entry.negation == "around")
