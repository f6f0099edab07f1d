"""Texts to vectors by way of the cache: what the other rooms call."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cx_audit.embed.cache import VectorCache
from cx_audit.embed.halves import Halves
from cx_audit.embed.interface import EachEncoder, Encoder, NoProgress, Progress, Prompt, Vectors
from cx_audit.errors import CacheError

__all__ = ["embed", "embed_halves"]

_CHUNK = 256

_log = logging.getLogger(__name__)


def embed(
    texts: Sequence[str],
    prompt: Prompt,
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Vectors:
    """Return a float32 array with one L2-normalised row per text, in the order given; otherwise as ``embed_halves``."""
    return embed_halves(texts, prompt, encoder, cache, progress)[:]


def embed_halves(
    texts: Sequence[str],
    prompt: Prompt,
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Halves:
    """Return one L2-normalised row per text, in the order given.

    Each different text is looked up in the cache and encoded only where it isn't there; what was encoded is kept
    chunk by chunk, so that an interrupted run loses little. Every row has gone through float16, cached or not, so a
    first run gives the same bytes as the next. A cache that can't be used costs a logged warning, no result. Raises
    ModelError.
    """
    if not texts:
        return Halves(np.zeros((0, encoder.dimensions), np.float16), np.zeros(0, np.int64))
    places: dict[bytes, int] = {}
    different: list[str] = []
    at = np.empty(len(texts), np.int64)
    for i, given in enumerate(texts):
        text = _encodable(given)
        at[i] = place = places.setdefault(hashlib.sha256(text.encode()).digest(), len(different))
        if place == len(different):
            different.append(text)
    rows = _Rows(len(different))
    keeper = _Keeper(cache, encoder, prompt)
    keeper.get(places, lambda digest, row: rows.put(places[digest], row))
    missing = {digest: different[place] for digest, place in places.items() if not rows.known[place]}
    if missing:
        for digest, row in _encode(missing, prompt, encoder, keeper, progress or NoProgress()):
            rows.put(places[digest], row)
    return Halves(rows.all(), at)


def _encodable(text: str) -> str:
    """The text; a lone surrogate has no UTF-8, and no tokenizer takes it."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class _Rows:
    """Vectors as they come in, in one array; how long they are is known with the first."""

    def __init__(self, count: int) -> None:
        self.known = np.zeros(count, np.bool_)
        self._rows: NDArray[np.float16] | None = None

    def put(self, place: int, row: NDArray[np.float16]) -> None:
        if self._rows is None:
            self._rows = np.zeros((len(self.known), len(row)), np.float16)
        self._rows[place] = row
        self.known[place] = True

    def all(self) -> NDArray[np.float16]:
        return np.zeros((0, 0), np.float16) if self._rows is None else self._rows


def _encode(
    missing: dict[bytes, str], prompt: Prompt, encoder: Encoder, keeper: _Keeper, progress: Progress
) -> Iterator[tuple[bytes, NDArray[np.float16]]]:
    # Longest first, then by the text: the same texts fall into the same chunks, whatever order the files came in.
    order = sorted(missing, key=lambda digest: (-len(missing[digest]), missing[digest]))
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
            yield from new.items()
    finally:
        progress.done()


class _Keeper:
    """The cache for one model and prompt; a cache that fails once is left alone for the rest of the run."""

    def __init__(self, cache: VectorCache | None, encoder: Encoder, prompt: Prompt) -> None:
        self._cache = cache
        self._encoder = encoder
        self._prompt = prompt

    def get(self, hashes: Iterable[bytes], take: Callable[[bytes, NDArray[np.float16]], None]) -> None:
        if self._cache is None:
            return
        try:
            self._cache.each(self._encoder.fingerprint, self._prompt, hashes, take)
        except CacheError as error:
            self._give_up(error)

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
