"""Train the reader of outcomes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import get_linear_schedule_with_warmup

from training.outcomes.data import Examples
from training.outcomes.draw import Draw, Plan
from training.outcomes.model import OutcomeModel

__all__ = ["train"]


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
