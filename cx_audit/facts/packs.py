"""The lexicons of ``rules/languages``, and of the user's own folders: what a language needs beyond CLDR."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, cast

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from cx_audit.errors import ConfigError
from cx_audit.facts.measures import UNIT_IDS
from cx_audit.facts.pack_problems import MAX_BYTES, Problem, check_size, find_problems
from cx_audit.facts.parted import halves_of
from cx_audit.model import Comparator
from cx_audit.resources import pack_languages, packaged

__all__ = [
    "Clock",
    "Pack",
    "extend_packs",
    "forget_rules",
    "is_pack_name",
    "languages",
    "load_pack",
    "own_pack_files",
    "pack_text",
    "packaged_packs",
    "parse_pack",
    "read_pack",
    "remembers_packs",
]

# libyaml's safe loader reads a pack ten times as fast, where it was built.
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAME = re.compile(r"[a-z]{2,3}\.yml")

Unit = Literal["second", "minute", "hour", "day", "business_day", "week", "month", "year"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_UNITS: tuple[str, ...] = Unit.__args__  # type: ignore[attr-defined]
_DAYS: tuple[str, ...] = Day.__args__  # type: ignore[attr-defined]
_SPAN = re.compile(rf"\d+(?:\.\d+)? (?:{'|'.join(_UNITS)})")
_HOLIDAY = "holiday"
_COUNT = re.compile(r"\d+ \S.*")
_SUM = re.compile(r"\d+(?:\.\d+)? \S+")


def _duration(said: str) -> str:
    if _SPAN.fullmatch(said) is None:
        raise ValueError(f"{said!r} is no number and unit, such as '2 week'")
    return said


def _count(said: str) -> str:
    if _COUNT.fullmatch(said) is None:
        raise ValueError(f"{said!r} is no number and noun, such as '2 time'")
    return said


def _sum(said: str) -> str:
    if _SUM.fullmatch(said) is None:
        raise ValueError(f"{said!r} is no number and currency, such as '10 GBP'")
    return said


def _measure(unit: str) -> str:
    if unit not in UNIT_IDS:
        raise ValueError(f"unknown unit of measure {unit!r}; known are {', '.join(sorted(UNIT_IDS))}")
    return unit


def _limit(said: str) -> str:
    halves_of(said)
    return said


def _days(said: str) -> str:
    if not set(said.split()) <= {*_DAYS, _HOLIDAY}:
        raise ValueError(f"{said!r} is no list of days, such as 'sat sun'")
    return said


# Punctuation alone is no word: the grammars know it already.
Word = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^(?:[^.,;:!?/()\[\]&+-]|.{2,})$")]
Words = Annotated[tuple[Word, ...], Field(max_length=400)]
Limits = Annotated[tuple[Annotated[Word, AfterValidator(_limit)], ...], Field(max_length=400)]
Lists = dict[str, Words]
Durations = dict[Unit, Words]
Minute = Annotated[int, Field(ge=0, le=1440)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Clock(_Strict):
    """Words around times of day."""

    words: Words = ()
    """After a number, only ever a time: "o'clock", "Uhr"."""
    hours: Words = ()
    """After a number, a time or a duration: "uur", "h"."""
    told: Words = ()
    """Those of them that may tell the clock where they end a range, "de 8 a 12 h"; the others say how long it takes."""
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
    named: dict[Word, Annotated[int, Field(ge=0, le=24)]] = {}
    """Words that are an hour after a mark: "الخامسة" 5."""
    am: Words = ()
    pm: Words = ()
    times: dict[Word, Minute] = {}
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
    comparators: dict[Comparator, Limits] = {}
    comparators_after: dict[Comparator, Words] = {}
    fillers: Words = ()
    unit_adjectives: Words = ()
    units: Durations = {}
    unit_compounds: Durations = {}
    singular_units: Durations = {}
    measures: dict[Annotated[str, AfterValidator(_measure)], Words] = {}
    spans: dict[Word, Annotated[str, AfterValidator(_duration)]] = {}
    announce_duration: Words = ()
    relative_to: Words = ()
    ahead: Words = ()
    ahead_of: Words = ()
    day_signs: Words = ()
    frequency: Words = ()
    age: Words = ()
    aged: Words = ()
    must: Words = ()
    must_be: Words = ()
    birthday: Words = ()
    ages_by_ordinals: bool = False
    asks_age: Words = ()
    unlimited: Words = ()
    sake: Words = ()
    from_nth: Words = ()
    until_nth: Words = ()
    from_day: Words = ()
    until_day: Words = ()
    onward: Words = ()
    nth_of: Words = ()
    upkeep: Words = ()
    plain: Words = ()
    free: Words = ()
    rid_of: Words = ()
    without: Words = ()
    fees: Words = ()
    priced: Words = ()
    nothing: Words = ()
    we_pay: Words = ()
    paid_by_us: Words = ()
    payable: Words = ()
    shares: dict[Word, Annotated[Decimal, Field(gt=0, le=100)]] = {}
    off_price: Words = ()
    discount: Words = ()
    negations: Words = ()
    currencies: Lists = {}
    amounts: dict[Word, Annotated[str, AfterValidator(_sum)]] = {}
    subunits: Words = ()
    before_subunits: Words = ()
    default_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    per: Words = ()
    per_unit: Words = ()
    not_per: Words = ()
    price_notes: Words = ()
    per_period: Durations = {}
    per_thing: Lists = {}
    percent: Words = ()
    clock: Clock = Clock()
    weekdays: dict[Day, Words] = {}
    weekday_sets: dict[Word, Annotated[str, AfterValidator(_days)]] = {}
    recurring: Words = ()
    except_days: Words = ()
    date_of: Words = ()
    date_before: Words = ()
    date_short_of: Words = ()
    date_past: Words = ()
    by_day: Words = ()
    ordinals: Words = ()
    months: dict[Annotated[int, Field(ge=1, le=12)], Words] = {}
    unclear_months: Words = ()
    lunar_months: dict[Annotated[int, Field(ge=0, le=12)], Words] = {}
    lunar_days: Words = ()
    each_month: Words = ()
    month_end: Words = ()
    year_end: Words = ()
    month_days: dict[Word, Annotated[int, Field(ge=1, le=31)]] = {}
    billing: Words = ()
    nouns: Lists = {}
    counted: dict[Word, Annotated[str, AfterValidator(_count)]] = {}
    sole: Words = ()
    single: Words = ()
    phone_regions: Words = ()
    phone_words: Words = ()


def _joined(base: Any, own: Any) -> Any:  # noqa: ANN401 - any field of a pack
    """``own`` before ``base``, as the first meaning of a word wins."""
    if isinstance(own, tuple):
        return tuple(dict.fromkeys((*own, *base)))
    if isinstance(own, dict):
        return {key: _joined(base[key], value) if key in base else value for key, value in own.items()} | {
            key: value for key, value in base.items() if key not in own
        }
    return _extended(base, own) if isinstance(own, _Strict) else own


PackPart = TypeVar("PackPart", bound=_Strict)


def _extended(base: PackPart, own: PackPart) -> PackPart:
    """``base`` with all that ``own`` says added, or put in its place where there can be but one."""
    said = {name: _joined(getattr(base, name), getattr(own, name)) for name in own.model_fields_set}
    return base.model_copy(update=said)


def read_pack(text: str, path: str) -> tuple[Pack | None, list[Problem]]:
    """A pack from YAML, with all that is wrong with it; ConfigError where nothing more can be said."""
    return find_problems(text, path, Pack)


def parse_pack(text: str, path: str) -> Pack:
    """Read a pack from YAML.

    Raises:
        ConfigError: it is wrong; the message names ``path`` and every place, with its line.
    """
    try:
        if len(text.encode()) <= MAX_BYTES and "*" not in text:
            return Pack.model_validate(yaml.load(text, Loader=_Loader) or {})  # noqa: S506 - a safe loader
    except (ValueError, yaml.YAMLError, ValidationError):
        pass  # told below, more slowly and more fully
    return _strictly(text, path)


def _strictly(text: str, path: str) -> Pack:
    pack, problems = read_pack(text, path)
    if pack is None or problems:
        listed = "; ".join(f"line {problem.line}: {problem.what}" for problem in problems)
        raise ConfigError(listed, path=path, remedy="`cx-audit rules check FILE` says what to do")
    return pack


T = TypeVar("T")
P = ParamSpec("P")
_own: tuple[Path, ...] = ()
_forget: list[Callable[[], None]] = []


def remembers_packs(function: Callable[P, T]) -> Callable[P, T]:
    """``functools.cache`` for whatever depends on packs: forgotten when others come into use."""
    remembered = lru_cache(maxsize=4096)(function)
    _forget.append(remembered.cache_clear)
    return cast("Callable[P, T]", remembered)


def forget_rules() -> None:
    """Forget all that was read by rules that are no longer in use."""
    for forget in _forget:
        forget()


def _use(files: tuple[Path, ...]) -> None:
    global _own  # packs are read deep inside pure functions, by language alone
    _own = files
    forget_rules()


@contextmanager
def extend_packs(files: Sequence[Path]) -> Iterator[None]:
    """Within it, each of ``files`` (CODE.yml) adds to the packaged pack of its language, or is one; the last leads.

    Raises:
        ConfigError: one of them is wrong.
    """
    before = _own
    if not files:
        yield
        return
    _use((*before, *files))
    try:
        for file in files:
            load_pack(file.stem)
        yield
    finally:
        _use(before)


@cache
def packaged_packs() -> Mapping[str, Traversable]:
    """The packs that come with cx-audit, by language, sorted."""
    folder = packaged("rules") / "languages"
    return MappingProxyType({language: folder / f"{language}.yml" for language in sorted(pack_languages())})


def pack_text(file: Traversable) -> str:
    """The text of a pack.

    Raises:
        ConfigError: it is too large, not UTF-8, or can't be read.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        return check_size(data.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=str(file), remedy="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", path=str(file)) from error


def own_pack_files(folder: Path) -> list[Path]:
    """The language packs in a folder of the user's rules, sorted.

    Raises:
        ConfigError: one is not named by a language.
    """
    found = sorted((folder / "languages").glob("*.yml"))
    for file in found:
        if not is_pack_name(file.name):
            raise ConfigError("is not named by a language", path=file, remedy="name it by its ISO 639 code: pt.yml")
    return found


def is_pack_name(name: str) -> bool:
    """Whether a file is named as packs are: an ISO 639 code and ".yml"."""
    return _NAME.fullmatch(name) is not None


@remembers_packs
def languages() -> tuple[str, ...]:
    """The languages that have a pack, as sorted ISO 639 codes; others are read from CLDR alone."""
    return tuple(sorted({*packaged_packs(), *(file.stem for file in _own)}))


@cache
def _packaged_pack(language: str) -> Pack:
    entry = packaged_packs().get(language)
    return parse_pack(pack_text(entry), str(entry)) if entry is not None else Pack()


@remembers_packs
def load_pack(language: str) -> Pack:
    """The pack of ``language``, empty where there is none; raises ConfigError if it is wrong."""
    pack = _packaged_pack(language)
    for file in _own:
        if file.stem == language:
            pack = _extended(pack, _strictly(pack_text(file), str(file)))
    return pack
