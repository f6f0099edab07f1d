"""What the reader of outcomes is shown, example by example: questions with replies, drawn at random."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from training.outcomes.data import LETTERS, Example, Examples

__all__ = ["Draw", "Drawn", "Plan"]

_POOL = 20
"""Batches sorted by length together, so that little is padding."""

Drawn = tuple[tuple[str, str], int]
"""Question and reply, and the number of the letter."""


@dataclass(frozen=True)
class Plan:
    """How to train.

    Of the examples ``companies`` is the share of those of labelled companies, if any are given; of the others
    ``matters`` is that of a reply under one of several questions. ``strange`` is how many are
    read under the question of another matter, which they don't decide.
    """

    steps: int = 3000
    batch: int = 32
    rate: float = 1.5e-4
    warm_up: float = 0.05
    decay: float = 0.01
    smoothing: float = 0.05
    matters: float = 0.6
    companies: float = 0.5
    strange: float = 0.15
    seed: int = 3
    every: int = 100


class Draw:
    """Examples without end, each a question, a reply and the number of its letter."""

    def __init__(self, known: Examples, plan: Plan) -> None:
        self._known, self._plan, self._rng = known, plan, random.Random(plan.seed)
        self._houses: dict[str, list[Example]] = defaultdict(list)
        for example in (*known.matters, *known.companies):
            self._houses[example.house].append(example)

    def _example(self) -> Example:
        known, plan, rng = self._known, self._plan, self._rng
        if known.companies and rng.random() < plan.companies:
            return rng.choice(known.companies)
        return rng.choice(known.matters if rng.random() < plan.matters else known.single)

    def _other_question(self, example: Example) -> str | None:
        """One that the reply doesn't decide: of a matter that sounds alike, or else of any of its house."""
        if example.strange:
            return self._rng.choice(example.strange)
        other = self._rng.choice(self._houses[example.house]) if example.house else example
        return self._rng.choice(other.questions) if other.matter != example.matter else None

    def one(self) -> Drawn:
        """The next."""
        example = self._example()
        if self._rng.random() < self._plan.strange and (other := self._other_question(example)):
            return (other, example.reply), LETTERS.index("X")
        return (self._rng.choice(example.questions), example.reply), LETTERS.index(example.letter)

    def batches(self) -> Iterator[list[Drawn]]:
        """Batches without end."""
        size = self._plan.batch
        while True:
            pool = [self.one() for _ in range(_POOL * size)]
            pool.sort(key=lambda item: len(item[0][0]) + len(item[0][1]))
            batches = [pool[start : start + size] for start in range(0, len(pool), size)]
            self._rng.shuffle(batches)
            yield from batches
