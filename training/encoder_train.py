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
from torch.optim.lr_scheduler import LambdaLR
from transformers import AutoTokenizer, BertModel

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
    every: int = 50

    def share_of_rate(self, step: int) -> float:
        """Up to the whole rate, then down to nothing, both in a straight line."""
        rising = max(1, int(self.steps * self.warm_up))
        return step / rising if step < rising else max(0.0, (self.steps - step) / (self.steps - rising))


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
        with torch.autocast("cpu", torch.bfloat16):
            parts = [
                self._pooled([ids[i] for i in order[start : start + _AT_ONCE]])
                for start in range(0, len(order), _AT_ONCE)
            ]
        back = torch.tensor(order).argsort()
        return functional.normalize(torch.cat(parts)[back], dim=1)

    def _pooled(self, ids: list[list[int]]) -> Tensor:
        tokens = self.tokenizer.pad({"input_ids": ids}, return_tensors="pt")
        hidden = self.model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"])
        mask = tokens["attention_mask"][:, :, None].float()
        pooled: Tensor = (hidden.last_hidden_state.float() * mask).sum(dim=1) / mask.sum(dim=1)
        return pooled

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Without dropout and gradients."""
        self.model.train(False)
        with torch.inference_mode():
            yield
        self.model.train()

    def vectors(self, texts: list[str]) -> Matrix:
        """Unit vectors of any number of texts."""
        with self.measuring():
            return np.asarray(self(texts, _MEASURED_LONGEST).numpy(), np.float32)


def train(
    trainee: Trainee, learned: Sequence[TopicTexts], watched: Sequence[TopicTexts], plan: Plan, out: Path
) -> None:
    """Train in place, saving to ``out`` on the way; prints the loss and how well ``watched`` is told apart."""
    torch.manual_seed(plan.seed)
    trained = [weights for weights in trainee.model.parameters() if weights.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=plan.decay)
    schedule = LambdaLR(optimiser, plan.share_of_rate)
    trainee.model.train()
    started, losses = time.monotonic(), []
    print(f"before: topics {separation(watched, trainee.vectors)}", flush=True)
    for step, batch in enumerate(batches(learned, plan.steps, plan.seed), 1):
        loss = same_topic_loss(trainee(batch.texts), torch.tensor(batch.topics), plan.temperature)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        losses.append(loss.item())
        if step % plan.every == 0 or step == plan.steps:
            seen, mean = separation(watched, trainee.vectors), sum(losses) / len(losses)
            print(f"step {step}: loss {mean:.3f}, topics {seen}, {time.monotonic() - started:.0f} s", flush=True)
            losses.clear()
            trainee.model.save_pretrained(out)
