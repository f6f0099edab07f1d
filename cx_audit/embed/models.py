"""From what the user calls a model to an encoder, without loading the model."""

from __future__ import annotations

import os
from pathlib import Path

from cx_audit.embed import default_model
from cx_audit.embed.identity import folder_fingerprint
from cx_audit.embed.interface import Encoder
from cx_audit.embed.model_folder import read_dimensions, read_prompts, refuse_unsafe
from cx_audit.embed.paths import cache_dir
from cx_audit.embed.sentence_transformer import SentenceTransformerEncoder
from cx_audit.errors import ModelError

__all__ = ["open_encoder"]


def open_encoder(model: str | os.PathLike[str] | None = None) -> Encoder:
    """Return the encoder for ``model``: a folder, a name on the Hugging Face hub, or None for the default model.

    Nothing is loaded yet, and only a hub name whose files are not on this machine uses the network. Raises ModelError
    where the folder or name leads to no model, or the model would run code of its own.
    """
    if model is None or os.fspath(model) == default_model.NAME:
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
        folder = _from_hub(name)
    refuse_unsafe(folder)
    fingerprint = folder_fingerprint(folder, cache_dir() / "models")
    return SentenceTransformerEncoder(name, fingerprint, read_prompts(folder), lambda: folder, read_dimensions(folder))


def _from_hub(name: str) -> Path:
    """Return the local copy of a hub model, downloading it where there is none."""
    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return _local_copy(repository) or _snapshot(repository, local_files_only=False)
    except Exception as error:  # the hub's client raises its own, its HTTP library's and the system's errors
        reason = str(error).strip().partition("\n")[0][:200]
        raise ModelError(
            f"no model folder {name} here, and it can't be had from the Hugging Face hub: {reason}",
            remedy="give the folder of a sentence-transformers model, or leave the model out for the built-in one",
        ) from error


def _local_copy(repository: str) -> Path | None:
    try:
        folder = _snapshot(repository, local_files_only=True)
    except FileNotFoundError:
        return None
    # A copy without weights is a download that was broken off, or another program's.
    return folder if any(folder.rglob("*.safetensors")) else None


def _snapshot(repository: str, *, local_files_only: bool) -> Path:
    from huggingface_hub import snapshot_download

    return Path(
        snapshot_download(
            repository,
            local_files_only=local_files_only,
            allow_patterns=["*.json", "*.txt", "*.model", "*.safetensors"],
            ignore_patterns=["onnx/*", "openvino/*"],
        )
    )
