"""What a sentence-transformers folder says about itself, read without loading it. Its files are not trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cx_audit.embed.interface import Prompt
from cx_audit.errors import ModelError

__all__ = ["read_dimensions", "read_prompts", "read_settings", "refuse_unsafe"]

_OWN_PACKAGE = "sentence_transformers."
_LARGEST_SETTINGS = 1 << 20
_PROMPT_NAMES: dict[Prompt, tuple[str, ...]] = {"query": ("query",), "passage": ("passage", "document")}


def refuse_unsafe(folder: Path) -> None:
    """Raise ModelError where the folder is no model, holds weights only as a pickle, or names code of its own.

    Recent releases of sentence-transformers refuse such code as well; older ones ran it from local folders.
    """
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelError("not a sentence-transformers model: neither modules.json nor config.json", path=folder)
    for module in _modules(folder):
        kind, place = str(module.get("type", "")), str(module.get("path", ""))
        if not kind.startswith(_OWN_PACKAGE):
            raise ModelError(
                f"the model runs code of its own ({kind[:80]}), which cx-audit does not allow",
                path=folder / "modules.json",
                remedy="choose a model made of sentence-transformers' own modules",
            )
        part = (folder / place).resolve()
        if not part.is_relative_to(folder.resolve()):
            raise ModelError(f"the module path {place[:80]} leaves the folder", path=folder / "modules.json")
        if (part / "pytorch_model.bin").exists() and not any(part.glob("*.safetensors")):
            raise ModelError(
                "the weights are a pickle, which can run code",
                path=part / "pytorch_model.bin",
                remedy="save the model with safetensors",
            )


def read_prompts(folder: Path) -> dict[Prompt, str]:
    """Return the words that the model wants before a text; empty where it wants none."""
    settings = read_settings(folder / "config_sentence_transformers.json")
    if not isinstance(settings, dict) or not isinstance(settings.get("prompts"), dict):
        return {}
    known = settings["prompts"]
    default = known.get(settings.get("default_prompt_name") or "")
    prompts: dict[Prompt, str] = {}
    for prompt, names in _PROMPT_NAMES.items():
        chosen = next((known[name] for name in names if known.get(name)), default)
        if isinstance(chosen, str):
            prompts[prompt] = chosen
    return prompts


def read_dimensions(folder: Path) -> int | None:
    """Return the length of the model's vectors, or None where only loading it can tell."""
    size = None
    for module in _modules(folder):
        settings = read_settings(folder / str(module.get("path", "")) / "config.json")
        if not isinstance(settings, dict):
            continue
        kind = str(module.get("type", "")).rpartition(".")[2]
        if kind == "Pooling":
            modes = [key for key, used in settings.items() if key.startswith("pooling_mode_") and used is True]
            size = settings.get("word_embedding_dimension") if len(modes) == 1 else None
        elif kind == "Dense":
            size = settings.get("out_features")
        elif kind not in ("Transformer", "Normalize"):
            size = None
    return size if isinstance(size, int) and size > 0 else None


def _modules(folder: Path) -> list[dict[str, Any]]:
    modules = read_settings(folder / "modules.json")
    return [module for module in modules if isinstance(module, dict)] if isinstance(modules, list) else []


def read_settings(path: Path) -> object:
    """What a JSON file of the folder holds; None where it isn't there or is too large. Raises ModelError."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_SETTINGS:
            return None
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"can't read the model's settings: {error}", path=path) from error
