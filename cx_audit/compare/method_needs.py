"""Which words a phrase of ``rules/methods`` can't do without: a text that lacks one of them needs no search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from cx_audit.compare.method_phrases import folds_accents, matcher
from cx_audit.facts.fold import fold

__all__ = ["Gated", "Start", "gated", "keys_in", "keys_of", "needs", "words_in"]

_LENGTH = 3
_ARABIC_PREFIXES = ("", "و", "ف")
_WORD = re.compile(r"\w+")


class Start(NamedTuple):
    """How a word begins, and whether that is all of it."""

    text: str
    whole: bool

    @property
    def key(self) -> str:
        """Words with other keys begin otherwise."""
        return self.text[:_LENGTH]


def keys_of(words: Iterable[str]) -> frozenset[str]:
    """The keys of words."""
    return frozenset([word[:_LENGTH] for word in words])


@lru_cache(maxsize=64)
def words_in(text: str) -> frozenset[str]:
    """The words of a folded text."""
    return frozenset(_WORD.findall(text))


@lru_cache(maxsize=64)
def keys_in(text: str) -> frozenset[str]:
    """The keys of the words of a folded text."""
    return keys_of(words_in(text))


def _rarest(form: str, language: str) -> Start | None:
    """How the longest word of an alternative begins, as far as that is known."""
    text = fold(form.strip("*").replace("_", " "), accents=folds_accents(language)).text
    found = list(_WORD.finditer(text))
    known = [Start(m.group(), not form.endswith("*") or m.end() < len(text)) for m in found]
    if form.startswith("*") and known and not found[0].start():
        del known[0]
    sure = [start for start in known if start.whole or len(start.text) >= _LENGTH]
    return max(sure, key=lambda start: (len(start.text), start.text), default=None)


def needs(phrase: str, language: str) -> list[frozenset[Start]]:
    """For each part of a phrase that must be there, how a word of the text then begins; as far as it is known.

    In Arabic, prefixes may stand before the first part of all.
    """
    obligatory = (part for part in phrase.split() if not part.endswith("?"))
    parts = ({_rarest(form, language) for form in part.split("/")} for part in obligatory)
    return [frozenset(start for start in starts if start) for starts in parts if None not in starts]


@dataclass(frozen=True, slots=True)
class Gated:
    """A pattern, and keys of which a text must hold one to match; none: not known."""

    pattern: re.Pattern[str]
    keys: frozenset[str]

    def may_match(self, keys: frozenset[str]) -> bool:
        """Whether a text of words with these keys may match."""
        return not self.keys or not self.keys.isdisjoint(keys)

    def search(self, text: str, keys: frozenset[str]) -> re.Match[str] | None:
        """The first match in a text of words with these keys, or of some of them."""
        return self.pattern.search(text) if self.may_match(keys) else None


@cache
def gated(phrases: tuple[str, ...], language: str) -> Gated:
    """The pattern of many phrases; for each it is its longest word that a text must hold."""
    keys: set[str] = set()
    prefixes = _ARABIC_PREFIXES if language == "ar" else ("",)
    for phrase in phrases:
        parts = needs(phrase, language)
        if not parts:
            return Gated(matcher(phrases, language), frozenset())
        rarest = min(parts, key=lambda part: sum(1 / len(start.text) ** 2 for start in part))
        keys |= keys_of(prefix + start.text for prefix in prefixes for start in rarest)
    return Gated(matcher(phrases, language), frozenset(keys))
