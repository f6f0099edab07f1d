"""Encodes with an encoder of our own: tokenizers and ONNX Runtime, without torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

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

    def __init__(self, name: str, file: Shipped) -> None:
        self.name = name
        parts = [file.sha256, SOURCE_SHA256, PROMPTS, _MOST_TOKENS, _EDITION]
        self.fingerprint = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
        self._file = file
        self._loaded: tuple[WordVectors, OnnxModel] | None = None

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        """Return one L2-normalised float32 row per text, in the order given; see ``Encoder.encode``."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        if not texts:
            return out
        words, model = self._load()
        before = PROMPTS[prompt]
        # longest first, so that no core is left with a long text at the end
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        # one by one, so that the first are computed while others are still cut into pieces
        ids = (words.ids(before + texts[i][:_LONGEST_TEXT], most=_MOST_TOKENS) for i in order)
        for i, row in zip(order, model.rows(ids), strict=True):
            out[i] = row
            progress.advance(1)
        return out

    def _load(self) -> tuple[WordVectors, OnnxModel]:
        if self._loaded is None:
            words = word_vectors()
            self._loaded = words, OnnxModel(self._file.path, self._file.sha256, words)
        return self._loaded
