"""Train the reader of outcomes."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import get_linear_schedule_with_warmup

from training.outcomes.data import LETTERS, Example, Examples
from training.outcomes.model import OutcomeModel

__all__ = ["Draw", "Drawn", "Plan", "train"]

_POOL = 20
"""Batches sorted by length together, so that little is padding."""

Drawn = tuple[tuple[str, str], int]
"""Question and reply, and the number of the letter."""


@dataclass(frozen=True)
class Plan:
    """How to train.

    Of the examples ``companies`` is the share of those of labelled companies, if any are given; of the others
    ``matters`` is that of a reply under one of several questions. ``strange`` is how many of either
    are read under the question of another matter of that house, which they don't decide.
    """

    steps: int = 3000
    batch: int = 32
    rate: float = 1.5e-4
    warm_up: float = 0.05
    decay: float = 0.01
    smoothing: float = 0.05
    matters: float = 0.6
    companies: float = 0.5
    strange: float = 0.1
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

    def one(self) -> Drawn:
        """The next."""
        example = self._example()
        if example.house and self._rng.random() < self._plan.strange:
            other = self._rng.choice(self._houses[example.house])
            if other.matter != example.matter:
                return (self._rng.choice(other.questions), example.reply), LETTERS.index("X")
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


def train(model: OutcomeModel, known: Examples, plan: Plan, watch: Callable[[], str], checkpoint: Path) -> None:
    """Train in place. Prints the loss, and what ``watch`` tells, as it goes."""
    torch.manual_seed(plan.seed)
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=plan.decay)
    schedule = get_linear_schedule_with_warmup(optimiser, int(plan.steps * plan.warm_up), plan.steps)  # type: ignore[no-untyped-call]
    loss_of = nn.CrossEntropyLoss(label_smoothing=plan.smoothing)
    started, losses = time.monotonic(), []
    model.train()
    for step, batch in zip(range(1, plan.steps + 1), Draw(known, plan).batches(), strict=False):
        loss = loss_of(model([asked for asked, _ in batch]), torch.tensor([letter for _, letter in batch]))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if step % plan.every == 0 or step == plan.steps:
            told = f"{time.monotonic() - started:.0f} s  loss {np.mean(losses):.3f}"
            print(f"step {step}  {told}  {watch()}", flush=True)
            losses.clear()
            torch.save(model.state_dict(), checkpoint)
