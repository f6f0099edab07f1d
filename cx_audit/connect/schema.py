"""What a connector file may say. A vendor is data: these models are the whole language it is written in.

Expressions are JMESPath (https://jmespath.org) over a record. Beside the record's own keys it sees ``_page`` (the whole
reply), ``_up`` (what the step before gave), ``_with`` (the settings) and ``_lookups``.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from cx_audit.connect.expressions import check_expression
from cx_audit.no_secrets import refuse_secrets
from cx_audit.sources import Reason

__all__ = ["ANSWER_FIELDS", "Auth", "Connector", "Lookup", "Paging", "PullSpec", "Setting", "Skip", "Step"]

ANSWER_FIELDS = (
    "channel",
    "question",
    "answer",
    "id",
    "locale",
    "audience",
    "agent",
    "variants",
    "intent",
    "url",
    "updated_at",
    "uses",
    "authority",
)
"""The fields of the interchange form, in the order in which a snapshot holds them."""

_VARIABLE = r"^[A-Z][A-Z0-9_]{2,63}$"
_NAME = r"^[a-z][a-z0-9_-]{0,63}$"

Expression = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(check_expression)]
Variable = Annotated[str, Field(pattern=_VARIABLE)]
Name = Annotated[str, Field(pattern=_NAME)]
Path = Annotated[str, Field(pattern=r"^/[^\s\\]*$", max_length=2000)]
Text = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


def _without_keys(headers: dict[str, str]) -> dict[str, str]:
    refuse_secrets(headers)
    return headers


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Setting(_Part):
    """What the user says of the account: never a key. ``pattern`` is what its value must match, whole.

    One that a request needs and that nobody gave is asked for; ``env`` is a variable that may hold it too.
    """

    about: Text
    pattern: str = r"[^\s/\\@?#]{1,200}"
    default: str | None = None
    env: Variable | None = None
    many: bool = False

    @model_validator(mode="after")
    def _pattern_compiles(self) -> Self:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern: is no regular expression: {error}") from None
        return self


class Auth(_Part):
    """How a request says who asks; the variables that hold the keys are named, the keys are not.

    ``password`` is one of the fillers that vendors name for "none": a real one has a variable.
    """

    kind: Literal["none", "basic", "bearer", "header", "client_credentials"]
    user: Text | None = None
    user_env: Variable | None = None
    password: Literal["X", "x", "api_token", "unused"] | None = None
    password_env: Variable | None = None
    token_env: Variable | None = None
    header: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,99}$")] | None = None
    prefix: str = ""
    token_path: Path | None = None
    id_env: Variable | None = None
    secret_env: Variable | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that hold keys, in the order in which they are used."""
        named = (self.user_env, self.password_env, self.token_env, self.id_env, self.secret_env)
        return tuple(name for name in named if name)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        needed = {
            "none": set[str](),
            "basic": set[str](),
            "bearer": {"token_env"},
            "header": {"token_env", "header"},
            "client_credentials": {"token_path", "id_env", "secret_env"},
        }[self.kind]
        missing = sorted(name for name in needed if getattr(self, name) is None)
        if self.kind == "basic":
            missing += [] if self.user or self.user_env else ["user or user_env"]
            missing += [] if self.password or self.password_env else ["password or password_env"]
            missing += [] if self.variables else ["user_env or password_env"]
        if missing:
            raise ValueError(f"{self.kind} needs {', '.join(missing)}")
        return self


class Limits(_Part):
    """The vendor's headers about its rate limit, and the least time between two requests in seconds."""

    remaining: str | None = None
    used: str | None = None
    reset: str | None = None
    retry_after: tuple[str, ...] = ("Retry-After",)
    interval: float = Field(default=0.0, ge=0, le=60)


class Paging(_Part):
    """How to come to the next page.

    ``link``: ``next`` is its URL in the body; ``cursor``: ``next`` is a token for the parameter ``param``; ``header``:
    the Link header's ``rel``; ``page`` and ``offset``: count in ``param`` until a page has no records, or ``pages``
    (how many there are) is reached. ``more`` ends the walk where it is false, whatever else the page says.
    """

    kind: Literal["link", "cursor", "header", "page", "offset"]
    next: Expression | None = None
    more: Expression | None = None
    param: str | None = None
    rel: str = "next"
    start: int = Field(default=1, ge=0)
    pages: Expression | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind in ("link", "cursor") and self.next is None:
            raise ValueError(f"{self.kind} needs next")
        if self.kind in ("cursor", "page", "offset") and not self.param:
            raise ValueError(f"{self.kind} needs param")
        return self


class Step(_Part):
    """One request per record of the step before (the first: one at all), or, with ``each``, a record taken apart.

    ``vary`` repeats the request for each value of a setting that may have many. ``missing`` lets a 404 pass as
    nothing there.
    """

    path: Path | None = None
    params: dict[str, str] = Field(default_factory=dict)
    paging: Paging | None = None
    records: Expression = "@"
    each: Expression | None = None
    vary: Name | None = None
    missing: bool = False

    @model_validator(mode="after")
    def _asks_or_takes_apart(self) -> Self:
        if (self.path is None) == (self.each is None):
            raise ValueError("needs either path (a request) or each (a record taken apart)")
        return self


class Lookup(_Part):
    """A table to look ids up in: what ``lookup(_lookups.NAME, id)`` finds."""

    path: Path
    params: dict[str, str] = Field(default_factory=dict)
    paging: Paging | None = None
    records: Expression = "@"
    key: Expression
    value: Expression


class Skip(_Part):
    """Records that are no answers, and why, in the words of the report."""

    when: Expression
    reason: Reason


class PullSpec(_Part):
    """One source of answers: the steps to its records, and how a record becomes an answer."""

    about: Text
    channel: Text
    default: bool = True
    steps: tuple[Step, ...] = Field(min_length=1, max_length=6)
    lookups: dict[Name, Lookup] = Field(default_factory=dict)
    skip: tuple[Skip, ...] = ()
    answer: dict[str, Expression]
    more: dict[Name, Expression] = Field(default_factory=dict)
    cut: Literal["html", "markdown"] | None = None
    fill: Name | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.steps[0].path is None:
            raise ValueError("steps.0: the first step needs a path")
        unknown = sorted(set(self.answer) - set(ANSWER_FIELDS))
        if unknown:
            raise ValueError(f"answer: unknown field {', '.join(unknown)}; the fields are {', '.join(ANSWER_FIELDS)}")
        missing = [name for name in ("id", "question", "answer") if name not in self.answer]
        if missing:
            raise ValueError(f"answer: needs {', '.join(missing)}")
        return self


class Connector(_Part):
    """One vendor. ``hosts`` are the hosts that ``base_url`` in a configuration may name, as ``*.example.com``."""

    vendor: Name
    title: Text
    docs: Text
    base_url: Text
    hosts: tuple[Text, ...] = ()
    self_hosted: bool = False
    settings: dict[Name, Setting] = Field(default_factory=dict)
    auth: Auth
    keys: dict[Variable, Text] = Field(default_factory=dict)
    rights: Text
    renew: Text
    headers: Annotated[dict[str, str], AfterValidator(_without_keys)] = Field(default_factory=dict)
    limits: Limits = Limits()
    pulls: dict[Name, PullSpec] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        problems = [f"keys: says nothing of {name}" for name in self.auth.variables if name not in self.keys]
        for name, pull in self.pulls.items():
            if pull.fill is not None and pull.fill not in self.pulls:
                problems.append(f"pulls.{name}.fill: there is no pull {pull.fill}")
            asked = {step.vary for step in pull.steps if step.vary}
            problems += [f"pulls.{name}: there is no setting {one}" for one in sorted(asked - set(self.settings))]
        if problems:
            raise ValueError("; ".join(problems))
        return self
