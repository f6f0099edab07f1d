"""Words and matters of yes and no, from ``rules/policy``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError, field_validator

from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged
from cx_audit.roles import Asked, parse_asked

__all__ = ["Matter", "MattersFile", "WordsFile", "asks", "matters", "said_stance"]

_REMEDY = "see rules/policy/README.md"
_Word = Annotated[str, Field(min_length=1, max_length=60)]
_Cue = Annotated[str, Field(min_length=1, max_length=200)]
_Words = Annotated[tuple[_Word, ...], Field(min_length=1, max_length=40)]
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
StanceName = Literal["can", "must", "free"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Sides(_Strict):
    yes: _Words
    no: _Words


class Matter(_Strict):
    """One matter of yes or no: its name for people, the kind of words that tell, the cues of its questions."""

    title: Annotated[str, Field(min_length=1, max_length=100)]
    stance: StanceName
    cues: Annotated[tuple[_Cue, ...], Field(min_length=1, max_length=20)]

    @field_validator("cues")
    @classmethod
    def _parsed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for cue in value:
            parse_asked(cue)
        return value


class WordsFile(RootModel[dict[str, dict[StanceName, _Sides]]]):
    """``words.yml``: by language and kind, the words of yes and no."""


class MattersFile(RootModel[dict[_Name, Matter]]):
    """``matters.yml``: matters by name."""


_Model = TypeVar("_Model", bound=BaseModel)


def _read(model: type[_Model], name: str) -> _Model:
    path = f"rules/policy/{name}"
    try:
        return model.model_validate(load_yaml(packaged("rules") / "policy" / name) or {})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{place}: {first['msg']}", path=path, remedy=_REMEDY) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"can't be read: {error}", path=path, remedy=_REMEDY) from error


@cache
def matters() -> Mapping[str, Matter]:
    """All matters by name.

    Raises:
        ConfigError: the packaged file is wrong.
    """
    return MappingProxyType(_read(MattersFile, "matters.yml").root)


@cache
def _stances() -> Mapping[str, tuple[StanceName, bool, str]]:
    out: dict[str, tuple[StanceName, bool, str]] = {}
    for language, kinds in _read(WordsFile, "words.yml").root.items():
        for stance, sides in kinds.items():
            for positive, said in ((True, sides.yes), (False, sides.no)):
                for word in said:
                    out.setdefault(" ".join(word.casefold().split()), (stance, positive, language))
    return MappingProxyType(out)


def said_stance(text: str) -> tuple[StanceName, bool, str] | None:
    """What a value of yes or no says: kind of words, whether it is a yes, and the first language that says so.

    Raises:
        ConfigError: the packaged file is wrong.
    """
    return _stances().get(" ".join(text.casefold().rstrip(".!").split()))


@cache
def _cues(matter: str) -> tuple[Asked, ...]:
    return tuple(parse_asked(cue) for cue in matters()[matter].cues)


def asks(matter: str, question: str, language: str) -> bool:
    """Whether a question in ``language`` is about a matter.

    Raises:
        ConfigError: a packaged file is wrong.
    """
    return any(cue.fits(question, language) for cue in _cues(matter))
