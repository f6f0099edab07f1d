"""Limits said in two parts, what is limited between them: Arabic "يقل العمر عن", Dutch "de maximale vergoeding is"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cx_audit.facts.lexer import Tokens
from cx_audit.facts.meaning import Entry, Kind
from cx_audit.model import Comparator

__all__ = ["OPPOSITES", "Parted", "halves_of", "parted_entries"]

_GAP = "…"
_MOST_BETWEEN = 4
_ENDS = frozenset((Kind.NUMBER, Kind.STOP, Kind.COMMA, Kind.COMPARE, Kind.PARTED))
_MAY_PART_NOT = frozenset((Kind.WORD, Kind.FILLER))
OPPOSITES = {Comparator.MORE_THAN: Comparator.AT_MOST, Comparator.LESS_THAN: Comparator.AT_LEAST}
"""What a limit says where it is denied."""


def halves_of(entry: str) -> tuple[str, str] | None:
    """The two parts of an entry such as "maximale … is"; None for one of a single part.

    Raises:
        ValueError: a part is missing, or the second is more than one word.
    """
    if _GAP not in entry:
        return None
    first, _, second = (part.strip() for part in entry.partition(_GAP))
    if not first or not second or len(second.split()) > 1 or _GAP in second:
        raise ValueError(f"{entry!r} is not two parts, of which the second is one word, such as 'maximale … is'")
    return first, second


def parted_entries(comparators: Mapping[Comparator, tuple[str, ...]]) -> Iterator[Entry]:
    """The first parts, each with all the second ones that may follow it and what they say together.

    A limit of several words that has a first part among them is one too: with "minimum … is" so is "minimum spend".
    """
    found: dict[str, list[str]] = {}
    for said, words in comparators.items():
        parts = list(filter(None, map(halves_of, words)))
        longer = [word for word in words if " " in word and _GAP not in word]
        for first, second in parts:
            for head in (first, *(word for word in longer if first in word.split())):
                found.setdefault(head, []).append(f"{second} {said}")
    for first, seconds in found.items():
        yield first, Kind.PARTED, "\n".join(seconds)


class Parted:
    """Makes the second part say the limit, where it follows the first.

    ``kinds`` tells what a sign of a line stands for, ``sign`` is that of a limit and nothing else.
    """

    def __init__(self, fold: Callable[[str], str], kinds: Mapping[str, frozenset[Kind]], sign: str) -> None:
        self._fold, self._kinds, self._sign = fold, kinds, sign
        self._seconds: dict[str, Mapping[str, Comparator]] = {}
        self._firsts = [mark for mark, meant in kinds.items() if Kind.PARTED in meant]

    def join(self, line: str, tokens: Tokens) -> str:
        """The line with the limits in place of the second parts; the tokens say them too."""
        if not any(mark in line for mark in self._firsts):
            return line
        shape = list(line)
        for first, mark in enumerate(line):
            if mark in self._firsts and (found := self._second(line, tokens, first)) is not None:
                second, said = found
                tokens.means(second, {Kind.COMPARE: said})
                shape[second] = self._sign
        return "".join(shape)

    def _second(self, line: str, tokens: Tokens, first: int) -> tuple[int, Comparator] | None:
        seconds = self._read(tokens[first].name(Kind.PARTED))
        for index in range(first + 1, min(len(line), first + 2 + _MOST_BETWEEN)):
            said = seconds.get(tokens[index].text)
            if said is not None:
                return index, OPPOSITES.get(said, said) if self._denied(line, first) else said
            kinds = self._kinds[line[index]]
            if not kinds.isdisjoint(_ENDS) and not self._each(kinds, tokens, index):
                return None
        return None

    @staticmethod
    def _each(kinds: frozenset[Kind], tokens: Tokens, index: int) -> bool:
        """Whether it is a "one" that counts nothing: "the maximum weight of one parcel is"."""
        return Kind.NUMBER in kinds and Kind.DIGITS not in kinds and tokens[index].amount() == 1

    def _denied(self, line: str, first: int) -> bool:
        """Whether "not" stands just before, or one word away: "لا يجوز أن تقل"."""
        for index in range(first - 1, max(-1, first - 3), -1):
            kinds = self._kinds[line[index]]
            if Kind.NOT in kinds:
                return True
            if kinds.isdisjoint(_MAY_PART_NOT):
                return False
        return False

    def _read(self, value: str) -> Mapping[str, Comparator]:
        found = self._seconds.get(value)
        if found is None:
            pairs = (line.rsplit(" ", 1) for line in value.split("\n"))
            found = self._seconds[value] = {self._fold(second): Comparator(said) for second, said in pairs}
        return found
