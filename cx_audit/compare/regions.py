"""Countries that a text names, by CLDR's names in the text's language and what ``rules/scope`` adds to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from cx_audit.compare.method_phrases import folds_accents
from cx_audit.compare.scope_pack import scope_words
from cx_audit.facts.fold import View, fold

__all__ = ["region_code", "region_spans", "regions_of"]

# no "GB": that is a gigabyte
_CODE = re.compile(r"(?<![\w-])(?:UK|USA|US|UAE|KSA|EU)(?![\w-])")
_SAME = {"UK": "GB", "USA": "US", "UAE": "AE", "KSA": "SA"}
_WORD = re.compile(r"\w+")
_ARABIC_ADJECTIVE = "(?:ه|ين|ون|ات)?"


def _folded(text: str, language: str) -> str:
    return fold(text, accents=folds_accents(language)).text


def region_code(name: str) -> str | None:
    """The ISO 3166 code that two or three letters stand for, as written in an audience column: "uk", "NL"."""
    code = name.strip().upper()
    code = _SAME.get(code, code)
    return code if code == "EU" or (len(code) == 2 and code in Locale.parse("en").territories) else None


@cache
def _names(language: str) -> dict[str, str]:
    """Country name, folded -> code: CLDR's, less those that mean something else, and our own."""
    words = scope_words(language)
    try:
        territories = dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        territories = {}
    out = {_folded(name, language): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    for name in words.not_regions:
        out.pop(_folded(name, language), None)
    out.update({_folded(name, language): code for code, names in words.regions.items() for name in names})
    return out


def _either(names: list[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(set(names), key=lambda n: (-len(n), n)))


@dataclass(frozen=True, slots=True)
class _Names:
    """``codes`` by folded name; ``heads`` are the names by their first word."""

    codes: dict[str, str]
    heads: dict[str, tuple[str, ...]]


@cache
def _by_head(language: str) -> _Names:
    codes = _names(language)
    heads: dict[str, list[str]] = {}
    for name in sorted(codes, key=lambda n: (-len(n), n)):
        match = _WORD.search(name)
        if match:
            heads.setdefault(match.group(), []).append(name)
    return _Names(codes, {head: tuple(names) for head, names in heads.items()})


def _unprefixed(word: str) -> list[str]:
    """An Arabic word less what may be written onto it; "لل" + name swallows the article's alef."""
    out, rest = [word], word
    if rest[0] in "وف":
        rest = rest[1:]
        out.append(rest)
    if rest.startswith("لل"):
        out.append("ال" + rest[2:])
    elif rest[:1] in tuple("بكل"):
        out.append(rest[1:])
    return out


def _name_spans(text: str, language: str) -> list[tuple[int, int, str]]:
    """The places of names in a folded text."""
    known, out, done = _by_head(language), [], 0
    for word in _WORD.finditer(text):
        if word.start() < done or (language != "ar" and word.group() not in known.heads):
            continue
        for form in _unprefixed(word.group()) if language == "ar" else (word.group(),):
            for name in known.heads.get(form, ()):
                end = word.end() + len(name) - len(form)
                if text.startswith(name[len(form) :], word.end()) and not text[end : end + 1].isalnum():
                    out.append((word.start(), end, known.codes[name]))
                    done = end
                    break
            if done > word.start():
                break
    return out


@cache
def _adjectives(language: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """A country's adjective next to a noun that can belong to a country."""
    words = scope_words(language)
    codes = {_folded(form, language): code for code, forms in words.adjectives.items() for form in forms}
    if not codes or not words.adjective_nouns:
        return None
    nouns = _either([_folded(noun, language) for noun in words.adjective_nouns])
    forms = _either(list(codes))
    if language == "ar":
        noun = rf"(?:[وفبكل]{{0,2}}(?:ال)?|لل)(?:{nouns})"
        return re.compile(rf"(?<!\w){noun}\s+(?:ال)?({forms}){_ARABIC_ADJECTIVE}(?!\w)"), codes
    return re.compile(rf"(?<!\w)(?:({forms})[\s-]+(?:{nouns})|(?:{nouns})\s+({forms}))(?!\w)"), codes


@cache
def _adjective_words(language: str) -> frozenset[str]:
    """The words that an adjective can begin with."""
    known = _adjectives(language)
    return frozenset(match.group() for form in known[1] if (match := _WORD.search(form))) if known else frozenset()


def _adjective_spans(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """The places of adjectives with their nouns in a folded text."""
    known = _adjectives(language)
    if known is None:
        return
    pattern, codes = known
    for match in pattern.finditer(text):
        form = " ".join((match.group(1) or match.group(match.lastindex or 1)).split())
        yield (*match.span(), codes[form])


def region_spans(text: str, view: View, language: str) -> list[tuple[int, int, str]]:
    """Start, end and ISO 3166 code (or EU, or a group of ``rules/scope``) of each country that ``text`` names.

    ``view`` is the text, folded as its language wants.
    """
    found: list[tuple[int, int, str]] = []
    if "U" in text or "KSA" in text:
        found += [(*match.span(), _SAME.get(match.group(), match.group())) for match in _CODE.finditer(text)]
    words = _WORD.findall(view.text)
    told: list[tuple[int, int, str]] = []
    if language == "ar" or not _by_head(language).heads.keys().isdisjoint(words):
        told += _name_spans(view.text, language)
    if language == "ar" or not _adjective_words(language).isdisjoint(words):
        told += _adjective_spans(view.text, language)
    return sorted(found + [(*view.span(start, end), code) for start, end, code in told]) if told else found


@lru_cache(maxsize=20_000)
def regions_of(text: str, language: str) -> frozenset[str]:
    """The codes of the countries named in ``text``; a few codes count where written in capitals."""
    view = fold(text, accents=folds_accents(language))
    return frozenset(code for _, _, code in region_spans(text, view, language))
