"""Train the judge."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import get_linear_schedule_with_warmup

from cx_audit.judging.worded import Side
from training.judge.balance import Weights
from training.judge.measure import Measured
from training.judge.model import JudgeModel
from training.judge.pairs import LABELS, Example

__all__ = ["Plan", "ask", "train"]

_POOL = 40
"""Batches sorted by length together, so that little is padding."""


@dataclass(frozen=True)
class Plan:
    """How to train."""

    steps: int = 500
    batch: int = 32
    rate: float = 2e-4
    warm_up: float = 0.06
    decay: float = 0.01
    smoothing: float = 0.05
    no_question: float = 0.05
    seed: int = 4
    every: int = 100


def ask(example: Example, rng: random.Random, no_question: float = 0.0) -> tuple[Side, Side]:
    """An example as the model reads it, now and then without questions."""
    plain = rng.random() < no_question
    one, other = (
        Side("" if plain else rng.choice(spoken.questions), text)
        for spoken, text in zip((example.left, example.right), example.texts, strict=True)
    )
    return one, other


def _batches(
    examples: Sequence[Example], weight: Weights, plan: Plan, rng: random.Random
) -> Iterator[list[tuple[tuple[Side, Side], int]]]:
    """Batches without end, drawn by weight; those of one pool in random order."""
    draw = np.random.default_rng(plan.seed)
    while True:
        rows = draw.choice(len(examples), size=_POOL * plan.batch, p=weight)
        pool = [(ask(examples[i], rng, plan.no_question), LABELS.index(examples[i].label)) for i in rows]
        pool.sort(key=lambda item: sum(len(side.question) + len(side.text) for side in item[0]))
        batches = [pool[i : i + plan.batch] for i in range(0, len(pool), plan.batch)]
        rng.shuffle(batches)
        yield from batches


def _parameters(model: nn.Module, decay: float) -> list[dict[str, object]]:
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    return [
        {"params": [p for _, p in named if p.ndim > 1], "weight_decay": decay},
        {"params": [p for _, p in named if p.ndim <= 1], "weight_decay": 0.0},
    ]


def train(
    model: JudgeModel,
    examples: Sequence[Example],
    weight: Weights,
    plan: Plan,
    watch: Measured | None = None,
    checkpoint: Path | None = None,
) -> None:
    """Train in place. Prints the loss, and what ``watch`` measures, as it goes."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    optimizer = torch.optim.AdamW(_parameters(model.joint, plan.decay), lr=plan.rate)
    warm_up = int(plan.steps * plan.warm_up)
    schedule = get_linear_schedule_with_warmup(optimizer, warm_up, plan.steps)  # type: ignore[no-untyped-call]
    loss_of = nn.CrossEntropyLoss(label_smoothing=plan.smoothing)
    started, losses = time.monotonic(), []
    model.joint.train()
    for step, batch in zip(range(1, plan.steps + 1), _batches(examples, weight, plan, rng), strict=False):
        loss = loss_of(model([asked for asked, _ in batch]), torch.tensor([label for _, label in batch]))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.joint.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % plan.every == 0 or step == plan.steps:
            told = watch(model) if watch else ""
            passed = time.monotonic() - started
            print(f"step {step}  {passed:.0f} s  loss {np.mean(losses):.3f}  {told}", flush=True)
            losses.clear()
            model.joint.train()
            if checkpoint:
                torch.save(model.joint.state_dict(), checkpoint)
