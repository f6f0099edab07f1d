"""Make vectors of several languages comparable.

A sentence encoder puts each language in a corner of its own; taking each language's mean away brings texts of
one meaning together and makes one threshold fit all companies. A language with few answers has no reliable
mean: its own is shrunk towards the mean of all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Matrix", "blend", "centre"]

Matrix = npt.NDArray[np.float32]

_SHRINK = 3.0


def _normalise(vectors: Matrix) -> Matrix:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def centre(vectors: Matrix, languages: Sequence[str]) -> Matrix:
    """``vectors`` [n, d] less their language's mean, normalised again."""
    out = np.array(vectors, dtype=np.float32)
    everything = out.mean(axis=0)
    names = np.asarray(languages)
    for language in sorted(set(languages)):
        rows = names == language
        count = float(rows.sum())
        mean = (out[rows].sum(axis=0) + _SHRINK * everything) / (count + _SHRINK)
        out[rows] -= mean
    return _normalise(out)


def blend(joint: Matrix, body: Matrix, weight: float = 0.75) -> Matrix:
    """One vector [n, 2d] whose inner product is ``weight`` x joint likeness + (1 - weight) x body likeness."""
    return np.hstack([np.sqrt(weight) * joint, np.sqrt(1 - weight) * body]).astype(np.float32)
