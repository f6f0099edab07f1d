"""Encodes with sentence-transformers; torch is imported only when there is something to encode."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cx_audit.embed.interface import Progress, Prompt, Vectors
from cx_audit.embed.quiet import first_line, quiet
from cx_audit.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["SentenceTransformerEncoder"]

_BATCH = 32
_LONGEST_TEXT = 100_000  # characters; no model looks so far, but its tokenizer would


class SentenceTransformerEncoder:
    """An encoder over a model folder, computed in fp32 on the CPU, so that it gives the same on all machines.

    ``locate`` gives the folder, and is called when the first text is encoded. ``prompts`` are the words that go
    before a text; a prompt that isn't among them is empty. Where ``dimensions`` is None the model is asked for it,
    which loads it.
    """

    def __init__(
        self,
        name: str,
        fingerprint: str,
        prompts: Mapping[Prompt, str],
        locate: Callable[[], Path],
        dimensions: int | None = None,
    ) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._prompts = dict(prompts)
        self._locate = locate
        self._dimensions = dimensions
        self._model: SentenceTransformer | None = None

    @property
    def dimensions(self) -> int:
        """The length of a vector; see ``Encoder.dimensions``. Raises ModelError."""
        if self._dimensions is None:
            with quiet():
                self._dimensions = self._rows([""], "").shape[1]
        return self._dimensions

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        """Return one L2-normalised float32 row per text, in the order given; see ``Encoder.encode``."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        if not texts:
            return out
        # Longest first: batches hold texts of like length, and where memory is short that shows at once. By the text
        # itself after that, so that the batches don't depend on the order of the files.
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), texts[i]))
        words = self._prompts.get(prompt, "")
        with quiet():
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                rows = self._rows([texts[i][:_LONGEST_TEXT] for i in batch], words)
                if rows.shape != (len(batch), self.dimensions):
                    raise ModelError(f"the model {self.name} gave vectors of {rows.shape[1:]}, not {self.dimensions}")
                out[batch] = rows
                progress.advance(len(batch))
        return out

    def _rows(self, batch: list[str], words: str) -> Vectors:
        model = self._load()
        try:
            rows = model.encode(
                batch, prompt=words, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        except Exception as error:  # what fails inside a model is not ours to list
            raise ModelError(f"the model {self.name} failed: {first_line(error)}") from error
        vectors = np.asarray(rows, np.float32)
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise ModelError(f"the model {self.name} gave vectors that aren't numbers", remedy="choose another model")
        return vectors

    def _load(self) -> SentenceTransformer:
        if self._model is None:
            folder = self._locate()
            try:
                from sentence_transformers import SentenceTransformer

                model = SentenceTransformer(
                    str(folder),
                    device="cpu",
                    trust_remote_code=False,
                    local_files_only=True,
                    model_kwargs={"use_safetensors": True},
                )
                self._model = model.float().eval()
            except Exception as error:  # the libraries raise what they like on a broken folder
                raise ModelError(
                    f"can't load the model {self.name}: {first_line(error)}",
                    path=folder,
                    remedy="a sentence-transformers model with safetensors weights is needed",
                ) from error
        return self._model
