"""Phrases of ``rules/methods`` as regular expressions over folded text.

A phrase is words, each a small pattern: ``a/b`` alternatives, ``word*`` any ending, ``*word`` any beginning,
``word?`` optional, ``a_b`` two words in one alternative, ``~`` up to five words between, ``{}`` the named method
itself, ``#`` a number, ``^`` and ``$`` the clause's ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cx_audit.facts.fold import fold
from cx_audit.facts.packs import load_pack

__all__ = ["OTHER", "TARGET", "folds_accents", "matcher", "name_spans", "ordered", "phrase_pattern"]

TARGET = "MM"
"""Stands for the methods being judged; folded text holds no capitals."""
OTHER = "OO"
"""Stands for other methods in the same clause."""

_START = r"(?<!\w)(?=\w)"
_BEGINNING = re.compile(_START)
_GAP = r"(?:\W+\w+){0,5}?"
_BETWEEN = r"[^\w\n,;:.!?()]+"
_ARABIC_CUE = "[وف]?"
_ARABIC_NAME = "[وف]?(?:لل|[بكل]?(?:ال)?)"


def folds_accents(language: str) -> bool:
    """Whether accents are dropped, as the language's pack says: Vietnamese tells words apart by them."""
    return load_pack(language).fold_accents


def _word(part: str, before: str, accents: bool) -> str:
    forms = []
    for form in part.split("/"):
        if form == "{}":
            forms.append(TARGET)
            continue
        if form == "#":
            forms.append(r"\d[\d.,]*")
            continue
        core = re.escape(fold(form.strip("*").replace("_", " "), accents=accents).text)
        start = r"\w*" if form.startswith("*") else before
        forms.append(start + core.replace(r"\ ", _BETWEEN) + (r"\w*" if form.endswith("*") else ""))
    return f"(?:{'|'.join(forms)})" if len(forms) > 1 else forms[0]


def phrase_pattern(phrase: str, language: str, *, name: bool = False) -> str:
    """The regular expression of one phrase; ``name`` lets Arabic prefixes stand before its first word."""
    accents = folds_accents(language)
    clitic = (_ARABIC_NAME if name else _ARABIC_CUE) if language == "ar" else ""
    out, join, tail = "", _START, r"(?!\w)"
    for part in phrase.split():
        if part == "^":
            join = r"^\W*"
        elif part == "$":
            tail = r"\W*$"
        elif part == "~":
            join = _GAP + r"\W+"
        elif part.endswith("?"):
            word = _word(part[:-1], clitic, accents)
            out, join = (out + f"(?:{join}{word})?", join) if out else (f"{join}(?:{word}{_BETWEEN})?", "")
        else:
            # past the first word an Arabic prefix is written into the phrase itself
            out, join = out + join + _word(part, clitic if not out else "", accents), _BETWEEN
    return out + tail


@cache
def _loose(phrase: str, language: str) -> re.Pattern[str]:
    # a look-behind in front would keep the engine from skipping to the phrase's first letter
    return re.compile(phrase_pattern(phrase, language, name=True).removeprefix(_START))


def name_spans(phrase: str, language: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in folded ``text``, one place for each beginning."""
    pattern = _loose(phrase, language)
    match = pattern.search(text)
    while match:
        if _BEGINNING.match(text, match.start()):
            yield match.span()
        match = pattern.search(text, match.start() + 1)


def ordered(phrases: Iterable[str]) -> list[str]:
    """Phrases in the order in which they are tried: longest first."""
    return sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))


@cache
def matcher(phrases: tuple[str, ...], language: str, name: bool = False) -> re.Pattern[str]:
    """One pattern for many phrases, longest first; without phrases it matches nothing."""
    patterns = [phrase_pattern(p, language, name=name) for p in ordered(phrases)]
    # the look-behind stands once, in front: most places of a text then fail at their first character
    plain = [p.removeprefix(_START) for p in patterns if p.startswith(_START)]
    anchored = [p for p in patterns if not p.startswith(_START)]
    return re.compile("|".join(([rf"{_START}(?:{'|'.join(plain)})"] if plain else []) + anchored) or r"(?!)")
