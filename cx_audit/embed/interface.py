"""What the rest of cx-audit knows of embedding: an encoder, and somewhere to tell how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = ["EachEncoder", "Encoder", "NoProgress", "Progress", "Prompt", "Vectors"]

Prompt = Literal["query", "passage"]
"""What a text is to the model: something asked, or something that may answer."""

Vectors = NDArray[np.float32]
"""One L2-normalised row for each text."""


class Progress(Protocol):
    """Told how far a long piece of work has come. The command line draws it; nothing here prints."""

    def start(self, total: int, what: str) -> None:
        """Work on ``total`` items begins; ``what`` says in plain words what is done to them."""

    def advance(self, n: int) -> None:
        """``n`` more items are done."""

    def done(self) -> None:
        """The work has ended, well or badly."""


class NoProgress:
    """A progress that nobody watches."""

    def start(self, total: int, what: str) -> None:
        """Do nothing."""

    def advance(self, n: int) -> None:
        """Do nothing."""

    def done(self) -> None:
        """Do nothing."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their likeness."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides the vectors (weights, pooling, prompts); known without loading the model."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        """Return a float32 array of ``len(texts)`` L2-normalised rows, in the order given.

        Calls ``progress.advance`` only; whoever owns the whole work calls ``start`` and ``done``.
        Raises ModelError where the model can't be loaded or used.
        """


@runtime_checkable
class EachEncoder(Protocol):
    """An encoder that works on several batches at a time."""

    def encode_each(self, batches: Sequence[Sequence[str]], prompt: Prompt, progress: Progress) -> Iterator[Vectors]:
        """The vectors of each batch, in order; as ``Encoder.encode`` gives them."""
