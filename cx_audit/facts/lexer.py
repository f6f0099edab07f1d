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
from cx_audit.facts.numbers import FRACTIONS, is_year, read_digits

__all__ = ["Lexed", "Piece", "Token", "split"]

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_LATIN_END = 0x250
_NEAR = 40


class Piece(NamedTuple):
    """A stretch of text before it is given a meaning; ``group`` is what it looks like."""

    start: int
    end: int
    text: str
    group: str


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
    """``shape[i]`` stands for the kinds of ``tokens[i]``; ``decimal`` is the language's decimal sign."""

    view: View
    tokens: tuple[Token, ...]
    shape: str
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


@cache
def _pieces(spaces: bool) -> re.Pattern[str]:
    number = r"\d+(?:[.,']\d+)*"
    if spaces:
        number = rf"\d{{1,3}}(?: \d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|{number}"
    return re.compile(
        r"(?P<date>\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?!\d|[.,-]\d))"
        r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))"
        rf"|(?P<number>{number})"
        r"|(?P<fraction>[½¼¾])"
        rf"|(?P<word>[{_SPACELESS}]|(?:(?![{_SPACELESS}])[^\W\d_]|(?<=\w)[{_marks()}])+)"
        r"|(?P<sign>\ufffc+|[^\s]|\n)"
    )


def split(text: str, *, spaces: bool = False) -> list[Piece]:
    """Cut a folded text into pieces; ``spaces`` lets a space group thousands."""
    return [
        Piece(match.start(), match.end(), match.group(), match.lastgroup or "sign")
        for match in _pieces(spaces).finditer(text)
    ]


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


def plain_meaning(piece: Piece, before: str) -> dict[Kind, Value]:
    """What a piece means in any language; ``before`` is the character before it."""
    if piece.group == "date":
        return {Kind.DATE: piece.text}
    if piece.group == "clock":
        return {Kind.CLOCK: piece.text}
    if piece.group == "fraction":
        return {Kind.NUMBER: FRACTIONS[piece.text], Kind.DIGITS: _EMPTY}
    if piece.group == "number":
        if before.isalpha() and ord(before) < _LATIN_END:
            return {Kind.TAIL: piece.text}
        if before == "#" or len(piece.text) > 15 or (piece.text.isdigit() and len(piece.text) > 9):
            return {Kind.OTHER: _EMPTY}
        number = read_digits(piece.text, ".")
        year = {Kind.YEAR: _EMPTY} if len(piece.text) == 4 and is_year(number) else {}
        return {Kind.NUMBER: number, Kind.DIGITS: _EMPTY, **year}
    if piece.group == "word":
        return {Kind.WORD: _EMPTY}
    return dict.fromkeys(_PUNCTUATION.get(piece.text, (Kind.OTHER,)), _EMPTY)


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
