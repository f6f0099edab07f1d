"""Encodes with an encoder of our own: tokenizers and ONNX Runtime, without torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from cx_audit.embed.default_model import DIMENSIONS, PROMPTS, SOURCE_SHA256
from cx_audit.embed.interface import Progress, Prompt, Vectors
from cx_audit.embed.onnx_session import OnnxModel
from cx_audit.embed.shipped import Shipped
from cx_audit.embed.word_vectors import WordVectors, word_vectors

__all__ = ["OnnxEncoder"]

_MOST_TOKENS = 512
_LONGEST_TEXT = 100_000  # characters; the model looks at fewer, but the tokenizer would read on
_EDITION = 1
"""Changes with whatever here changes a vector."""


class OnnxEncoder:
    """An encoder over one of our own files; nothing is loaded before the first text."""

    dimensions = DIMENSIONS
    decides: tuple[object, ...] = (PROMPTS, _MOST_TOKENS, _EDITION)
    """What beside the file decides the rows."""

    def __init__(self, name: str, file: Shipped) -> None:
        self.name = name
        parts = [file.sha256, SOURCE_SHA256, *self.decides]
        self.fingerprint = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
        self._file = file
        self._loaded: tuple[WordVectors, OnnxModel] | None = None

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        """Return one L2-normalised float32 row per text, in the order given; see ``Encoder.encode``."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        if not texts:
            return out
        # longest first, so that no core is left with a long text at the end
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for i, row in zip(order, self._rows((texts[i] for i in order), prompt), strict=True):
            out[i] = row
            progress.advance(1)
        return out

    def encode_each(self, batches: Sequence[Sequence[str]], prompt: Prompt, progress: Progress) -> Iterator[Vectors]:
        """The vectors of each batch, in order; while one is being kept, the next is computed already."""
        rows = self._rows((text for batch in batches for text in batch), prompt)
        for batch in batches:
            out = np.empty((len(batch), self.dimensions), np.float32)
            for i, row in enumerate(islice(rows, len(batch))):
                out[i] = row
                progress.advance(1)
            yield out

    def _rows(self, texts: Iterable[str], prompt: Prompt) -> Iterator[Vectors]:
        words, model = self._load()
        found = (words.ids(PROMPTS[prompt] + text[:_LONGEST_TEXT], most=_MOST_TOKENS) for text in texts)
        return model.rows((ids, np.ones(len(ids), np.int64)) for ids in found)

    def _load(self) -> tuple[WordVectors, OnnxModel]:
        if self._loaded is None:
            words = word_vectors()
            self._loaded = words, OnnxModel(self._file.path, self._file.sha256, words)
        return self._loaded
