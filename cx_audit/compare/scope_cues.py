"""Words that limit a statement: for whom, for what, when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import compress

from cx_audit.compare.method_phrases import folds_accents, matcher, phrase_pattern
from cx_audit.compare.regions import region_spans
from cx_audit.compare.scope_names import plan_names
from cx_audit.compare.scope_pack import forgotten, own_scope, scope_words
from cx_audit.facts.fold import fold

__all__ = ["Cue", "cues", "says_otherwise"]

_WORD = re.compile(r"(?<!\w)\w+")
# each word, of a shorter one three characters of the text
_OPENING_WORD = re.compile(r"(?<!\w)(?=(\w{3,}|.{1,3}))\w+", re.DOTALL)
_EVERY = ""
_ARABIC_WORD = re.compile(r"[وف]?(?:لل|[بكل]?(?:ال)?)")
_START = r"(?<!\w)(?=\w)"
# "^": the start of a sentence, of a clause after a comma or colon, or of a list item
_OPENING = r"(?<![^\n,;:(*\-–] )"
_LABEL = re.compile(r"\W*([^\W\d_]\w*(?: \w+)?)\s?:(?:\s|\Z)")
_HOLDER = "$holder"
_REACH = 60
_MOST_WORDS_KEPT = 100_000
_GAPS = {"but": re.compile(r"[\s,/&]*(?:\w+\s+){0,2}"), "aside": re.compile(r"[\s/&]*(?:\w+\s+){0,2}")}


@dataclass(frozen=True, slots=True)
class Cue:
    """A limit and where it is said; ``but`` for "all except this"."""

    start: int
    end: int
    dimension: str
    value: str
    but: bool = False


def _key(text: str, start: int) -> str:
    """The first three characters of a word, or all of a shorter one."""
    return text[start : start + 3].partition(" ")[0].rstrip(".,;:!?)\n")


def _first_words(phrase: str) -> list[str]:
    """The words that a phrase can begin with."""
    out: list[str] = []
    for part in phrase.split():
        if part == "^":
            continue
        out += [form.split("_")[0] for form in part.removesuffix("?").split("/")]
        if not part.endswith("?"):
            break
    return out


class _Bucket:
    """Phrases whose first words begin alike, the longest first; compiled when a text has such a word."""

    def __init__(self, entries: Mapping[str, tuple[str, str]], language: str) -> None:
        self._phrases = sorted(entries, key=lambda phrase: (-len(phrase.split()), -len(phrase), phrase))
        self._language = language
        self.values = tuple(entries[phrase] for phrase in self._phrases)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(f"({_pattern(phrase, self._language)})" for phrase in self._phrases))

    @cached_property
    def _first(self) -> tuple[frozenset[str], tuple[str, ...]]:
        return _openings(self._phrases, self._language)

    def opens(self, word: str) -> bool:
        """Whether a phrase may begin with ``word``."""
        words, stems = self._first
        return word in words or word.startswith(stems)

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """The longest phrase that begins at ``start``."""
        return self._pattern.match(text, start)


@forgotten
@cache
def _buckets(language: str) -> dict[str, _Bucket]:
    """By the first letters of a phrase: one pattern with a group for each phrase, longest first.

    A single pattern tries its hundreds of branches at every word; by first letters hardly any are tried.
    """
    known, accents = scope_words(language), folds_accents(language)
    held: dict[str, dict[str, tuple[str, str]]] = {}
    for dimension, values in known.cues.items():
        for value, phrases in values.items():
            for phrase in map(known.spelled, phrases):
                for first in _first_words(phrase):
                    key = _key(fold(first.strip("*"), accents=accents).text, 0)
                    held.setdefault(key, {}).setdefault(phrase, (dimension, value))
    return {key: _Bucket(entries, language) for key, entries in held.items()}


def _openings(phrases: Sequence[str], language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that phrases can begin with, and what such words begin with where phrases leave the rest open."""
    words, stems = set[str](), set[str]()
    for first in (first for phrase in phrases for first in _first_words(phrase)):
        text = fold(first.strip("*"), accents=folds_accents(language)).text
        core = _WORD.match(text)
        if core is None or first.startswith("*") or language == "ar":
            return frozenset(), ("",)  # it may begin with any
        (stems if first.endswith("*") and core.group() == text else words).add(core.group())
    return frozenset(words), tuple(sorted(stems))


def _pattern(phrase: str, language: str) -> str:
    opening = phrase.startswith("^ ")
    pattern = phrase_pattern(phrase.removeprefix("^ "), language, name=True).removeprefix(_START)
    return _OPENING + pattern if opening else pattern


def _arabic_keys(text: str, start: int) -> list[str]:
    longest = _ARABIC_WORD.match(text, start)
    stops = {start, start + (text[start] in "وف"), longest.end() if longest else start}
    stops |= {stop + 1 for stop in stops if text[stop : stop + 1] in tuple("بكل")}
    return sorted({_key(text, stop) for stop in stops})


class _Openers(dict[str, tuple[_Bucket, ...]]):
    """A word, at least three characters of the text -> the phrases that it may begin, remembered: mostly none."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._buckets, self._arabic = _buckets(language), language == "ar"

    def __missing__(self, opening: str) -> tuple[_Bucket, ...]:
        keys = _arabic_keys(opening, 0) if self._arabic else (_key(opening, 0),)
        word = _WORD.match(opening)
        buckets = (self._buckets.get(key) for key in keys)
        found = tuple(b for b in buckets if b is not None and word is not None and b.opens(word.group()))
        if len(self) < _MOST_WORDS_KEPT:
            self[opening] = found
        return found


@forgotten
@cache
def _openers(language: str) -> _Openers:
    return _Openers(language)


def _phrase_cues(text: str, language: str) -> list[Cue]:
    out: list[Cue] = []
    begun = list(map(_openers(language).__getitem__, _OPENING_WORD.findall(text)))
    if not any(begun):
        return out
    for word, buckets in compress(zip(_WORD.finditer(text), begun, strict=True), begun):
        start = word.start()
        for bucket in buckets:
            match = bucket.match(text, start)
            if match and match.lastindex:
                out.append(Cue(match.start(), match.end(), *bucket.values[match.lastindex - 1]))
    return out


@cache
def _lead(phrases: tuple[str, ...], language: str) -> re.Pattern[str]:
    """One of the phrases, and at most two more words before the end, in the same clause."""
    return re.compile(rf"(?:{matcher(phrases, language).pattern})(?:[^\w,;.]+\w+){{0,2}}[^\w,;.]*\Z")


def _judged(found: list[Cue], text: str, language: str) -> list[Cue]:
    """Cues without those named in passing, and with exceptions marked; the items of a list share its lead."""
    words, out = scope_words(language), list[Cue]()
    lead: tuple[Cue, str] | None = None
    for cue in sorted(found, key=lambda c: (c.start, -c.end, c.dimension, c.value)):
        before = fold(text[max(0, cue.start - _REACH) : cue.start], accents=folds_accents(language)).text
        if words.except_ and _lead(words.except_, language).search(before):
            kind = "but"
        elif words.aside and _lead(words.aside, language).search(before):
            kind = "aside"
        elif lead and _GAPS[lead[1]].fullmatch(text, lead[0].end, max(cue.start, lead[0].end)):
            kind = lead[1]
        else:
            kind = ""
        lead = (cue, kind) if kind else None
        inside = any(c.dimension == cue.dimension and cue.end <= c.end for c in out)
        if kind != "aside" and not inside:
            out.append(replace(cue, but=kind == "but"))
    return out


@forgotten
@cache
def _labels(language: str) -> dict[str, str]:
    """Names of tiers, as they stand alone before a colon: what phrases name beside ``$holder``."""
    words, accents = scope_words(language), folds_accents(language)
    out: dict[str, str] = {}
    for value, phrases in words.cues.get("tier", {}).items():
        for phrase in phrases:
            names = [part for part in phrase.split() if part != _HOLDER]
            if _HOLDER in phrase.split() and len(names) == 1:
                out.update({fold(n.replace("_", " "), accents=accents).text: value for n in names[0].split("/")})
    return out


def _label(text: str, language: str) -> list[Cue]:
    match = _LABEL.match(text)
    name = fold(match.group(1), accents=folds_accents(language)).text if match else ""
    value = _labels(language).get(name.removeprefix("ال") if language == "ar" else name)
    return [Cue(*match.span(1), "tier", value)] if match and value else []


@forgotten
@cache
def _capitals(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]] | None:
    """The user's own words that count only as they are written: "US" is no "us"."""
    known = {
        word: (dimension, value)
        for spoken in (language, _EVERY)
        for dimension, values in own_scope().capitals.get(spoken, {}).items()
        for value, words in values.items()
        for word in words
    }
    either = "|".join(map(re.escape, sorted(known, key=lambda word: (-len(word), word))))
    return (re.compile(rf"(?<![\w-])(?:{either})(?![\w-])"), known) if known else None


def _capital_cues(text: str, language: str) -> list[Cue]:
    known = _capitals(language)
    return [Cue(*m.span(), *known[1][m.group()]) for m in known[0].finditer(text)] if known else []


def cues(text: str, language: str) -> list[Cue]:
    """All that a sentence is limited to, in order; offsets count in ``text``."""
    view = fold(text, accents=folds_accents(language))
    found = _phrase_cues(view.text, language)
    placed = [replace(cue, start=a, end=b) for cue in found for a, b in [view.span(cue.start, cue.end)]]
    placed += _capital_cues(text, language)
    if ":" in text:
        placed += _label(text, language)
    placed += [Cue(start, end, "region", code) for start, end, code in region_spans(text, view, language)]
    known = [(cue.start, cue.end) for cue in placed if cue.dimension in ("tier", "region", "person", "trade")]
    for start, end, name in plan_names(text, language):
        if all(end <= a or start >= b for a, b in known):
            placed.append(Cue(start, end, "tier", name))
    return _judged(placed, text, language) if placed else []


def says_otherwise(text: str, language: str) -> bool:
    """Whether a clause speaks of the rest: "everyone else"."""
    phrases = scope_words(language).otherwise
    return bool(phrases and matcher(phrases, language).search(fold(text, accents=folds_accents(language)).text))
