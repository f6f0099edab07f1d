"""Vectors as the cache keeps them, two bytes a number, made into float32 where they are looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cx_audit.embed.interface import Vectors

__all__ = ["Halves"]

_BLOCK = 4096


class Halves:
    """L2-normalised rows [n, d], half as large as float32.

    ``rows`` are float16; ``at`` says which of them each text has, since texts may be equal. A row comes out the same
    whichever others it is asked for with.
    """

    def __init__(self, rows: NDArray[np.float16], at: NDArray[np.int64]) -> None:
        self._rows = rows
        self._at = at
        self.shape = (len(at), rows.shape[1])

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, which: slice | NDArray[np.int64]) -> Vectors:
        """The rows at a slice or at places, float32 of length 1."""
        at = self._at[which]
        out = np.empty((len(at), self.shape[1]), np.float32)
        for start in range(0, len(at), _BLOCK):
            part = slice(start, start + _BLOCK)
            out[part] = _normalised(self._rows[at[part]])
        return out


def _normalised(halves: NDArray[np.float16]) -> NDArray[np.float64]:
    """In float64, and row by row, so that no row sways another."""
    rows = halves.astype(np.float64)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.where(lengths == 0, 1, lengths))
