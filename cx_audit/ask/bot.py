"""What a bot is: how to ask it, and where in its reply the answer stands. One YAML file each, see ``rules/bots``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

__all__ = ["OWN", "PLACEHOLDER", "Bot", "BotAuth", "BotReply", "BotRequest", "Setting"]

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
OWN = frozenset({"question", "session", "language"})
"""Placeholders that each request fills by itself."""


def _expression(value: object) -> object:
    if isinstance(value, str):
        try:
            jmespath.compile(value)
        except (JMESPathError, RecursionError) as error:
            why = "nested too deep" if isinstance(error, RecursionError) else str(error).split("\n")[0]
            raise PydanticCustomError("no_jmespath", "is no JMESPath: {why}", {"why": why}) from None
    return value


Expression = Annotated[str, BeforeValidator(_expression), Field(min_length=1, max_length=2000)]
"""A JMESPath expression, https://jmespath.org/specification.html."""
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=100)]
Value = str | int | float | bool


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Setting(_Part):
    """What differs from company to company: an address, a project.

    ``file`` stands for the text of a file, ``number`` for a number.
    """

    about: str = Field(min_length=1)
    default: Value | None = None
    optional: bool = False
    file: bool = False
    number: bool = False


class BotAuth(_Part):
    """How the bot knows who asks; the names are those of environment variables, never the keys themselves.

    ``aws`` signs each request (Signature Version 4) with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. ``optional``
    asks without a key where the variable is not set.
    """

    kind: Literal["none", "bearer", "header", "basic", "aws"] = "none"
    env: Variable | None = None
    user_env: Variable | None = None
    header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")] | None = None
    prefix: str = ""
    region: str | None = None
    service: str | None = None
    optional: bool = False
    renew: str = ""

    @model_validator(mode="after")
    def _complete(self) -> BotAuth:
        needed = {"bearer": ("env",), "header": ("env", "header"), "basic": ("env", "user_env")}
        needed["aws"] = ("region", "service")
        missing = [name for name in needed.get(self.kind, ()) if getattr(self, name) is None]
        if missing:
            told = {"kind": self.kind, "names": ", ".join(missing)}
            raise PydanticCustomError("incomplete", "{kind} needs {names}", told)
        return self


class BotRequest(_Part):
    """The request. Placeholders such as ``{question}`` stand in its texts; the body is data, so none can break out."""

    method: Literal["GET", "POST", "PUT"] = "POST"
    url: str = Field(min_length=1, max_length=2000)
    query: dict[str, str] = {}
    headers: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")], str] = {}
    body: Any = Field(default=None, alias="json")
    form: dict[str, str] | None = None


class BotReply(_Part):
    """Where what stands in the JSON of a reply. Several texts are the messages of one reply."""

    text: Expression
    media: Expression | None = None
    fallback: Expression | None = None
    asks: Expression | None = None
    error: Expression | None = None
    not_understood: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    markup: Literal["plain", "html", "markdown"] = "plain"


class Bot(_Part):
    """A bot, or a kind of bot with settings to fill in.

    ``longest`` is the most characters that it takes as a question; ``tokens`` says that it is a language model,
    which is paid by the token; ``locales`` are its own names of languages.
    """

    about: str = Field(min_length=1)
    docs: str | None = None
    settings: dict[Name, Setting] = {}
    locales: dict[str, str] = {}
    longest: int = Field(default=1000, ge=10, le=100_000)
    tokens: bool = False
    auth: BotAuth = BotAuth()
    request: BotRequest
    reply: BotReply

    @model_validator(mode="after")
    def _placeholders(self) -> Bot:
        clash = OWN & self.settings.keys()
        if clash:
            raise PydanticCustomError("own_name", "{names} can be no setting", {"names": ", ".join(sorted(clash))})
        used = {name for text in _texts(self.request) for name in PLACEHOLDER.findall(text)}
        unknown = sorted(used - OWN - self.settings.keys())
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise PydanticCustomError("unknown_placeholder", "{names}: no such setting", {"names": names})
        if "question" not in used:
            raise PydanticCustomError("no_question", "request: {{question}} stands nowhere in it")
        return self


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _texts([getattr(value, name) for name in type(value).model_fields])
    elif isinstance(value, dict):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
