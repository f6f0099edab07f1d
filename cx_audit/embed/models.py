"""From what the user calls a model to an encoder, without loading the model."""

from __future__ import annotations

import os
from pathlib import Path

from cx_audit.embed import default_model
from cx_audit.embed.hub import from_hub
from cx_audit.embed.identity import folder_fingerprint
from cx_audit.embed.interface import Encoder
from cx_audit.embed.model_folder import read_dimensions, read_prompts, refuse_unsafe
from cx_audit.embed.onnx_encoder import OnnxEncoder
from cx_audit.embed.paths import cache_dir
from cx_audit.embed.sentence_transformer import SentenceTransformerEncoder
from cx_audit.embed.shipped import shipped

__all__ = ["OWN", "open_encoder"]

OWN = "cx-audit-encoder-1"
"""The encoder of support answers that was trained for cx-audit (training/ENCODER.md)."""
_OWN_FILE = "encoder.onnx"


def open_encoder(model: str | os.PathLike[str] | None = None) -> Encoder:
    """Return the encoder for ``model``: a folder, a name on the Hugging Face hub, or None for our own encoder.

    ``multilingual-e5-small``, which ours was made from, is here without the hub, too. Nothing is loaded yet, and only
    a hub name whose files are not on this machine uses the network. Raises ModelError where the folder or name leads
    to no model, or the model would run code of its own.
    """
    if model is None or os.fspath(model) == OWN:
        return OnnxEncoder(OWN, shipped(_OWN_FILE))
    if os.fspath(model) == default_model.NAME:
        return SentenceTransformerEncoder(
            default_model.NAME,
            default_model.FINGERPRINT,
            default_model.PROMPTS,
            default_model.ensure_default_model,
            default_model.DIMENSIONS,
        )
    name = os.fspath(model)
    folder = Path(name).expanduser()
    if not folder.is_dir():
        repository = name if "/" in name else f"sentence-transformers/{name}"
        remedy = "give the folder of a sentence-transformers model, or leave the model out for the built-in one"
        folder = from_hub(name, repository, download=True, remedy=remedy)
    refuse_unsafe(folder)
    fingerprint = folder_fingerprint(folder, cache_dir() / "models")
    return SentenceTransformerEncoder(name, fingerprint, read_prompts(folder), lambda: folder, read_dimensions(folder))
