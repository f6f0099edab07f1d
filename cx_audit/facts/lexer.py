"""A folded text as tokens, and their kinds as one character each, which grammars match with regular expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, overload

from cx_audit.facts.fold import View
from cx_audit.facts.meaning import Kind, Value
from cx_audit.facts.numbers import FRACTIONS, LONE_GROUP, is_year, read_digits, read_mixed
from cx_audit.facts.pieces import look, word_of

__all__ = ["DYNAMIC", "Lexed", "Meaning", "Token", "Tokens", "plain_meaning"]

Meaning = Mapping[Kind, Value]
"""What a token can be, with its value as each."""

_LATIN_END = 0x250
_NEAR = 40


class Token(NamedTuple):
    """One or more pieces with their meanings; ``glued`` if no space stands before it."""

    start: int
    end: int
    text: str
    values: Meaning
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


class Tokens(Sequence[Token]):
    """The tokens of a folded text, each made when it is asked for: grammars look at few of them.

    ``cut`` are its pieces with the blanks before them, and ``ends`` where they end; ``read`` has what those mean of
    which only their place told, ``known`` what all others do.
    """

    __slots__ = ("_cut", "_ends", "_known", "_made", "_read", "_text")

    def __init__(
        self,
        text: str,
        cut: Sequence[str],
        ends: Sequence[int],
        read: dict[int, Meaning],
        known: Mapping[str, Meaning],
    ) -> None:
        self._text, self._cut, self._ends, self._read, self._known = text, cut, ends, read, known
        self._made: dict[int, Token] = {}

    def __len__(self) -> int:
        return len(self._cut)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self._at(place) for place in range(*index.indices(len(self._cut)))]
        made = self._made.get(index)
        return made if made is not None else self._at(index if index >= 0 else len(self._cut) + index)

    def means(self, index: int, meaning: Meaning) -> None:
        """What only its place tells of the token at ``index``, in place of all that it could mean before."""
        self._read[index] = meaning
        self._made.pop(index, None)

    def _at(self, index: int) -> Token:
        made = self._made.get(index)
        if made is None:
            piece = self._cut[index]
            word, end = word_of(piece), self._ends[index]
            start = end - len(word)
            values = self._read.get(index)
            glued = start > 0 and not self._text[start - 1].isspace()
            made = Token(start, end, word, self._known[piece] if values is None else values, glued)
            self._made[index] = made
        return made


@dataclass(frozen=True, slots=True)
class Lexed:
    """``shape[i]`` is the sign for the kinds of ``tokens[i]``; ``bits`` are those of all kinds that occur.

    ``kinds`` tells what each sign stands for, ``decimal`` is the language's decimal sign.
    """

    view: View
    tokens: Tokens
    shape: str
    bits: int
    kinds: Mapping[str, frozenset[Kind]]
    decimal: str = "."
    language: str = "en"
    region: str | None = None
    original: str = field(default="", repr=False)

    def kind_at(self, index: int, *kinds: Kind) -> bool:
        """Whether the token at ``index`` exists and is of one of ``kinds``."""
        return 0 <= index < len(self.shape) and not self.kinds[self.shape[index]].isdisjoint(kinds)

    def sentence(self, start: int, end: int) -> range:
        """The tokens of the sentence around ``start`` to ``end``, as far as they are near."""
        shape, kinds = self.shape, self.kinds
        earliest, latest = max(0, start - _NEAR), min(len(shape), end + _NEAR)
        first, last = start, end
        while first > earliest and Kind.STOP not in kinds[shape[first - 1]]:
            first -= 1
        while last < latest and Kind.STOP not in kinds[shape[last]]:
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


_PUNCTUATION: Mapping[str, tuple[Kind, ...]] = {
    **dict.fromkeys(".!?;\n", (Kind.STOP,)),
    **dict.fromkeys("([", (Kind.OPEN,)),
    **dict.fromkeys(")]", (Kind.CLOSE,)),
    ",": (Kind.COMMA,),
    "/": (Kind.SLASH,),
    "-": (Kind.DASH, Kind.TO),
    "&": (Kind.AND,),
    "+": (Kind.AND, Kind.PLUS),
    "→": (Kind.OTHER, Kind.ARROW),
}
_EMPTY: Value = ""


@lru_cache(maxsize=4096)
def plain_meaning(piece: str, before: str) -> Meaning:
    """What a piece means in any language; ``before`` is the character before it."""
    group = look(piece)
    if group == "date":
        return {Kind.DATE: piece}
    if group == "clock":
        return {Kind.CLOCK: piece}
    if group == "fraction":
        return {Kind.NUMBER: FRACTIONS[piece], Kind.DIGITS: _EMPTY}
    if group == "number":
        mixed = read_mixed(piece)
        if mixed is not None:
            return {Kind.NUMBER: mixed, Kind.DIGITS: _EMPTY}
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
    frozenset({Kind.COMPARE}),
    *(frozenset(kinds) for kinds in _PUNCTUATION.values()),
)
"""The sets of kinds that tokens outside the lexicon can have, or those whose place gives them another meaning."""
