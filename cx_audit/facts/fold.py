"""A text as the grammars see it: lower case, plain digits, one kind of dash, with a way back to the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

__all__ = ["MASK", "View", "fold", "mask_placeholders"]

MASK = "\ufffc"
"""Stands in for what must not be read; no grammar knows it."""

_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}|\$?\{[^{}\n]{0,120}\}|%\{[^{}\n]{0,120}\}"
    r"|\[\[?[A-Z][A-Z0-9_ .#-]{1,60}\]\]?|</?[A-Za-z](?:[^<>@\n]*[\s\"'/][^<>\n]*|[A-Za-z0-9]{0,12})>"
)
_LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    **{"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ß": "ss", "œ": "oe", "æ": "ae"},
}
_SIGNS = {
    **dict.fromkeys("’‘ʼ´`ʹ", "'"),
    **dict.fromkeys("−~〜～", "-"),
    **{"٫": ".", "٬": ",", "،": ",", "؛": ";", "؟": "?", "٪": "%", "。": ".", "、": ",", "⁄": "/"},
    "\N{BULLET}": "\n",
}


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is folded; ``offsets`` gives each of its characters' place in the original, or is None if equal."""

    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a non-empty span of the folded text."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end] if end < len(self.text) else self.offsets[-1]


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


def _compose(text: str) -> tuple[str, list[int]]:
    """NFC of each base letter with its marks, and where each result began."""
    out: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        cluster = unicodedata.normalize("NFC", text[start:end])
        out.append(cluster)
        offsets.extend([start] * len(cluster))
        start = end
    return "".join(out), offsets


def fold(text: str, *, accents: bool) -> View:
    """Fold ``text`` for matching; ``accents`` drops the accents of Latin letters too ("días" reads "dias")."""
    if text.isascii():
        return View(text.lower())
    table = _table(accents)
    nfc = unicodedata.is_normalized("NFC", text)
    source, places = (text, None) if nfc else _compose(text)
    pieces = [table[ord(char)] for char in source]
    if places is None and all(len(piece) == 1 for piece in pieces):
        return View("".join(pieces))
    offsets: list[int] = []
    for index, piece in enumerate(pieces):
        offsets.extend([places[index] if places is not None else index] * len(piece))
    offsets.append(len(text))
    return View("".join(pieces), tuple(offsets))


def mask_placeholders(text: str) -> str:
    """Blank out template variables, tags and [BLANKS TO FILL IN]; the length stays the same."""
    if not any(sign in text for sign in "{[<"):
        return text
    return _PLACEHOLDER.sub(lambda match: MASK * len(match.group()), text)
