"""Pairs of answers that take opposite sides, put together: one finding for what is one dispute."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx_audit.compare.polarity_sides import SAID, Side

__all__ = ["Block", "Clash", "blocks"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Rows of two answers of which ``up`` says what a customer hopes for, with what each says.

    ``sure``: it is told as a contradiction, else as unverified.
    """

    up: int
    down: int
    granted: Side
    refused: Side
    probability: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Each answer of one side against each of the other: the matter, and what each row says of it, a clause or more.

    ``yes`` holds the rows on the first side of the matter. Where the answers put it differently, ``matter`` is SAID.
    """

    matter: str
    yes: Mapping[int, Sequence[Side]]
    no: Mapping[int, Sequence[Side]]
    probability: float

    @property
    def displays(self) -> tuple[str, str]:
        """What each side says, in words for people: a label where it is true of all, else the shortest clause."""
        first, second = ([side for said in sides.values() for side in said] for sides in (self.yes, self.no))
        if self.matter != SAID:
            return first[0].display, second[0].display
        return _shortest(first), _shortest(second)


def _shortest(sides: Sequence[Side]) -> str:
    return min((side.words for side in sides), key=lambda words: (len(words), words))


def _block(clashes: Sequence[Clash]) -> Block:
    by_likelihood = sorted(clashes, key=lambda clash: (-clash.probability, clash.up, clash.down))
    matters = Counter(clash.granted.matter for clash in by_likelihood)
    # the likeliest of the most usual
    usual = max(matters, key=lambda matter: matters[matter])
    granted: dict[int, list[Side]] = defaultdict(list)
    refused: dict[int, list[Side]] = defaultdict(list)
    for clash in sorted(by_likelihood, key=lambda clash: clash.granted.matter != usual):
        if clash.up in granted and clash.down in refused:
            continue  # both say it in words that are likelier to be the dispute
        for sides, side in ((granted[clash.up], clash.granted), (refused[clash.down], clash.refused)):
            if not any(side.claim.segment == known.claim.segment for known in sides):
                sides.append(side)
    first, second = dict(sorted(granted.items())), dict(sorted(refused.items()))
    said = [side for sides in (*first.values(), *second.values()) for side in sides]
    matter = usual if all(side.matter == usual for side in said) else SAID
    if matter != SAID and not next(iter(first.values()))[0].positive:
        first, second = second, first
    return Block(matter, first, second, by_likelihood[0].probability)


def blocks(clashes: Sequence[Clash]) -> list[Block]:
    """The clashes of a question, divided so that each answer of one side clashes with each of the other.

    What the answers say it by makes no difference: one that is free to one and not charged to another is one matter.
    """
    against: dict[int, set[int]] = defaultdict(set)
    for clash in clashes:
        against[clash.up].add(clash.down)
    alike: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for up, downs in against.items():
        alike[tuple(sorted(downs))].add(up)
    return [
        _block([clash for clash in clashes if clash.up in ups and clash.down in downs])
        for downs, ups in sorted(alike.items())
    ]
