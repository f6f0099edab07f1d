"""Words and their meanings that CLDR knows for a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError

from cx_audit.facts.meaning import Entry, Kind
from cx_audit.facts.measures import MEASURES, UNIT_IDS

__all__ = ["cldr_entries", "day_first", "decimal_sign", "groups_with_space", "known_to_cldr", "order_varies"]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
# Short signs that are no words or letters elsewhere: "2 in stock", "5 m".
_CLEAR_SIGNS = frozenset(
    {
        *("mg", "kg", "oz", "lb", "mm", "cm", "km", "ft", "ml", "cl", "m³", "m²", "kb", "mb", "gb", "tb"),
        *("kbps", "mbps", "gbps", "wh", "mah", "kwh", "kw", "km/h", "mph", "°c", "°f"),
    }
)
# Other ways to write them, alike everywhere.
_WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("kbit/s", "kb/s"), "kilobit-per-second"),
        **dict.fromkeys(("mbit/s", "mb/s"), "megabit-per-second"),
        **dict.fromkeys(("gbit/s", "gb/s"), "gigabit-per-second"),
        "lbs": "pound",
        "m2": "square-meter",
        "m3": "cubic-meter",
        "kmh": "kilometer-per-hour",
    }
)
_LETTERS: Mapping[str, str] = MappingProxyType({"g": "gram", "l": "liter"})
_LIMIT_SIGNS: Mapping[str, str] = MappingProxyType(
    {"≥": "at_least", ">=": "at_least", "≤": "at_most", "<=": "at_most", ">": "more_than", "<": "less_than"}
)
_AM = ("am", "morning1", "morning2")
_PM = ("pm", "afternoon1", "afternoon2", "evening1", "evening2", "night1", "night2")
# Scripts written without spaces: a pattern's other words can't be told from the unit's name.
_SPACELESS = frozenset({"ja", "zh", "th", "lo", "km", "my", "yue"})


@cache
def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def known_to_cldr(language: str) -> bool:
    """Whether CLDR has data for ``language``."""
    return _locale(language) is not None


def _symbols(language: str) -> Mapping[str, str]:
    locale = _locale(language)
    return dict(locale.number_symbols.get("latn", {})) if locale else {}


def decimal_sign(language: str, region: str | None = None) -> str:
    """ "." or ",", as the language (in that region, if CLDR knows it there) writes decimals in Western digits."""
    here = _symbols(f"{language}_{region}") if region else {}
    return (here or _symbols(language)).get("decimal", ".")


def groups_with_space(language: str) -> bool:
    """Whether the language writes 10 000 with a space."""
    return _symbols(language).get("group", ",").isspace()


def day_first(language: str, region: str | None) -> bool:
    """Whether 3/2 is the third of February."""
    locale = _locale(f"{language}_{region}") if region else None
    locale = locale or _locale(language)
    if locale is None:
        return True
    pattern = str(locale.date_formats["short"].pattern)
    return pattern.find("d") < pattern.find("M")


@cache
def dotted_days(language: str) -> bool:
    """Whether the number of a day has a point after it: German "20. Mai"."""
    locale = _locale(language)
    return locale is not None and "d." in str(locale.date_formats["long"].pattern)


def order_varies(language: str) -> bool:
    """Whether the countries of a language disagree on what 3/2 is, as those of English do."""
    return len({day_first(language, region) for region in ("US", "GB", None)}) > 1


def _patterns(data: Mapping[str, Any], *, lengths: tuple[str, ...] = ("long", "short", "narrow")) -> Iterator[str]:
    for length in lengths:
        for form, pattern in dict(data.get(length, {})).items():
            if form != "per":
                yield str(pattern)


def _after_number(pattern: str) -> str:
    return pattern.partition("{0}")[2].strip("\u200e\u200f\u061c \u00a0\u202f")


def _units(locale: Locale) -> Iterator[Entry]:
    data = locale._data["unit_patterns"]  # Babel formats with these patterns but does not show them
    for unit in _UNITS:
        rows = data.get(f"duration-{unit}", {})
        for pattern in _patterns(rows):
            name = _after_number(pattern)
            # "5 m" and "3 d" may be anything, "30日" may not.
            if len(name.rstrip(".")) > 1 or name == "h" or name > "\u024f":
                yield name, Kind.UNIT, unit
        for length in ("long", "short"):
            forms = dict(rows.get(length, {}))
            for form, amount in (("one", 1), ("two", 2)):
                alone = str(forms.get(form, "{0}"))
                if "{0}" not in alone:
                    # the unit's name alone is "a year" only where something announces it
                    only_name = amount == 1 and len(alone.split()) == 1
                    yield (alone, Kind.SINGULAR, unit) if only_name else (alone, Kind.SPAN, f"{amount} {unit}")
    for unit, measure in MEASURES.items():
        for length in ("long", "short"):
            for pattern in _patterns(data.get(measure.key, {}), lengths=(length,)):
                name = _after_number(pattern)
                if len(name) > 1 and (length == "long" or measure.sign.lower() in _CLEAR_SIGNS):
                    yield name, Kind.MEASURE, unit
    for pattern in _patterns(data.get("concentr-percent", {})):
        if name := _after_number(pattern):
            yield name, Kind.PERCENT, "%"


def _relative(locale: Locale) -> Iterator[Entry]:
    """The oblique forms: German "in {0} Tagen", Arabic "خلال يومين"."""
    fields = locale._data["date_fields"]
    for unit in _UNITS:
        for width in ("", "-short"):
            for tense in ("future", "past"):
                for form, pattern in dict(fields.get(unit + width, {}).get(tense, {})).items():
                    words = _after_number(str(pattern)).split()
                    if words and len(words[0]) > 1:
                        yield words[0], Kind.UNIT, unit
                    elif form == "two" and "{0}" not in pattern:
                        yield str(pattern).split()[-1], Kind.SPAN, f"2 {unit}"


def _calendar(locale: Locale) -> Iterator[Entry]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months[context].get(width, {}).items():
                if not str(name).strip(".").isdigit():
                    yield str(name), Kind.MONTH, int(month)
        for number, name in locale.days[context].get("wide", {}).items():
            yield str(name), Kind.WEEKDAY, _DAYS[number]
            if str(name).isalpha() and str(name)[-1].isalpha() and ord(str(name)[0]) < 0x250:
                yield f"{name}s", Kind.WEEKDAYS, _DAYS[number]
        for number, name in locale.days[context].get("abbreviated", {}).items():
            yield str(name), Kind.WEEKDAY_SHORT, _DAYS[number]


def _day_periods(locale: Locale) -> Iterator[Entry]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            names = dict(locale.day_periods.get(context, {}).get(width, {}))
            for keys, half in ((_AM, "am"), (_PM, "pm")):
                yield from ((str(names[key]), Kind.HALF_DAY, half) for key in keys if key in names)
            for key, minute in (("noon", 720), ("midnight", 1440)):
                if width == "wide" and key in names:
                    yield str(names[key]), Kind.TIME, minute


def cldr_entries(language: str) -> Iterator[Entry]:
    """Every word of CLDR's that the grammars use, with its kind and its value."""
    locale = _locale(language)
    for mark, half in (("am", "am"), ("a.m.", "am"), ("pm", "pm"), ("p.m.", "pm")):
        yield mark, Kind.HALF_DAY, half
    yield from ((sign, Kind.MEASURE, UNIT_IDS[sign]) for sign in sorted(_CLEAR_SIGNS))
    yield from ((written, Kind.MEASURE, unit) for written, unit in _WRITTEN.items())
    yield from ((letter, Kind.MEASURE_SHORT, unit) for letter, unit in _LETTERS.items())
    yield from ((sign, Kind.CROSS, "") for sign in ("x", "×"))
    yield "m", Kind.MILLIONS, ""
    yield "%", Kind.PERCENT, "%"
    yield from ((sign, Kind.COMPARE, said) for sign, said in _LIMIT_SIGNS.items())
    if locale is None:
        return
    yield from _units(locale)
    if language not in _SPACELESS:
        yield from _relative(locale)
    yield from _calendar(locale)
    yield from _day_periods(locale)


def calendar_entries(locale_name: str) -> Iterator[Entry]:
    """Month and weekday names of a regional variety, such as ar_SY."""
    locale = _locale(locale_name)
    if locale is not None:
        yield from _calendar(locale)
