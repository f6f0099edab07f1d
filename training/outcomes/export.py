"""From a trained reader to the file that ships."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx.numpy_helper import to_array
from torch import Tensor, nn

from cx_audit.judging.outcome_reader import FILE, MOST_TOKENS
from training.export import export as write
from training.export import hidden, mean, register
from training.outcomes.model import OutcomeModel

__all__ = ["MODELS", "begin", "export"]

MODELS = Path(__file__).parents[2] / "models"
_ATTENTION = (*(f"attention.self.{name}" for name in ("query", "key", "value")), "attention.output.dense")
_PARTS = (*_ATTENTION, "intermediate.dense", "output.dense")
"""The matrices of a layer, in the order in which an export has them."""
_HEAD = ("head.0.weight", "head.3.weight")


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
    target = folder / FILE
    write(_Read(model, temperature), model.bert.config.hidden_size, target, "chances")
    register(target)


def begin(model: OutcomeModel, file: Path = MODELS / FILE) -> None:
    """Load the weights of an exported file, which lost some places in int8, so that training goes on from them.

    Raises:
        ValueError: the file has another number of layers.
        RuntimeError: they are of another size.
    """
    held = {one.name: to_array(one) for one in onnx.load(file).graph.initializer}
    matrices = [name.removesuffix("_quantized") for name in held if name.endswith("_quantized")]
    state = model.state_dict()
    layers = range(len(model.bert.encoder.layer))
    names = [f"bert.encoder.layer.{n}.{part}.weight" for n in layers for part in _PARTS] + list(_HEAD)
    for name, matrix in zip(names, matrices, strict=True):
        whole = held[f"{matrix}_quantized"].astype("f4") - held[f"{matrix}_zero_point"].astype("f4")
        state[name] = torch.from_numpy((whole * held[f"{matrix}_scale"]).T.copy())
    places = "bert.embeddings.position_embeddings.weight"
    kept = {name: torch.from_numpy(array.copy()) for name, array in held.items() if name in state and name != places}
    model.load_state_dict(state | kept)
