"""From the trained second stage to the file that ships."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from cx_audit.judging.outcome_reader import FILE, MOST_TOKENS
from training.export import hidden, register, write_int8
from training.pairs.model import PairModel

__all__ = ["export"]


class _Read(nn.Module):
    """Word vectors, and whose they are, to the chances of the relation and of either outcome."""

    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.model = model
        places = model.bert.embeddings.position_embeddings.weight[:MOST_TOKENS].detach().clone()
        model.bert.embeddings.position_embeddings = nn.Embedding.from_pretrained(places)  # type: ignore[no-untyped-call]

    def forward(self, word_vectors: Tensor, attention_mask: Tensor) -> Tensor:
        states = hidden(self.model.bert, self.model.sided(word_vectors, attention_mask), (attention_mask > 0).long())
        return torch.cat([scores.softmax(dim=1) for scores in self.model.told(states, attention_mask)], dim=1)


def export(model: PairModel, folder: Path) -> None:
    """Write ``outcomes.onnx`` (int8), and its hash into the manifest."""
    width, target = model.bert.config.hidden_size, folder / FILE
    mask = torch.tensor([[1, 1, 1, 2, 2, 2, 3, 3, 3]] * 2)
    inputs = {"word_vectors": torch.randn(2, 9, width), "attention_mask": mask}
    write_int8(_Read(model), inputs, target, {"chances": {0: "batch"}})
    register(target)
