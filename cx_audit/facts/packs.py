"""The lexicons of ``rules/languages``: what a language needs beyond CLDR."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from cx_audit.errors import ConfigError
from cx_audit.facts.measures import UNIT_IDS
from cx_audit.model import Comparator

__all__ = ["Clock", "Pack", "languages", "load_pack", "parse_pack"]

# libyaml's safe loader reads a pack ten times as fast, where it was built.
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_BYTES = 200_000
_UNITS = frozenset({"second", "minute", "hour", "day", "business_day", "week", "month", "year"})
_PUNCTUATION = frozenset(".,;:!?/-()[]&+")
_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})

Word = Annotated[str, Field(min_length=1, max_length=80)]
Words = Annotated[tuple[Word, ...], Field(max_length=400)]
Lists = dict[str, Words]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Clock(_Strict):
    """Words around times of day."""

    words: Words = ()
    """After a number, only ever a time: "o'clock", "Uhr"."""
    hours: Words = ()
    """After a number, a time or a duration: "uur", "h"."""
    before: Words = ()
    """Announce a time: "at", "before", "until"."""
    marks: Words = ()
    """Make the number after them a time by themselves: "a las", "الساعة"."""
    half_past: Words = ()
    """Half an hour after the hour named next: "half past"."""
    half_to: Words = ()
    """Half an hour before it: Dutch "half", German "halb"."""
    quarter_past: Words = ()
    quarter_to: Words = ()
    and_quarter: Words = ()
    """After the hour: Spanish "y cuarto"."""
    less_quarter: Words = ()
    """After the hour: Spanish "menos cuarto"."""
    named: dict[Word, int] = {}
    """Words that are an hour after a mark: "الخامسة" 5."""
    am: Words = ()
    pm: Words = ()
    times: dict[Word, int] = {}
    """Words that are a time, in minutes of the day: noon 720."""
    always: Words = ()
    """Open day and night: "24/7"."""
    open: Words = ()
    """Show that a sentence speaks of opening hours."""
    opens: Words = ()
    """Say that the time beside them is when opening begins."""
    closes: Words = ()
    """Say that the time beside them is when it ends."""
    since: Words = ()
    """Stand just before the time when it begins: "from"."""


class Pack(_Strict):
    """One language's lexicon; every entry is optional. ``rules/languages/README.md`` explains each."""

    fold_accents: bool = True
    locales: Words = ()
    clitics: Words = ()
    numbers: dict[Word, Decimal] = {}
    number_variants: tuple[tuple[Word, str], ...] = ()
    multipliers: dict[Word, Decimal] = {}
    articles: Words = ()
    halves: Words = ()
    and_a_half: Words = ()
    to: Words = ()
    between: Words = ()
    conjunctions: Words = ()
    alternatives: Words = ()
    comparators: dict[Comparator, Words] = {}
    comparators_after: dict[Comparator, Words] = {}
    fillers: Words = ()
    unit_adjectives: Words = ()
    units: Lists = {}
    unit_compounds: Lists = {}
    singular_units: Lists = {}
    measures: Lists = {}
    spans: dict[Word, Word] = {}
    announce_duration: Words = ()
    relative_to: Words = ()
    frequency: Words = ()
    age: Words = ()
    aged: Words = ()
    unlimited: Words = ()
    sake: Words = ()
    plain: Words = ()
    free: Words = ()
    without: Words = ()
    fees: Words = ()
    priced: Words = ()
    nothing: Words = ()
    we_pay: Words = ()
    paid_by_us: Words = ()
    payable: Words = ()
    shares: dict[Word, Decimal] = {}
    off_price: Words = ()
    discount: Words = ()
    negations: Words = ()
    currencies: Lists = {}
    subunits: Words = ()
    default_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    per: Words = ()
    per_unit: Words = ()
    per_period: Lists = {}
    per_thing: Lists = {}
    percent: Words = ()
    clock: Clock = Clock()
    weekdays: Lists = {}
    weekday_sets: dict[Word, Word] = {}
    recurring: Words = ()
    date_of: Words = ()
    date_before: Words = ()
    ordinals: Words = ()
    months: dict[int, Words] = {}
    unclear_months: Words = ()
    each_month: Words = ()
    month_days: dict[Word, int] = {}
    billing: Words = ()
    nouns: Lists = {}
    counted: dict[Word, Word] = {}
    phone_regions: Words = ()
    phone_words: Words = ()

    @field_validator("units", "unit_compounds", "singular_units", "per_period")
    @classmethod
    def _known_units(cls, value: Lists) -> Lists:
        if unknown := sorted(set(value) - _UNITS):
            raise ValueError(f"unknown unit {unknown[0]!r}; known are {', '.join(sorted(_UNITS))}")
        return value

    @model_validator(mode="after")
    def _no_punctuation(self) -> Pack:
        for name in type(self).model_fields:
            words = getattr(self, name)
            if isinstance(words, tuple) and any(word in _PUNCTUATION for word in words):
                raise ValueError(f"{name}: punctuation alone is not a word")
        return self

    @field_validator("measures")
    @classmethod
    def _known_measures(cls, value: Lists) -> Lists:
        if unknown := sorted(set(value) - set(UNIT_IDS)):
            raise ValueError(f"unknown unit of measure {unknown[0]!r}; known are {', '.join(sorted(UNIT_IDS))}")
        return value

    @field_validator("counted")
    @classmethod
    def _counted_are_counts(cls, value: dict[str, str]) -> dict[str, str]:
        for said in value.values():
            number, _, noun = said.partition(" ")
            if not number.isdigit() or not noun:
                raise ValueError(f"{said!r} is no number and noun, such as '2 time'")
        return value

    @field_validator("spans")
    @classmethod
    def _spans_are_durations(cls, value: dict[str, str]) -> dict[str, str]:
        for said in value.values():
            number, _, unit = said.partition(" ")
            if not number.replace(".", "", 1).isdigit() or unit not in _UNITS:
                raise ValueError(f"{said!r} is no number and unit, such as '2 week'")
        return value

    @field_validator("weekdays")
    @classmethod
    def _known_days(cls, value: Lists) -> Lists:
        if unknown := sorted(set(value) - _DAYS):
            raise ValueError(f"unknown weekday {unknown[0]!r}; use mon ... sun")
        return value

    @field_validator("months")
    @classmethod
    def _known_months(cls, value: dict[int, Words]) -> dict[int, Words]:
        if any(not 1 <= month <= 12 for month in value):
            raise ValueError("months are numbered 1 to 12")
        return value


def parse_pack(text: str, path: str) -> Pack:
    """Read a pack from YAML; raises ConfigError naming ``path`` and the first place that is wrong."""
    if len(text.encode()) > _MAX_BYTES:
        raise ConfigError("the language pack is too large", path=path, remedy=f"keep it under {_MAX_BYTES} bytes")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise ConfigError("YAML aliases (*name) are not allowed", path=path, remedy="write the words out")
        return Pack.model_validate(yaml.load(text, Loader=_Loader) or {})  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError(f"not valid YAML: {error.problem}", path=path, line=line) from error
    except yaml.YAMLError as error:
        raise ConfigError(f"not valid YAML: {error}", path=path) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{place}: {first['msg']}", path=path, remedy="see rules/languages/README.md") from error


@cache
def _folder() -> Traversable:
    # A wheel carries the packs inside the package; a checkout has them beside it.
    packaged = files("cx_audit") / "_rules" / "languages"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "rules" / "languages"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a pack, as sorted ISO 639 codes; others are read from CLDR alone."""
    names = [entry.name for entry in _folder().iterdir()] if _folder().is_dir() else []
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml")))


@cache
def load_pack(language: str) -> Pack:
    """The pack of ``language``, empty where there is none; raises ConfigError if it is wrong."""
    if language not in languages():
        return Pack()
    entry = _folder() / f"{language}.yml"
    return parse_pack(entry.read_text(encoding="utf-8"), str(entry))
