"""The clauses of a sentence that names methods, and their parts between commas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cx_audit.compare.method_phrases import OTHER, TARGET
from cx_audit.compare.method_spans import Group

__all__ = ["Clauses", "Piece", "cut"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clauses:
    """A plain folded sentence, its methods, and each clause with each of its comma parts."""

    text: str
    found: Sequence[Group]
    pieces: Sequence[tuple[Piece, Piece]]

    def around(self, group: Group) -> tuple[Piece, Piece]:
        """The clause and the part that a group stands in."""
        return next(pair for pair in self.pieces if pair[1].start <= group.start < pair[1].end)

    def masked(self, piece: Piece, target: Group) -> str:
        """The text of a piece, the methods masked."""
        out, at = [], piece.start
        for group in self.found:
            start, end = group.start, group.end
            if at <= start and end <= piece.end:
                out += [self.text[at:start], f" {TARGET if group is target else OTHER} "]
                at = end
        return "".join([*out, self.text[at : piece.end]])

    def part(self, target: Group) -> str:
        """The part around ``target``, the methods masked."""
        return self.masked(self.around(target)[1], target)


def cut(start: int, end: int, cuts: Sequence[int]) -> list[Piece]:
    """The pieces of a stretch between places where it is cut."""
    edges = [start, *sorted({c for c in cuts if start < c < end}), end]
    return [Piece(a, b) for a, b in pairwise(edges) if b > a]
