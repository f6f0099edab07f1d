"""A folded text cut into pieces: words, numbers, signs."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from itertools import accumulate

from cx_audit.facts.numbers import FRACTIONS

__all__ = ["BLANKS", "Pieces", "look", "word_of", "words_of"]

BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace() and char != "\n")
"""What parts pieces and is none: all white space but a new line."""

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
# Letters that need no look at their category.
_COMMON = "a-z\u00df-\u00f6\u00f8-\u024f\u0620-\u064a\u1ea0-\u1ef9"


@cache
def _marks() -> str:
    """Combining marks as ranges for a character class: letters of many scripts, though not of ``\\w``."""
    found = [code for code in range(0x300, min(sys.maxunicode, 0xFFFF)) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in found:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in ranges)


_DATES = "|".join(rf"\d{{1,2}}{sep}\d{{1,2}}{sep}(?:\d{{4}}|\d{{2}})(?!\d|[.,-]\d)" for sep in (r"\.", "/", "-"))
_DATE = rf"\d{{4}}-\d{{2}}-\d{{2}}(?!\d)|{_DATES}"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
_FRACTION = "".join(FRACTIONS)


@cache
def _pattern(spaces: bool) -> re.Pattern[str]:
    number = r"\d+(?:[.,']\d+)*"
    if spaces:
        number = rf"\d{{1,3}}(?: \d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|{number}"
    number = rf"\d{{1,3}}[{_FRACTION}]|\d{{1,2}} (?:1/[24]|3/4)(?![\d/.,])|{number}"
    word = rf"[{_SPACELESS}]|(?:[{_COMMON}]+|[^\W\d_{_SPACELESS}]+|(?<=\w)[{_marks()}])+"
    return re.compile(rf"[^\S\n]*+(?:{word}|{_DATE}|{_CLOCK}|{number}|[{_FRACTION}]|\ufffc+|[^\s]|\n)")


def word_of(piece: str) -> str:
    """A piece without the blanks before it."""
    return piece.lstrip(BLANKS)


def words_of(text: str) -> list[str]:
    """The pieces of a text without what parts them."""
    return [word_of(piece) for piece in Pieces(text).cut]


class Pieces:
    """``cut`` are the pieces of a folded text, each with the blanks before it; ``ends`` tells where each ends.

    Together they are the text, less blanks at its end. ``spaces`` lets a space group thousands.
    """

    __slots__ = ("cut", "ends", "text")

    def __init__(self, text: str, *, spaces: bool = False) -> None:
        self.text = text
        self.cut: list[str] = _pattern(spaces).findall(text.rstrip(BLANKS))
        self.ends: list[int] = list(accumulate(map(len, self.cut)))

    def __len__(self) -> int:
        return len(self.cut)

    def word(self, index: int) -> str:
        """The piece itself."""
        return self.cut[index].lstrip(BLANKS)

    def start(self, index: int) -> int:
        """Where the piece itself begins."""
        return self.ends[index] - len(self.word(index))

    def before(self, index: int) -> str:
        """The character before the piece itself."""
        start = self.start(index)
        return self.text[start - 1] if start else " "


_LOOKS = re.compile(rf"(?P<date>{_DATE})|(?P<clock>{_CLOCK})|(?P<number>\d.*)|(?P<fraction>[{_FRACTION}])", re.DOTALL)


def look(piece: str) -> str:
    """What a piece looks like: "date", "clock", "number", "fraction", "word" or "sign"."""
    match = _LOOKS.fullmatch(piece)
    if match is not None:
        return match.lastgroup or ""
    return "word" if piece[0].isalnum() or unicodedata.category(piece[0])[0] == "M" else "sign"
