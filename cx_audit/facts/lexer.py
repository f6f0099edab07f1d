"""A folded text as tokens, and their kinds as one character each, which grammars match with regular expressions."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from cx_audit.facts.fold import View
from cx_audit.facts.meaning import Kind, Value
from cx_audit.facts.numbers import FRACTIONS, LONE_GROUP, is_year, read_digits

__all__ = ["DYNAMIC", "Lexed", "Piece", "Token", "look", "plain_meaning", "split"]

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
# Letters that need no look at their category.
_COMMON = "a-z\u00df-\u00f6\u00f8-\u024f\u0620-\u064a\u1ea0-\u1ef9"
_LATIN_END = 0x250
_NEAR = 40


Piece = tuple[int, int, str]
"""Start, end and text of a stretch of text before it is given a meaning."""


class Token(NamedTuple):
    """One or more pieces with their meanings; ``glued`` if no space stands before it."""

    start: int
    end: int
    text: str
    values: Mapping[Kind, Value]
    glued: bool

    def has(self, kind: Kind) -> bool:
        """Whether the token can be of ``kind``."""
        return kind in self.values

    def name(self, kind: Kind) -> str:
        """The value of a kind whose values are names."""
        return str(self.values[kind])

    def amount(self, kind: Kind = Kind.NUMBER) -> Decimal:
        """The value of a kind whose values are numbers."""
        return Decimal(self.values[kind])


@dataclass(frozen=True, slots=True)
class Lexed:
    """``shape[i]`` is the sign for the kinds of ``tokens[i]``; ``signs`` are all that occur.

    ``decimal`` is the language's decimal sign.
    """

    view: View
    tokens: tuple[Token, ...]
    shape: str
    signs: frozenset[str]
    decimal: str = "."
    language: str = "en"
    region: str | None = None
    original: str = field(default="", repr=False)

    def kind_at(self, index: int, *kinds: Kind) -> bool:
        """Whether the token at ``index`` exists and is of one of ``kinds``."""
        if 0 <= index < len(self.tokens):
            values = self.tokens[index].values
            for kind in kinds:
                if kind in values:
                    return True
        return False

    def sentence(self, start: int, end: int) -> range:
        """The tokens of the sentence around ``start`` to ``end``, as far as they are near."""
        earliest, latest = max(0, start - _NEAR), min(len(self.tokens), end + _NEAR)
        first, last = start, end
        while first > earliest and Kind.STOP not in self.tokens[first - 1].values:
            first -= 1
        while last < latest and Kind.STOP not in self.tokens[last].values:
            last += 1
        return range(first, last)

    def written(self, index: int) -> str:
        """The token at ``index`` as it stands in the original, in lower case."""
        start, end = self.view.span(self.tokens[index].start, self.tokens[index].end)
        return self.original[start:end].lower()

    def capitalised(self, index: int) -> bool:
        """Whether the token at ``index`` begins with a capital in the original."""
        return self.original[self.view.span(self.tokens[index].start, self.tokens[index].end)[0]].isupper()

    def other_reading(self, index: int) -> Decimal | None:
        """The decimal reading of digits such as "1.500", which group thousands though the sign is the decimal one."""
        token = self.tokens[index]
        if not token.has(Kind.DIGITS) or not LONE_GROUP.fullmatch(token.text) or self.decimal not in token.text:
            return None
        return Decimal(token.text.replace(",", "."))

    def percent(self, index: int) -> Decimal:
        """The amount at ``index``, where decimals are likelier than thousands."""
        token = self.tokens[index]
        if token.has(Kind.DIGITS) and token.text[0].isdigit():
            return read_digits(token.text, self.decimal, fraction=True)
        return token.amount()


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
def _pieces(spaces: bool) -> re.Pattern[str]:
    number = r"\d+(?:[.,']\d+)*"
    if spaces:
        number = rf"\d{{1,3}}(?: \d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|{number}"
    word = rf"[{_SPACELESS}]|(?:[{_COMMON}]+|[^\W\d_{_SPACELESS}]+|(?<=\w)[{_marks()}])+"
    return re.compile(rf"{word}|{_DATE}|{_CLOCK}|{number}|[{_FRACTION}]|\ufffc+|[^\s]|\n")


def split(text: str, *, spaces: bool = False) -> list[Piece]:
    """Cut a folded text into pieces; ``spaces`` lets a space group thousands."""
    pieces: list[Piece] = []
    end = 0
    # Only spaces stand between pieces, so that the next place of the same text is the piece's own.
    for piece in _pieces(spaces).findall(text):
        start = text.index(piece, end)
        end = start + len(piece)
        pieces.append((start, end, piece))
    return pieces


_LOOKS = re.compile(rf"(?P<date>{_DATE})|(?P<clock>{_CLOCK})|(?P<number>\d.*)|(?P<fraction>[{_FRACTION}])", re.DOTALL)


def look(piece: str) -> str:
    """What a piece looks like: "date", "clock", "number", "fraction", "word" or "sign"."""
    match = _LOOKS.fullmatch(piece)
    if match is not None:
        return match.lastgroup or ""
    return "word" if piece[0].isalnum() or unicodedata.category(piece[0])[0] == "M" else "sign"


_PUNCTUATION: Mapping[str, tuple[Kind, ...]] = {
    **dict.fromkeys(".!?;\n", (Kind.STOP,)),
    **dict.fromkeys("([", (Kind.OPEN,)),
    **dict.fromkeys(")]", (Kind.CLOSE,)),
    ",": (Kind.COMMA,),
    "/": (Kind.SLASH,),
    "-": (Kind.DASH, Kind.TO),
    "&": (Kind.AND,),
    "+": (Kind.AND, Kind.PLUS),
}
_EMPTY: Value = ""


def plain_meaning(piece: str, before: str) -> dict[Kind, Value]:
    """What a piece means in any language; ``before`` is the character before it."""
    group = look(piece)
    if group == "date":
        return {Kind.DATE: piece}
    if group == "clock":
        return {Kind.CLOCK: piece}
    if group == "fraction":
        return {Kind.NUMBER: FRACTIONS[piece], Kind.DIGITS: _EMPTY}
    if group == "number":
        if before.isalpha() and ord(before) < _LATIN_END:
            return {Kind.TAIL: piece}
        if before == "#" or len(piece) > 15 or (piece.isdigit() and len(piece) > 9):
            return {Kind.OTHER: _EMPTY}
        number = read_digits(piece, ".")
        year = {Kind.YEAR: _EMPTY} if len(piece) == 4 and is_year(number) else {}
        return {Kind.NUMBER: number, Kind.DIGITS: _EMPTY, **year}
    if group == "word":
        return {Kind.WORD: _EMPTY}
    return dict.fromkeys(_PUNCTUATION.get(piece, (Kind.OTHER,)), _EMPTY)


DYNAMIC: tuple[frozenset[Kind], ...] = (
    frozenset({Kind.DATE}),
    frozenset({Kind.CLOCK}),
    frozenset({Kind.NUMBER, Kind.DIGITS}),
    frozenset({Kind.NUMBER, Kind.DIGITS, Kind.YEAR}),
    frozenset({Kind.TAIL}),
    frozenset({Kind.OTHER}),
    frozenset({Kind.WORD}),
    frozenset({Kind.WORD, Kind.TO}),
    frozenset({Kind.CURRENCY, Kind.SIGN}),
    *(frozenset(kinds) for kinds in _PUNCTUATION.values()),
)
"""The sets of kinds that tokens outside the lexicon can have."""
