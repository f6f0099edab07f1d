"""From what the user calls a model to a judge, without loading the model."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cx_audit.compare.judge import Judge
from cx_audit.embed.hub import from_hub
from cx_audit.embed.identity import folder_fingerprint
from cx_audit.embed.model_folder import refuse_unsafe
from cx_audit.embed.paths import cache_dir
from cx_audit.errors import ModelError
from cx_audit.judging.cross_encoder import EDITION, CrossEncoderJudge
from cx_audit.judging.labels import read_labels

__all__ = ["DEFAULT", "open_judge"]

DEFAULT = "default"
"""Names no judge: the model of our own reads every two answers of each audit, unless told not to."""


def open_judge(model: str | Path, *, temperature: float = 1.0, allow_download: bool = False) -> Judge:
    """Return the judge for ``model``: a folder with an NLI cross-encoder, or its name on the hub.

    Nothing is loaded yet. The network is used only where ``allow_download`` is set and the hub's files are not on
    this machine.

    Args:
        model: the folder or name; a name without a slash is one of the hub's ``cross-encoder/``.
        temperature: over 1 makes the verdicts less sure, under 1 surer.
        allow_download: whether a name that is not here may be fetched from the hub.

    Raises:
        ModelError: ``default``; no model there, one that runs code of its own or holds a pickle, or one whose labels
            are not those of NLI.
    """
    name = str(model)
    if name == DEFAULT:
        raise ModelError(
            "--judge default names no model: our own reads the answers of every audit, unless with --no-outcomes",
            remedy="leave it out, or name an NLI cross-encoder of yours",
        )
    folder = Path(name).expanduser()
    if folder.is_dir():
        shown = folder.resolve().name
    else:
        shown = name
        remedy = "give the folder of an NLI cross-encoder"
        if not allow_download:
            remedy += ", or set allow_download: true under judge: in cx-audit.yml to fetch this name from the hub"
        repository = name if "/" in name else f"cross-encoder/{name}"
        folder = from_hub(name, repository, download=allow_download, remedy=remedy)
    refuse_unsafe(folder)
    labels = read_labels(folder)
    if not any(folder.glob("*.safetensors")):
        raise ModelError(
            "the judge has no safetensors weights; a pickle can run code and is not loaded",
            path=folder,
            remedy="save the model with safetensors",
        )
    weights = folder_fingerprint(folder, cache_dir() / "models")
    fingerprint = hashlib.sha256(f"{weights} {temperature!r} {EDITION}".encode()).hexdigest()
    return CrossEncoderJudge(shown, fingerprint, folder, labels, temperature)
