"""A text as the grammars see it: lower case, plain digits, one kind of dash, with a way back to the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

__all__ = ["MASK", "View", "fold", "mask_placeholders"]

MASK = "\ufffc"
"""Stands in for what must not be read; no grammar knows it."""

_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}|\$?\{[^{}\n]{0,120}\}|%\{[^{}\n]{0,120}\}"
    r"|\[\[?[A-Z][A-Z0-9_ .#-]{1,60}\]\]?|</?[A-Za-z](?:[^<>@\n]{0,300}[\s\"'/][^<>\n]{0,300}|[A-Za-z0-9]{0,12})>"
)
_LETTERS = dict(zip("أإآٱىةیکßœæ", ("ا", "ا", "ا", "ا", "ي", "ه", "ي", "ك", "ss", "oe", "ae"), strict=True))
_SIGNS = {
    **dict.fromkeys("’‘ʼ´`ʹ", "'"),
    **dict.fromkeys("−〜～", "-"),
    **dict(zip("٫٬،؛؟٪。、⁄•", ".,,;?%.,/\n", strict=True)),
}


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is folded; ``places`` gives start and end of each of its characters in the original, None if equal."""

    text: str
    places: tuple[tuple[int, int], ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a non-empty span of the folded text."""
        if self.places is None:
            return start, end
        return self.places[start][0], self.places[end - 1][1]


class _Table(dict[int, str]):
    """Folds one character, and remembers it."""

    def __init__(self, accents: bool) -> None:
        super().__init__()
        self._accents = accents

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code), self._accents)
        return folded


def _fold_character(char: str, accents: bool) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    # Arabic vowel signs and the stretching stroke, soft hyphens and direction marks say nothing here.
    if category == "Cf" or char == "\u0640" or "\u064b" <= char <= "\u065f" or char == "\u0670":
        return ""
    if category == "Mn" and accents and "\u0300" <= char <= "\u036f":
        return ""
    if "\uff01" <= char <= "\uff5e":
        char = unicodedata.normalize("NFKC", char)
    char = char.lower()
    if accents and char not in _LETTERS and unicodedata.category(char[0]) == "Ll":
        char = "".join(c for c in unicodedata.normalize("NFD", char) if unicodedata.category(c) != "Mn")
    return _LETTERS.get(char, char)


@cache
def _table(accents: bool) -> _Table:
    return _Table(accents)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each letter with the marks that follow it."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            yield start, end
            start = end


def fold(text: str, *, accents: bool) -> View:
    """Fold ``text`` for matching; ``accents`` drops the accents of Latin letters too ("días" reads "dias")."""
    if text.isascii():
        return View(text.lower())
    table = _table(accents)
    pieces = [table[ord(char)] for char in text]
    if all(len(piece) == 1 for piece in pieces) and unicodedata.is_normalized("NFC", text):
        return View("".join(pieces))
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        letters = "".join(table[ord(char)] for char in unicodedata.normalize("NFC", text[start:end]))
        folded.append(letters)
        places.extend([(start, end)] * len(letters))
    return View("".join(folded), tuple(places))


def mask_placeholders(text: str) -> str:
    """Blank out template variables, tags and [BLANKS TO FILL IN]; the length stays the same."""
    if not any(sign in text for sign in "{[<"):
        return text
    return _PLACEHOLDER.sub(lambda match: MASK * len(match.group()), text)
