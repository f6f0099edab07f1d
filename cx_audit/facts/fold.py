"""A text as the grammars see it: lower case, plain digits, one kind of dash, with a way back to the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

__all__ = ["MASK", "View", "fold", "mask_placeholders"]

MASK = "\ufffc"
"""Stands in for what must not be read; no grammar knows it."""

_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}|\$?\{[^{}\n]{0,120}\}|%\{[^{}\n]{0,120}\}"
    r"|\[\[?[A-Z][A-Z0-9_ .#-]{1,60}\]\]?|</?[A-Za-z](?:[^<>@\n]{0,300}[\s\"'/][^<>\n]{0,300}|[A-Za-z0-9]{0,12})>"
)
_LETTERS = dict(zip("أإآٱىةیکßœæ", ("ا", "ا", "ا", "ا", "ي", "ه", "ي", "ك", "ss", "oe", "ae"), strict=True))
_REMEMBERED = 256
"""Facts, roles, methods and stances are read of one text in turn."""
_SIGNS = {
    **dict.fromkeys("’‘ʼ´`ʹ", "'"),
    **dict.fromkeys("−〜～", "-"),
    **dict(zip("٫٬،؛؟٪。、⁄•", ".,,;?%.,/\n", strict=True)),
}


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is folded; ``starts`` and ``ends`` give each character's place in the original, None if equal."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a non-empty span of the folded text."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


class _Table(dict[int, str]):
    """Folds one character, and remembers it; ``uneven`` are those met that do not fold to just one."""

    def __init__(self, accents: bool) -> None:
        super().__init__()
        self._accents = accents
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code), self._accents)
        if len(folded) != 1:
            self.uneven.add(chr(code))
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


def _special(text: str, uneven: set[str]) -> set[str]:
    """The characters of ``text`` that do not fold one to one, or belong to the letter before them."""
    letters = set(text)
    marks = {char for char in letters if unicodedata.combining(char)}
    return marks | (letters & uneven) | {char for char in letters if not unicodedata.is_normalized("NFC", char)}


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str, *, accents: bool) -> View:
    """Fold ``text`` for matching; ``accents`` drops the accents of Latin letters too ("días" reads "dias")."""
    if text.isascii():
        return View(text.lower())
    table = _table(accents)
    whole = text.translate(table)
    if table.uneven.isdisjoint(text) and unicodedata.is_normalized("NFC", text):
        return View(whole)
    special = _special(text, table.uneven)
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0

    def run(end: int) -> None:
        folded.append(text[done:end].translate(table))
        starts.extend(range(done, end))
        ends.extend(range(done + 1, end + 1))

    for spot in [index for index, char in enumerate(text) if char in special]:
        if spot < done:
            continue
        # A letter and the marks that follow it are one.
        start, end = spot - (spot > done and unicodedata.combining(text[spot]) > 0), spot + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        run(start)
        letters = unicodedata.normalize("NFC", text[start:end]).translate(table)
        folded.append(letters)
        starts.extend([start] * len(letters))
        ends.extend([end] * len(letters))
        done = end
    run(len(text))
    return View("".join(folded), starts, ends)


def mask_placeholders(text: str) -> str:
    """Blank out template variables, tags and [BLANKS TO FILL IN]; the length stays the same."""
    if not any(sign in text for sign in "{[<"):
        return text
    return _PLACEHOLDER.sub(lambda match: MASK * len(match.group()), text)
