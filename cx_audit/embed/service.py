"""Texts to vectors by way of the cache: the one function that the other rooms call."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cx_audit.embed.cache import VectorCache
from cx_audit.embed.interface import EachEncoder, Encoder, NoProgress, Progress, Prompt, Vectors
from cx_audit.errors import CacheError

__all__ = ["embed"]

_CHUNK = 256

_log = logging.getLogger(__name__)


def embed(
    texts: Sequence[str],
    prompt: Prompt,
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Vectors:
    """Return a float32 array with one L2-normalised row per text, in the order given.

    Each different text is looked up in the cache and encoded only where it isn't there; what was encoded is kept
    chunk by chunk, so that an interrupted run loses little. Every row has gone through float16, cached or not, so a
    first run gives the same bytes as the next. A cache that can't be used costs a logged warning, no result. Raises
    ModelError.
    """
    if not texts:
        return np.zeros((0, encoder.dimensions), np.float32)
    hashes: list[bytes] = []
    text_of: dict[bytes, str] = {}
    for text in texts:
        encoded = text.encode("utf-8", "replace")  # a lone surrogate has no UTF-8, and no tokenizer takes it
        digest = hashlib.sha256(encoded).digest()
        hashes.append(digest)
        text_of[digest] = encoded.decode("utf-8")
    keeper = _Keeper(cache, encoder, prompt)
    vectors = keeper.get(list(text_of))
    missing = {digest: text for digest, text in text_of.items() if digest not in vectors}
    if missing:
        vectors |= _encode(missing, prompt, encoder, keeper, progress or NoProgress())
    return _normalised(np.stack([vectors[digest] for digest in hashes]))


def _encode(
    missing: dict[bytes, str], prompt: Prompt, encoder: Encoder, keeper: _Keeper, progress: Progress
) -> dict[bytes, NDArray[np.float16]]:
    # Longest first, then by the text: the same texts fall into the same chunks, whatever order the files came in.
    order = sorted(missing, key=lambda digest: (-len(missing[digest]), missing[digest]))
    vectors: dict[bytes, NDArray[np.float16]] = {}
    progress.start(len(order), "reading meanings")
    chunks = [order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK)]
    batches = [[missing[digest] for digest in chunk] for chunk in chunks]
    if isinstance(encoder, EachEncoder):
        encoded = encoder.encode_each(batches, prompt, progress)
    else:
        encoded = (encoder.encode(batch, prompt, progress) for batch in batches)
    try:
        for chunk, found in zip(chunks, encoded, strict=True):
            rows = found.astype(np.float16)
            new = dict(zip(chunk, rows, strict=True))
            keeper.put(new)
            vectors |= new
    finally:
        progress.done()
    return vectors


class _Keeper:
    """The cache for one model and prompt; a cache that fails once is left alone for the rest of the run."""

    def __init__(self, cache: VectorCache | None, encoder: Encoder, prompt: Prompt) -> None:
        self._cache = cache
        self._encoder = encoder
        self._prompt = prompt

    def get(self, hashes: list[bytes]) -> dict[bytes, NDArray[np.float16]]:
        if self._cache is None:
            return {}
        try:
            return self._cache.get_many(self._encoder.fingerprint, self._prompt, hashes)
        except CacheError as error:
            self._give_up(error)
            return {}

    def put(self, vectors: dict[bytes, NDArray[np.float16]]) -> None:
        if self._cache is None:
            return
        try:
            self._cache.put_many(self._encoder.fingerprint, self._prompt, vectors, self._encoder.name)
        except CacheError as error:
            self._give_up(error)

    def _give_up(self, error: CacheError) -> None:
        _log.warning("going on without the vector cache: %s", error)
        self._cache = None


def _normalised(halves: NDArray[np.float16]) -> Vectors:
    """Return the rows as float32 of length 1. In float64 within, and row by row, so that no row sways another."""
    rows = halves.astype(np.float64)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)
