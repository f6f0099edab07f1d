"""Train the second stage of the reader."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import get_linear_schedule_with_warmup

from training.pairs.data import Pair
from training.pairs.draw import Draw, Plan
from training.pairs.model import PairModel

__all__ = ["train"]

_UNKNOWN = -1


class _Loss:
    """What the relation is taken for, and, where it is known, what either reply comes to."""

    def __init__(self, plan: Plan) -> None:
        self._aside = plan.aside
        self._relation = nn.CrossEntropyLoss(label_smoothing=plan.smoothing)
        self._letter = nn.CrossEntropyLoss(ignore_index=_UNKNOWN, label_smoothing=plan.smoothing)

    def __call__(self, told: tuple[Tensor, Tensor, Tensor], relations: Tensor, outcomes: Tensor) -> Tensor:
        loss: Tensor = self._relation(told[0], relations)
        if (outcomes >= 0).any():
            letters = [self._letter(scores, outcomes[:, side]) for side, scores in enumerate(told[1:])]
            loss = loss + self._aside * torch.stack(letters).mean()
        return loss


def train(
    model: PairModel, learned: Mapping[str, Sequence[Pair]], plan: Plan, watch: Callable[[], str], checkpoint: Path
) -> None:
    """Train in place. Prints the loss as it goes, and at its end what ``watch`` tells."""
    torch.manual_seed(plan.seed)
    trained = {name: weights for name, weights in model.named_parameters() if weights.requires_grad}
    fresh = [weights for name, weights in trained.items() if name == "side" or name.startswith("head")]
    older = [weights for name, weights in trained.items() if not (name == "side" or name.startswith("head"))]
    rates = [{"params": older, "lr": plan.rate}, {"params": fresh, "lr": plan.rate * plan.quick}]
    optimiser = torch.optim.AdamW(rates, weight_decay=plan.decay)
    schedule = get_linear_schedule_with_warmup(optimiser, int(plan.steps * plan.warm_up), plan.steps)  # type: ignore[no-untyped-call]
    loss_of, started, losses = _Loss(plan), time.monotonic(), []
    model.train()
    for step, batch in zip(range(1, plan.steps + 1), Draw(learned, plan).batches(), strict=False):
        relations, outcomes = (torch.tensor([drawn[part] for drawn in batch]) for part in (1, 2))
        loss = loss_of(model([drawn[0] for drawn in batch]), relations, outcomes)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(list(trained.values()), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if step % plan.every == 0 or step == plan.steps:
            print(f"step {step}  {time.monotonic() - started:.0f} s  loss {np.mean(losses):.3f}", flush=True)
            losses.clear()
            torch.save(model.state_dict(), checkpoint)
    print(watch(), flush=True)
