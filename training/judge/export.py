"""From a trained judge to the files that ship: ``judge-sides.onnx`` reads one side, ``judge-pairs.onnx`` scores two."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from cx_audit.judging.shipped import CARD, PAIRS, SIDES, Card
from cx_audit.judging.worded import MOST_TOKENS
from training.corpus_data import LANGUAGES
from training.export import export as write
from training.export import hidden, register, write_int8
from training.judge.model import Joint, JudgeModel

__all__ = ["MODELS", "export"]

MODELS = Path(__file__).parents[2] / "models"


class _Sides(nn.Module):
    """Word vectors to the states of the lower layers."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        places = bert.embeddings.position_embeddings.weight[:MOST_TOKENS].detach().clone()
        bert.embeddings.position_embeddings = nn.Embedding.from_pretrained(places)  # type: ignore[no-untyped-call]

    def forward(self, word_vectors: Tensor, attention_mask: Tensor) -> Tensor:
        return hidden(self.bert, word_vectors, attention_mask)


class _Pairs(nn.Module):
    """States of two sides, without padding, to calibrated scores."""

    def __init__(self, joint: Joint, temperature: float) -> None:
        super().__init__()
        self.joint, self.temperature = joint, temperature

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        here, there = torch.ones_like(left[:, :, 0]), torch.ones_like(right[:, :, 0])
        told: Tensor = self.joint(left, right, here, there)
        return told / self.temperature


def export(model: JudgeModel, temperature: float, folder: Path = MODELS) -> None:
    """Write both files, their hashes into the manifest, and a card whose weights are still to be fitted."""
    width = model.reader.lower.config.hidden_size
    write(_Sides(model.reader.lower), width, folder / SIDES, "states")
    sides = {"left": torch.randn(1, 9, width), "right": torch.randn(1, 7, width)}
    write_int8(_Pairs(model.joint, temperature), sides, folder / PAIRS, {"scores": {0: "batch"}})
    for name in (SIDES, PAIRS):
        register(folder / name)
    card = Card(languages=LANGUAGES, statement=0.5, answer=0.5, shift=0.0, figures={})
    (folder / CARD).write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
