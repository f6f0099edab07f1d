"""From a trained reader to the file that ships."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from cx_audit.judging.outcome_reader import MOST_TOKENS
from training.export import export as write
from training.export import hidden, mean, register
from training.outcomes.model import OutcomeModel

__all__ = ["MODELS", "export"]

MODELS = Path(__file__).parents[2] / "models"


class _Read(nn.Module):
    """Word vectors to four chances."""

    def __init__(self, model: OutcomeModel, temperature: float) -> None:
        super().__init__()
        self.bert, self.head, self.temperature = model.bert, model.head, temperature
        places = model.bert.embeddings.position_embeddings.weight[:MOST_TOKENS].detach().clone()
        model.bert.embeddings.position_embeddings = nn.Embedding.from_pretrained(places)  # type: ignore[no-untyped-call]

    def forward(self, word_vectors: Tensor, attention_mask: Tensor) -> Tensor:
        states = hidden(self.bert, word_vectors, attention_mask)
        told: Tensor = self.head(torch.cat([states[:, 0], mean(states, attention_mask)], dim=1))
        return (told / self.temperature).softmax(dim=1)


def export(model: OutcomeModel, temperature: float = 1.0, folder: Path = MODELS) -> None:
    """Write ``outcomes.onnx`` (int8), and its hash into the manifest."""
    target = folder / "outcomes.onnx"
    write(_Read(model, temperature), model.bert.config.hidden_size, target, "chances")
    register(target)
