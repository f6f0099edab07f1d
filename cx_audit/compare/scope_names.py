"""Names of plans and tiers: written with a capital, next to a word such as "plan" or "members"."""

from __future__ import annotations

import re
from functools import cache

from cx_audit.compare.regions import regions_of
from cx_audit.compare.scope_pack import scope_words

__all__ = ["plan_names"]

_NAME = r"[A-ZÀ-ÖØ-Þ][\w&+]*(?:[  ][A-ZÀ-ÖØ-Þ][\w&+]*)?"
# a word without an article; nouns that any ticket or plan may have are in ``not_names``
_ARABIC_NAME = r"[«\"“][^«»\"“”\n]{2,30}[»\"”]|(?!ال)\w{3,15}(?:\s+و(?!ال)\w{3,15})?"
_SENTENCE = re.compile(r"(?:\A|[.!?:\n])\W*\Z")


def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    nouns = scope_words(language).plan_nouns
    out = []
    if nouns.after:
        out.append(re.compile(rf"(?<!\w)({_NAME})[ -](?i:{_either(nouns.after)})(?!\w)"))
    if nouns.before:
        form = r"(?<!\w)(?:%s)\s+(%s)" if language == "ar" else r"(?<!\w)(?i:%s) (%s)(?!\w)"
        name = _ARABIC_NAME if language == "ar" else _NAME
        out.append(re.compile(form % (_either(nouns.before), name)))
    return tuple(out)


def _named(match: re.Match[str], language: str) -> list[str]:
    """The names in a match: less leading words that name no plan, and in Arabic two where "and" joins them."""
    stop = frozenset(scope_words(language).not_names)
    words = match.group(1).strip('«»"“” ').split()
    if language == "ar" and match.group(1)[0] not in '«"“':
        return [name for i, word in enumerate(words) if (name := word.removeprefix("و") if i else word) not in stop]
    while words and (words[0].casefold() in stop or regions_of(words[0], language)):
        words = words[1:]
    return [" ".join(words).casefold()] if words and words[-1].casefold() not in stop else []


def plan_names(text: str, language: str) -> list[tuple[int, int, str]]:
    """Start, end and lower-case name of each plan; a word that merely opens its sentence is not taken for a name."""
    out: list[tuple[int, int, str]] = []
    if language != "ar" and text[1:].islower():
        return out
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            opens = _SENTENCE.search(text, 0, match.start(1)) and not text.startswith("-", match.end(1))
            for name in _named(match, language):
                at = max(0, match.group(1).casefold().find(name))
                if at or not opens:
                    out.append((match.start(1) + at, match.start(1) + at + len(name), name))
    return sorted(out)
