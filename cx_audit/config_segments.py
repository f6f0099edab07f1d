"""``segments:`` of the configuration: its models, its short forms, and what an editor is told of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

__all__ = ["SegmentConfig", "SegmentDimensions", "WhereConfig"]

_LANGUAGE = r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$"
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^\S(?:.*\S)?$")]
Text = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]


class WhereConfig(BaseModel):
    """Which answers are for a segment: all that one entry says must fit; ``path`` as in ``sources:``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel: Text | None = None
    path: Text | None = None
    url: Text | None = None
    locale: Annotated[str, Field(pattern=_LANGUAGE)] | None = None
    field: dict[Text, Text] = Field(default_factory=dict, max_length=20)

    @model_validator(mode="after")
    def _says_something(self) -> WhereConfig:
        if not self.model_fields_set:
            raise PydanticCustomError("says_nothing", "say which answers: channel, path, url, locale or field")
        return self


def _word_lists(value: object) -> object:
    """Words of all languages, or by language: one word or a list of them."""
    if value is None:
        return None
    by_language = value if isinstance(value, dict) else {"": value}
    return {language: [said] if isinstance(said, str) else said for language, said in by_language.items()}


Language = Annotated[str, Field(pattern=r"^(?:[a-z]{2,3})?$")]
WordList = Annotated[tuple[Name, ...], Field(max_length=100)]


class SegmentConfig(BaseModel):
    """One segment; ``words`` None leaves it to its name. The short forms are nothing at all, and a list of words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Annotated[dict[Language, WordList] | None, BeforeValidator(_word_lists)] = None
    where: tuple[WhereConfig, ...] = Field(default=(), max_length=100)
    includes: tuple[Name, ...] = Field(default=(), max_length=300)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        if value is None:
            return {}
        return {"words": value} if isinstance(value, list | str) else value


def _by_name(value: object) -> object:
    """``[EU, US]`` is as good as ``{EU: , US: }``."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        if len(set(value)) < len(value):
            raise PydanticCustomError("named_twice", "names a segment twice")
        return dict.fromkeys(value)
    return value


_WORDS: dict[str, JsonValue] = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": 100}, {"type": "null"}]
}
_WHERE: dict[str, JsonValue] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {
        "channel": {"type": "string"},
        "path": {"type": "string"},
        "url": {"type": "string"},
        "locale": {"type": "string", "pattern": _LANGUAGE},
        "field": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_SEGMENT: dict[str, JsonValue] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "words": {"anyOf": [_WORDS, {"type": "object", "additionalProperties": _WORDS}]},
        "where": {"type": "array", "items": _WHERE, "maxItems": 100},
        "includes": {"type": "array", "items": {"type": "string"}, "maxItems": 300},
    },
}
_SCHEMA: dict[str, JsonValue] = {
    "type": "object",
    "maxProperties": 20,
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$", "maxLength": 40},
    "additionalProperties": {
        "anyOf": [
            {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 300, "uniqueItems": True},
            {
                "type": "object",
                "minProperties": 2,
                "maxProperties": 300,
                "additionalProperties": {"anyOf": [_SEGMENT, _WORDS]},
            },
        ]
    },
}

SegmentDimensions = Annotated[
    dict[
        Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)],
        Annotated[dict[Name, SegmentConfig], Field(min_length=2, max_length=300), BeforeValidator(_by_name)],
    ],
    Field(max_length=20),
    WithJsonSchema(_SCHEMA),
]
"""Dimension -> value -> what is said of it."""
