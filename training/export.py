"""A trained BERT without its word table to an int8 ONNX file."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

__all__ = ["Pooled", "export", "hidden", "mean", "register", "write_int8"]

_OPSET = 17


class Pooled(nn.Module):
    """Word vectors to the mean of the last layer, of length 1."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, word_vectors: Tensor, attention_mask: Tensor) -> Tensor:
        """Unit vectors [batch, d]."""
        last = hidden(self.model, word_vectors, attention_mask)
        return functional.normalize(mean(last, attention_mask), dim=1)


def hidden(model: Any, word_vectors: Tensor, attention_mask: Tensor) -> Tensor:  # noqa: ANN401 - torch's attributes
    """The last layer's output [batch, tokens, d].

    Written out for a BertModel, since the library's own way there changes from release to release and traces badly.
    """
    embeddings, tokens = model.embeddings, word_vectors.shape[1]
    summed = word_vectors + embeddings.token_type_embeddings.weight[0] + embeddings.position_embeddings.weight[:tokens]
    x: Tensor = embeddings.LayerNorm(summed)
    away = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -1e9
    for layer in model.encoder.layer:
        attention = layer.attention.self
        heads = (x.shape[0], tokens, attention.num_attention_heads, attention.attention_head_size)
        query, key, value = (
            part(x).view(heads).transpose(1, 2) for part in (attention.query, attention.key, attention.value)
        )
        weights = (query @ key.transpose(2, 3) * attention.attention_head_size**-0.5 + away).softmax(dim=-1)
        seen = (weights @ value).transpose(1, 2).reshape(x.shape)
        x = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + x)
        x = layer.output.LayerNorm(layer.output.dense(functional.gelu(layer.intermediate.dense(x))) + x)
    return x


def mean(last: Tensor, attention_mask: Tensor) -> Tensor:
    """The mean over the tokens that are there."""
    mask = attention_mask[:, :, None].to(last.dtype)
    return (last * mask).sum(dim=1) / mask.sum(dim=1)


def export(module: nn.Module, width: int, target: Path, output: str) -> None:
    """Write ``module`` (word vectors and attention mask in, one output) as int8 ONNX."""
    inputs = {"word_vectors": torch.randn(2, 9, width), "attention_mask": torch.ones(2, 9, dtype=torch.int64)}
    write_int8(module, inputs, target, {output: {0: "batch"}})


def write_int8(
    module: nn.Module, inputs: Mapping[str, Tensor], target: Path, outputs: Mapping[str, dict[int, str]]
) -> None:
    """Write ``module`` as int8 ONNX; of each input the first two dimensions may be any, of outputs those named.

    Weights are unsigned and activations too: with signed weights CPUs without VNNI add up in 16 bits and saturate, so
    that the same text would have another vector on another machine.
    """
    module.eval()
    axes = {name: {0: "batch", 1: f"tokens of {name}"} for name in inputs} | dict(outputs)
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module, tuple(inputs.values()), str(whole), input_names=list(inputs), output_names=list(outputs),
            dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, target, per_channel=True, weight_type=QuantType.QUInt8, op_types_to_quantize=["MatMul"])


def register(file: Path) -> None:
    """Note the hash of a shipped file in the manifest beside it."""
    path = file.with_name("manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    manifest[file.name] = {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    path.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")
