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
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. ``keep`` is the share of the trained weights in the result, the rest being the base's."""

    steps: int = 800
    rate: float = 5e-5
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
        for name, weights in self.model.embeddings.named_parameters():
            weights.requires_grad = name.startswith("LayerNorm")

    def __call__(self, texts: Sequence[str], longest: int = _LONGEST) -> Tensor:
        """Unit vectors [n, 384] of the texts."""
        tokens = self.tokenizer(
            [_PROMPT + text for text in texts], padding=True, truncation=True, max_length=longest, return_tensors="pt"
        )
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"])
        mask = tokens["attention_mask"][:, :, None].float()
        pooled = (hidden.last_hidden_state.float() * mask).sum(dim=1) / mask.sum(dim=1)
        return functional.normalize(pooled, dim=1)

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Without dropout and gradients."""
        self.model.eval()
        with torch.inference_mode():
            yield
        self.model.train()

    def vectors(self, texts: list[str]) -> Matrix:
        """Unit vectors of any number of texts."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = np.zeros((len(texts), self.model.config.hidden_size), np.float32)
        with self.measuring():
            for start in range(0, len(order), _AT_ONCE):
                chosen = order[start : start + _AT_ONCE]
                out[chosen] = self([texts[i] for i in chosen], _MEASURED_LONGEST).numpy()
        return out


def train(trainee: Trainee, learned: Sequence[TopicTexts], watched: Sequence[TopicTexts], plan: Plan) -> None:
    """Train in place; prints the loss and how well the topics of ``watched`` are told apart."""
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
        if step % plan.every == 0 or step == plan.steps:
            told = separation(watched, trainee.vectors)
            mean = sum(losses) / len(losses)
            print(f"step {step}: loss {mean:.3f}, topics {told}, {time.monotonic() - started:.0f} s", flush=True)
            losses.clear()
