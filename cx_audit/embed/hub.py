"""Models from the Hugging Face hub: the copy on this machine, or a new one where that is allowed."""

from __future__ import annotations

from pathlib import Path

from cx_audit.errors import ModelError

__all__ = ["from_hub"]


def from_hub(name: str, repository: str, *, download: bool, remedy: str) -> Path:
    """Return the local copy of a hub model; where there is none, download it if ``download`` allows it.

    ``name`` is what the user calls it, ``remedy`` what they can do where it can't be had. Raises ModelError.
    """
    try:
        folder = _local_copy(repository)
        if folder is None and download:
            folder = _snapshot(repository, local_files_only=False)
    except Exception as error:  # the hub's client raises its own, its HTTP library's and the system's errors
        reason = str(error).strip().partition("\n")[0][:200]
        raise ModelError(
            f"no model folder {name} here, and it can't be had from the Hugging Face hub: {reason}", remedy=remedy
        ) from error
    if folder is None:
        raise ModelError(f"no model folder {name} here, and no copy from the Hugging Face hub", remedy=remedy)
    return folder


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
