"""Countries that a text names, by CLDR's names in the text's language."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from babel import Locale, UnknownLocaleError

__all__ = ["regions_of"]

_CODE = re.compile(r"(?<![\w-])(?:UK|GB|USA|US|UAE|EU)(?![\w-])")
_SAME = {"UK": "GB", "USA": "US", "UAE": "AE"}
_SHORTEST_FIRST_WORD = 5
_ARABIC_PREFIX = "[وفبلك]{0,2}"


@cache
def _names(language: str) -> dict[str, str]:
    """Country name, lower case -> code; a long name's first word too, where no other country begins with it."""
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    countries = {code: name.casefold() for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    first = Counter(name.split()[0] for name in countries.values())
    out = {name: code for code, name in countries.items()}
    for code, name in countries.items():
        head = name.split()[0]
        if len(head) >= _SHORTEST_FIRST_WORD and first[head] == 1:
            out.setdefault(head, code)
    return out


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    names = sorted(_names(language), key=lambda name: (-len(name), name))
    if not names:
        return None
    before = _ARABIC_PREFIX if language == "ar" else ""
    return re.compile(rf"(?<!\w){before}({'|'.join(map(re.escape, names))})(?!\w)")


@cache
def regions_of(text: str, language: str) -> frozenset[str]:
    """ISO 3166 codes of the countries named in ``text``, with EU; a few codes count where written in capitals."""
    found = {_SAME.get(match.group(), match.group()) for match in _CODE.finditer(text)}
    pattern = _pattern(language)
    if pattern:
        names = _names(language)
        # "لل" + name loses the article's alef: لل|إمارات; try the text with it restored as well
        lowered = text.casefold()
        found |= {names[match.group(1)] for match in pattern.finditer(lowered)}
        if "لل" in lowered:
            found |= {names[match.group(1)] for match in pattern.finditer(re.sub(r"(?<!\w)لل", "ال", lowered))}
    return frozenset(found)
