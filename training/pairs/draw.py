"""What the second stage is shown, pair by pair, drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from training.pairs.data import CONTRADICTS, Pair

__all__ = ["Draw", "Drawn", "Plan"]

_POOL = 20
"""Batches sorted by length together, so that little is padding."""

Drawn = tuple[tuple[str, str, str], int, tuple[int, int]]
"""Question and two replies, the relation, and what either reply comes to."""


@dataclass(frozen=True)
class Plan:
    """How to train.

    ``shares`` says how much is drawn from which source, ``contradicting`` how many of each source contradict each
    other in words. The new parts learn ``quick`` times as fast; ``aside`` is what the letters count for in the loss.
    """

    steps: int = 700
    batch: int = 32
    rate: float = 1e-4
    quick: float = 5.0
    warm_up: float = 0.06
    decay: float = 0.01
    smoothing: float = 0.05
    aside: float = 0.4
    contradicting: float = 0.4
    shares: Mapping[str, float] = field(
        default_factory=lambda: {
            "companies": 0.3,
            "matters": 0.12,
            "topics": 0.13,
            "written": 0.35,
            "strangers": 0.1,
        }
    )
    seed: int = 5
    every: int = 100


class Draw:
    """Pairs without end, their replies in either order."""

    def __init__(self, learned: Mapping[str, Sequence[Pair]], plan: Plan) -> None:
        self._plan, self._rng = plan, random.Random(plan.seed)
        self._parts = {
            name: (
                [pair for pair in found if pair.relation == CONTRADICTS],
                [pair for pair in found if pair.relation != CONTRADICTS],
            )
            for name, found in learned.items()
        }

    def one(self) -> Drawn:
        """The next."""
        rng, plan = self._rng, self._plan
        (name,) = rng.choices(list(plan.shares), list(plan.shares.values()))
        opposed, others = self._parts[name]
        pair = rng.choice(opposed if opposed and rng.random() < plan.contradicting else others or opposed)
        question = rng.choice(pair.questions)
        (one, other), (left, right) = pair.replies, pair.outcomes
        if rng.random() < 0.5:
            return (question, one, other), pair.relation, (left, right)
        return (question, other, one), pair.relation, (right, left)

    def batches(self) -> Iterator[list[Drawn]]:
        """Batches without end."""
        size = self._plan.batch
        while True:
            pool = [self.one() for _ in range(_POOL * size)]
            pool.sort(key=lambda item: sum(map(len, item[0])))
            batches = [pool[start : start + size] for start in range(0, len(pool), size)]
            self._rng.shuffle(batches)
            yield from batches
