"""What is wrong with a language pack: every mistake at once, each with its line and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

import phonenumbers
import yaml
from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ValidationError

from cx_audit.errors import ConfigError
from cx_audit.facts.currencies import active_currencies, codes_of
from cx_audit.yaml_lines import Key, lines_of, named, refuse_hostile

__all__ = ["MAX_BYTES", "Problem", "check_size", "find_problems"]

MAX_BYTES = 200_000
_EXPLAINED = "see rules/languages/README.md"
_QUOTE = "put it in quotes"
_SHAPES = {
    "tuple_type": ("a list of words", "write [word, other word]"),
    "dict_type": ("names with values", "write {name: value}"),
    "model_type": ("entries with words", "write such as to: [until, to]"),
}
_REMEDIES = {
    "string_too_short": "remove it",
    "string_too_long": "write a word or a short phrase",
    "too_long": "keep what people say most",
}
_KEY = "[key]"

PackModel = TypeVar("PackModel", bound=BaseModel)


class Problem(NamedTuple):
    """One mistake: its line, what is wrong there, and what to do."""

    line: int
    what: str
    remedy: str


def _known_locale(name: str) -> bool:
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def _known_currency(name: str) -> bool:
    """Whether it is an ISO code in use, or a sign or name that several currencies share."""
    return name in active_currencies() or len(codes_of(name)) > 1


def _known_region(name: str) -> bool:
    return name in phonenumbers.SUPPORTED_REGIONS


# What an entry may name that only libraries know, with what to do about a name that they don't.
_NAMES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "locales": (_known_locale, "name a locale of CLDR, such as pt_PT"),
    "phone_regions": (_known_region, "name a country by two capitals, such as PT"),
    "currencies": (_known_currency, "use an ISO 4217 code such as EUR, or a shared sign such as $"),
}
_NO_TWO_MEANINGS = ("units", "singular_units", "unit_compounds", "per_period", "weekdays", "months", "currencies")


def _strangers(raw: Mapping[Any, Any]) -> Iterator[tuple[Key, str, str]]:
    """Names that no library knows."""
    for entry, (known, remedy) in _NAMES.items():
        values = raw.get(entry)
        names = enumerate(values) if isinstance(values, list) else ((key, key) for key in values or ())
        for place, name in names if isinstance(values, list | dict) else ():
            if isinstance(name, str) and not known(name):
                yield (entry, place), f"nothing is called {name!r}", remedy


def _torn(raw: Mapping[Any, Any]) -> Iterator[tuple[Key, str, str]]:
    """Words that stand for two values of one entry: the first would silently win."""
    for entry in _NO_TWO_MEANINGS:
        values = raw.get(entry)
        meant: dict[str, str] = {}
        for name, words in values.items() if isinstance(values, dict) else ():
            for place, word in enumerate(words) if isinstance(words, list) else ():
                first = meant.setdefault(str(word).casefold(), str(name))
                if first != str(name):
                    yield (entry, str(name), place), f"{word!r} is {first} too", "leave it where it is meant most often"


def _told(item: Mapping[str, Any], model: type[BaseModel], explained: str) -> tuple[str, str]:
    """What is wrong, and what to do, in the words of someone who writes no Python."""
    kind, where, given = item["type"], tuple(item["loc"]), item.get("input")
    if kind == "extra_forbidden":
        fields = _fields(model, where)
        near = get_close_matches(str(where[-1]), fields, n=1)
        return "unknown entry", f"did you mean {near[0]}?" if near else explained
    if kind == "string_type" and not isinstance(given, list | dict):
        read = "nothing" if given is None else str(given).lower() if isinstance(given, bool) else f"{given}"
        return f"YAML reads {read} here and not a word", _QUOTE
    if kind == "string_pattern_mismatch":
        if where[-1] == "default_currency":
            return f"{given!r} is no currency code", "use three capitals, such as EUR"
        return f"{given!r} is punctuation alone", "remove it: all languages have it"
    if kind in ("literal_error", "enum"):
        expected = str(item.get("ctx", {}).get("expected", "")).replace("'", "")
        return f"unknown name {given!r}", f"use {expected}"
    message = str(item["msg"]).removeprefix("Value error, ")
    if kind in _SHAPES:
        message, remedy = f"should be {_SHAPES[kind][0]}", _SHAPES[kind][1]
    else:
        remedy = _REMEDIES.get(kind, explained)
    return message[:1].lower() + message[1:], remedy


def _fields(model: type[BaseModel], where: Key) -> list[str]:
    """The entries that there are in the place of ``where``."""
    places = iter(where[:-1])
    for name in places:
        field = model.model_fields.get(str(name))
        inner = field.annotation if field is not None else None
        if get_origin(inner) is dict:
            inner = get_args(inner)[1]
            next(places, None)  # the name of the entry
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return []
        model = inner
    return list(model.model_fields)


def _line(lines: Mapping[tuple[str, ...], int], where: Key) -> int:
    path = tuple(str(part) for part in where)
    return next((lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines), 1)


def check_size(text: str, path: str) -> str:
    """``text`` itself; ConfigError where it is too large for a pack."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ConfigError("is too large for a language pack", path=path, remedy=f"keep it under {MAX_BYTES:,} bytes")
    return text


def _composed(text: str, path: str, explained: str) -> tuple[Any, dict[Key, int], list[tuple[int, str]]]:
    """The data, the line of each place, and what is written twice."""
    check_size(text, path)
    try:
        refuse_hostile(text, path, yaml.SafeLoader, remedy=explained)
        lines, twice = lines_of(yaml.compose(text, Loader=yaml.SafeLoader))
        return yaml.safe_load(text), lines, twice
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"not valid YAML: {getattr(error, 'problem', None) or error}"
        raise ConfigError(what, path=path, line=mark.line + 1 if mark else None, remedy=explained) from error
    except (ValueError, RecursionError) as error:  # "2024-13-45" looks like a date and is none
        raise ConfigError(f"holds a value that can't be read: {error}", path=path, remedy=_QUOTE) from error


def find_problems(
    text: str, path: str, model: type[PackModel], *, explained: str = _EXPLAINED, whole: str = "the pack"
) -> tuple[PackModel | None, list[Problem]]:
    """The pack that ``text`` is (None where it breaks the rules of ``model``), and all its mistakes by line.

    ``explained`` is the remedy where nothing better is known, ``whole`` what the file is called.

    Raises:
        ConfigError: it is too large or no YAML at all, so that nothing else can be said.
    """
    raw, places, twice = _composed(text, path, explained)
    lines = {tuple(str(part) for part in place): line for place, line in places.items()}
    problems = [Problem(line, what, "keep one of the two") for line, what in twice]
    pack: PackModel | None = None
    try:
        pack = model.model_validate({} if raw is None else raw)
    except ValidationError as error:
        told = error.errors()
        for item in told:
            if item["type"] == "too_short" and any(one["loc"][:-1] == item["loc"] for one in told):
                continue  # too short without what is wrong in it, which is told
            where = tuple(part for part in item["loc"] if part != _KEY)
            what, remedy = _told({**item, "loc": where}, model, explained)
            problems.append(Problem(_line(lines, where), f"{named(where, whole)}: {what}", remedy))
    for found in (_strangers, _torn) if isinstance(raw, dict) else ():
        problems += [Problem(_line(lines, where), f"{named(where)}: {what}", do) for where, what, do in found(raw)]
    return pack, sorted(set(problems))
