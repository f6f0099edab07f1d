"""Fine-tune the layers of multilingual-e5-small; its embeddings stay as they are."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoTokenizer, BertModel, get_linear_schedule_with_warmup

from cx_audit.embed.default_model import PROMPTS
from cx_audit.group import Matrix
from training.encoder_data import TopicTexts, batches
from training.encoder_loss import same_topic_loss
from training.encoder_measure import separation

__all__ = ["Plan", "Trainee", "train"]

_PROMPT = PROMPTS["query"]
"""Grouping compares like with like, so all its texts go in with one prompt."""
_LONGEST = 128
_MEASURED_LONGEST = 512
_AT_ONCE = 24
_TOLD_EVERY = 20
_FROZEN_LAYERS = 4
"""The lowest layers read words; left alone they keep what they know of every language, and training is quicker."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    steps: int = 300
    rate: float = 8e-5
    temperature: float = 0.03
    warm_up: float = 0.1
    decay: float = 0.01
    seed: int = 20
    every: int = 100


class Trainee:
    """The model under training, with its tokenizer."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        for weights in self.model.embeddings.parameters():
            weights.requires_grad = False
        for layer in self.model.encoder.layer[:_FROZEN_LAYERS]:
            layer.requires_grad_(False)

    def __call__(self, texts: Sequence[str], longest: int = _LONGEST) -> Tensor:
        """Unit vectors [n, 384] of the texts, computed by length, so that little is padded."""
        ids = self.tokenizer([_PROMPT + text for text in texts], truncation=True, max_length=longest)["input_ids"]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        parts = []
        with torch.autocast("cpu", torch.bfloat16):
            for start in range(0, len(order), _AT_ONCE):
                parts.append(self._pooled([ids[i] for i in order[start : start + _AT_ONCE]]))
        back = torch.tensor(order).argsort()
        return functional.normalize(torch.cat(parts)[back], dim=1)

    def _pooled(self, ids: list[list[int]]) -> Tensor:
        tokens = self.tokenizer.pad({"input_ids": ids}, return_tensors="pt")
        hidden = self.model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"])
        mask = tokens["attention_mask"][:, :, None].float()
        return (hidden.last_hidden_state.float() * mask).sum(dim=1) / mask.sum(dim=1)

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Without dropout and gradients."""
        self.model.eval()
        with torch.inference_mode():
            yield
        self.model.train()

    def vectors(self, texts: list[str]) -> Matrix:
        """Unit vectors of any number of texts."""
        with self.measuring():
            return np.asarray(self(texts, _MEASURED_LONGEST).numpy(), np.float32)


def train(trainee: Trainee, learned: Sequence[TopicTexts], watched: Sequence[TopicTexts], plan: Plan, out: Path) -> None:
    """Train in place, saving to ``out`` on the way; prints the loss and how well topics of ``watched`` are told apart."""
    torch.manual_seed(plan.seed)
    trained = [weights for weights in trainee.model.parameters() if weights.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=plan.decay)
    schedule = get_linear_schedule_with_warmup(optimiser, int(plan.steps * plan.warm_up), plan.steps)
    trainee.model.train()
    started, losses = time.monotonic(), []
    print(f"before: {separation(watched, trainee.vectors)}", flush=True)
    for step, batch in enumerate(batches(learned, plan.steps, plan.seed), 1):
        loss = same_topic_loss(trainee(batch.texts), torch.tensor(batch.topics), plan.temperature)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        losses.append(loss.item())
        if step % _TOLD_EVERY == 0:
            print(f"  {step}: {sum(losses[-_TOLD_EVERY:]) / _TOLD_EVERY:.3f}, {time.monotonic() - started:.0f} s", flush=True)
            trainee.model.save_pretrained(out)
        if step % plan.every == 0 or step == plan.steps:
            told = separation(watched, trainee.vectors)
            mean = sum(losses) / len(losses)
            print(f"step {step}: loss {mean:.3f}, topics {told}, {time.monotonic() - started:.0f} s", flush=True)
            losses.clear()
