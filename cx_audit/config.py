"""``cx-audit.yml``: found, read and checked; every error at once, with its line.

An editor can check the file too: ``cx-audit config schema`` prints its JSON Schema.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from cx_audit.config_segments import SegmentConfig, SegmentDimensions, WhereConfig
from cx_audit.defaults import MIN_CONFIDENCE
from cx_audit.errors import ConfigError
from cx_audit.no_secrets import refuse_secrets
from cx_audit.resources import pack_languages
from cx_audit.yaml_lines import Key, lines_of, named, refuse_hostile

__all__ = [
    "CONFIG_NAMES",
    "AskConfig",
    "Config",
    "EngineConfig",
    "JudgeConfig",
    "LimitsConfig",
    "MetricsConfig",
    "PullConfig",
    "SegmentConfig",
    "SourceConfig",
    "SuppressionConfig",
    "WhereConfig",
    "find_config",
    "load_config",
]

CONFIG_NAMES = ("cx-audit.yml", "cx-audit.yaml")
_MAX_BYTES = 1_000_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FINDING = r"^(?:f-[0-9a-f]{12}|[0-9a-f]{16}(?:-[0-9]{1,4})?)$"
_SUBJECTS = ("finding", "role", "channels")

Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")]
FailOn = Literal["high", "medium", "low", "never"]
Words = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    with contextlib.suppress(ValueError):
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    raise PydanticCustomError("no_day", "should be a day that exists, as YYYY-MM-DD")


def _finding(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(_FINDING, value):
        return value
    raise PydanticCustomError("no_finding", "should be the id of a finding (f-0123456789ab) or its fingerprint")


class SourceConfig(BaseModel):
    """One entry of ``sources:``; ``path`` is relative to the configuration's folder and may be a glob."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(min_length=1)
    format: str | None = None
    channel: str | None = None
    audience: Annotated[str, Field(max_length=200, pattern=r"\S")] | None = None


class JudgeConfig(BaseModel):
    """``judge:``; ``model`` is ``default``, ``none``, a folder (from the configuration's), or a name on the hub."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(min_length=1)
    threshold: float = Field(default=0.8, ge=0.5, le=1)
    temperature: float = Field(default=1.0, ge=0.01, le=100)
    allow_download: bool = False


class LimitsConfig(BaseModel):
    """``limits:``; how much is read before a file counts as broken or hostile."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_mb: int = Field(default=512, ge=1, le=100_000)
    whole_file_mb: int = Field(default=128, ge=1, le=100_000)
    row_characters: int = Field(default=10_000_000, ge=1_000, le=1_000_000_000)
    field_characters: int = Field(default=1_000_000, ge=1_000, le=1_000_000_000)


class AskConfig(BaseModel):
    """``ask:``; ``bot`` is a name or a YAML file, ``settings`` are those of the bot, ``locales`` its own languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bot: str = Field(default="", max_length=1000)
    settings: dict[str, str | int | float | bool] = {}
    locales: dict[str, str] = {}
    not_understood: tuple[Words, ...] = ()
    wordings: int = Field(default=2, ge=1, le=20)
    times: int = Field(default=1, ge=1, le=50)
    only: Language | None = None
    channels: tuple[Words, ...] = ()
    limit: int | None = Field(default=None, ge=1)
    into: str = Field(default="chatbot-replies.jsonl", min_length=1)
    channel: Words = "chatbot"
    concurrency: int = Field(default=2, ge=1, le=32)
    per_minute: float | None = Field(default=None, ge=0.1, le=100_000)
    session: str = Field(default="", max_length=200)
    price_in: float | None = Field(default=None, ge=0)
    price_out: float | None = Field(default=None, ge=0)
    currency: str = Field(default="", max_length=20)


class SuppressionConfig(BaseModel):
    """One entry of ``suppressions:``: a difference that is meant to be; all that is said of it must fit."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"anyOf": [{"required": [name]} for name in _SUBJECTS]}
    )

    finding: Annotated[str, BeforeValidator(_finding), Field(pattern=_FINDING)] | None = None
    role: Annotated[str, Field(min_length=1)] | None = None
    channels: tuple[Words, Words] | None = None
    reason: Words
    owner: Words
    until: Annotated[date, BeforeValidator(_day)] | None = None

    @model_validator(mode="after")
    def _names_something(self) -> SuppressionConfig:
        if all(getattr(self, name) is None for name in _SUBJECTS):
            raise PydanticCustomError("names_nothing", "say what it is for: finding, role or channels")
        return self


class EngineConfig(BaseModel):
    """``engine:``; where the work runs. ``folder`` is a path from the configuration's, or an address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["local", "dask"] = "local"
    scheduler: str | None = Field(default=None, min_length=1)
    workers: int | None = Field(default=None, ge=0, le=1024)
    folder: str | None = Field(default=None, min_length=1)


class MetricsConfig(BaseModel):
    """One entry of ``metrics:``: a table of what questions cost; ``path`` is relative to the configuration's folder.

    ``columns`` maps our names to the table's; ``months`` says how long it covers where no column does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(min_length=1)
    columns: dict[Words, Words] = Field(default_factory=dict, max_length=50)
    months: int | None = Field(default=None, ge=1, le=1200)


class PullConfig(BaseModel):
    """One entry of ``pull:``: what ``cx-audit pull`` fetches. Keys are never written here: variables hold them.

    What else a vendor wants to know (``account``, ``user``, ``language``, ...) stands beside, under its own name.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    vendor: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")
    name: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    what: tuple[Words, ...] = ()
    base_url: str | None = Field(default=None, min_length=1)
    into: str | None = Field(default=None, min_length=1)
    keys: dict[str, Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{2,63}$")]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _holds_no_key(cls, raw: object) -> object:
        if isinstance(raw, dict):
            refuse_secrets({name: value for name, value in raw.items() if name != "keys"})
        return raw

    @model_validator(mode="after")
    def _settings_are_plain(self) -> PullConfig:
        for name, value in (self.model_extra or {}).items():
            values = value if isinstance(value, list) else [value]
            if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in values):
                raise PydanticCustomError("no_setting", "{name}: should be a text or a list of texts", {"name": name})
        return self

    @property
    def settings(self) -> dict[str, str | tuple[str, ...]]:
        """What stands beside the keys that every entry has."""
        extra = self.model_extra or {}
        return {name: tuple(map(str, v)) if isinstance(v, list) else str(v) for name, v in extra.items()}


class Config(BaseModel):
    """All settings, with their defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[SourceConfig, ...] = ()
    languages: tuple[Language, ...] = Field(default_factory=pack_languages, min_length=1)
    report_language: Language | None = None
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    model: str | None = None
    group_by: Literal["meaning", "intent"] = "meaning"
    threshold: float | None = Field(default=None, gt=0, lt=1)
    min_confidence: float = Field(default=MIN_CONFIDENCE, ge=0, le=1)
    fail_on: FailOn = "low"
    masking: bool = True
    anonymise: bool = False
    company_domains: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,24}$")], ...] = ()
    limits: LimitsConfig = LimitsConfig()
    rules: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    judge: JudgeConfig | None = None
    outcomes: bool = True
    engine: EngineConfig = EngineConfig()
    ask: AskConfig | None = None
    baseline: str | None = Field(default=None, min_length=1)
    history: str | None = Field(default=None, min_length=1)
    suppressions: tuple[SuppressionConfig, ...] = ()
    metrics: tuple[MetricsConfig, ...] = Field(default=(), max_length=100)
    policy: str | None = Field(default=None, min_length=1)
    authority: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)], Words] = Field(
        default_factory=dict, max_length=200
    )
    segments: SegmentDimensions = Field(default_factory=dict)
    pull: tuple[PullConfig, ...] = ()

    @model_validator(mode="after")
    def _pulls_have_names(self) -> Config:
        names = [entry.name or entry.vendor for entry in self.pull]
        for name in names:
            if names.count(name) > 1:
                raise PydanticCustomError("same_name", "pull: two entries are called {name}", {"name": name})
        return self


_NESTED: dict[str | int, type[BaseModel]] = {
    "sources": SourceConfig,
    "judge": JudgeConfig,
    "limits": LimitsConfig,
    "engine": EngineConfig,
    "ask": AskConfig,
    "pull": PullConfig,
    "suppressions": SuppressionConfig,
    "metrics": MetricsConfig,
    "segments": SegmentConfig,
}
_EXAMPLES: dict[str | int, str] = {
    "sources": "path: macros.json",
    "judge": "model: models/my-nli",
    "limits": "file_mb: 2000",
    "engine": "workers: 2",
    "ask": "bot: rasa",
    "pull": "vendor: zendesk",
    "suppressions": "role: return_window",
    "metrics": "path: contacts.csv",
    "segments": "words: [gold members]",
}


def find_config(start: Path) -> Path | None:
    """The configuration in ``start`` (a folder, or a file's folder) or the nearest folder above it."""
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.resolve().parents):
        for name in CONFIG_NAMES:
            if os.path.isfile(candidate / name):  # unlike Path.is_file, False where the folder is closed to us
                return candidate / name
    return None


_NOT_READ = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")


class _Loader(yaml.SafeLoader):
    """YAML's plain data, but "no" is Norwegian and NO is Norway: only true and false are truth values.

    A date stays text, so that one that doesn't exist is told with its line.
    """


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _NOT_READ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_TRUTH = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUTH, list("tTfF"))


def _model_at(where: Key) -> type[BaseModel]:
    """The model that a key belongs to."""
    if len(where) < 2:
        return Config
    return WhereConfig if where[0] == "segments" and "where" in where[3:] else _NESTED.get(where[0], Config)


def _message(kind: str, message: str, where: Key) -> str:
    if kind == "extra_forbidden":
        known = _model_at(where).model_fields
        near = get_close_matches(str(where[-1]), known, n=1)
        return f"unknown key, did you mean {near[0]}?" if near else f"unknown key; the keys are {', '.join(known)}"
    if kind == "model_type":
        return f"should be keys with values, such as {_EXAMPLES.get(where[0] if where else '', 'fail_on: high')}"
    return message[:1].lower() + message[1:]


def _explain(error: ValidationError, lines: Mapping[Key, int]) -> list[tuple[int, str]]:
    out = []
    for item in error.errors():
        where = tuple(item["loc"])
        known = next((where[:n] for n in range(len(where), -1, -1) if where[:n] in lines), ())
        out.append((lines.get(known, 1), f"{named(where)}: {_message(item['type'], item['msg'], where)}"))
    return out


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError("is larger than 1 MB", path=path, remedy="a configuration is a short text file")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=path, remedy="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", path=path) from error


def load_config(path: Path) -> Config:
    """Read and check a configuration; an empty file is all defaults.

    Raises:
        ConfigError: unreadable, not YAML, or with unknown keys or bad values; the message names every line.
    """
    text = _read(path)
    try:
        refuse_hostile(text, path, _Loader, remedy="see docs/configuration.md")
        node = yaml.compose(text, Loader=_Loader)
        raw: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise ConfigError(f"not valid YAML: {problem}", path=path, line=mark.line + 1 if mark else None) from error
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(f"holds a value that can't be read: {error}", path=path, remedy="put it in quotes") from error
    lines, problems = lines_of(node)
    config = None
    try:
        config = Config.model_validate({} if raw is None else raw)
    except ValidationError as error:
        problems += _explain(error, lines)
    if config is None or problems:
        listed = "; ".join(f"line {line}: {problem}" for line, problem in sorted(problems))
        raise ConfigError(listed, path=path, remedy="see docs/configuration.md")
    return config
