"""Train the reader of outcomes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import get_linear_schedule_with_warmup

from training.outcomes.data import LETTERS, Example, Examples
from training.outcomes.model import OutcomeModel

__all__ = ["Plan", "train"]

_POOL = 20
"""Batches sorted by length together, so that little is padding."""


@dataclass(frozen=True)
class Plan:
    """How to train; ``matters`` is the share of examples that are a reply under one of several questions."""

    steps: int = 3000
    batch: int = 32
    rate: float = 1.5e-4
    warm_up: float = 0.05
    decay: float = 0.01
    smoothing: float = 0.05
    matters: float = 0.6
    seed: int = 3
    every: int = 100


def _batches(known: Examples, plan: Plan) -> Iterator[list[tuple[tuple[str, str], int]]]:
    """Batches without end."""
    rng = random.Random(plan.seed)
    while True:
        pool: list[tuple[tuple[str, str], int]] = []
        for _ in range(_POOL * plan.batch):
            example: Example = rng.choice(known.matters if rng.random() < plan.matters else known.single)
            pool.append(((rng.choice(example.questions), example.reply), LETTERS.index(example.letter)))
        pool.sort(key=lambda item: len(item[0][0]) + len(item[0][1]))
        batches = [pool[start : start + plan.batch] for start in range(0, len(pool), plan.batch)]
        rng.shuffle(batches)
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
    for step, batch in zip(range(1, plan.steps + 1), _batches(known, plan), strict=False):
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
