"""The phrases of a language as a tree of words, and the words that it has been asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cx_audit.facts.lexer import Meaning
from cx_audit.facts.meaning import Kind, Value
from cx_audit.facts.pieces import BLANKS, word_of

__all__ = ["NOWHERE", "OPEN", "Node", "Settled", "Vocabulary"]

OPEN = "?"
"""Stands for a piece whose meaning its neighbours or its spelling decide."""


def _touching(cut: Sequence[str], first: int, last: int) -> bool:
    """Whether no space stands between the pieces: "A$ 5" is a sign, "a $5" is not."""
    return all(cut[index][0] not in BLANKS for index in range(first + 1, last + 1))


@dataclass(slots=True)
class Node:
    """A word of a phrase: what the phrase means if it ends here, the sign for that, and the words that may follow."""

    children: dict[str, Node] = field(default_factory=dict)
    values: dict[Kind, Value] = field(default_factory=dict)
    sign: str = ""

    def longest(self, cut: Sequence[str], index: int) -> tuple[Node | None, int]:
        """The longest phrase of the tree below that begins at piece ``index`` of ``cut``, and the index after it."""
        node, best, after = self, None, index
        for position in range(index, len(cut)):
            word = word_of(cut[position])
            step = node.children.get(word)
            if step is None and word == "-" and position > index:
                continue  # "same-day" is "same day"
            if step is None:
                break
            node = step
            if node.values and (Kind.SIGN not in node.values or _touching(cut, index, position)):
                best, after = node, position + 1
        return best, after


NOWHERE = Node()


class Settled(NamedTuple):
    """What a piece can mean, and the sign for that: "" where its neighbours or its spelling decide.

    ``longer`` are the pieces with which a known phrase goes on.
    """

    values: Meaning
    sign: str
    longer: Mapping[str, Node]


# By whether a piece may open a phrase of several words, and whether it may be a further word of one. What has no sign
# of its own may be either.
_PLACES = {(True, False): "(", (False, True): ")", (True, True): "|", (False, False): "."}
_TURN = re.compile(r"[(|](?=[)|?])|\?")


class Vocabulary(dict[str, str]):
    """The sign of each piece (with the blanks before it) that was met, by itself; OPEN where it has none.

    ``meanings`` tells what each means. ``settle`` tells of a word met first, ``further`` are all words of phrases but
    the first ones.
    """

    def __init__(self, settle: Callable[[str], Settled], further: Collection[str]) -> None:
        super().__init__()
        self.meanings: dict[str, Meaning] = {}
        self._settled: dict[str, Settled] = {}
        self._places: dict[str, str] = {}
        self._settle, self._further = settle, further

    def __missing__(self, piece: str) -> str:
        word = word_of(piece)
        found = self._settle(word)
        self.meanings[piece] = found.values
        if found.longer:
            self._settled[piece] = found
        place = _PLACES[bool(found.longer), word in self._further or word == "-"]
        self._places[piece] = place if found.sign else OPEN
        sign = self[piece] = found.sign or OPEN
        return sign

    def turns(self, cut: Sequence[str]) -> Iterator[int]:
        """The places of pieces that their neighbours may give another meaning; all of ``cut`` must have been met."""
        for match in _TURN.finditer("".join(map(self._places.__getitem__, cut))):
            yield match.start()

    def stands(self, cut: Sequence[str], index: int) -> bool:
        """Whether a piece of ``cut`` means what it does by itself: it has a sign, and no phrase goes on from it."""
        piece = cut[index]
        if self[piece] == OPEN:
            return False
        found = self._settled.get(piece)
        if found is None or index + 1 == len(cut):
            return True
        step = word_of(cut[index + 1])
        return step not in found.longer and step != "-"
