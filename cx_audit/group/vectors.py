"""Make vectors of several languages comparable.

A sentence encoder puts each language in a corner of its own; taking each language's mean away brings texts of
one meaning together and makes one threshold fit all companies. A language with few answers has no reliable
mean: its own is shrunk towards what is known of the language under this model (``rules/group``, from our own
labelled companies) or, for other models and languages, towards the mean of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Matrix", "Means", "blend", "centre"]

Matrix = npt.NDArray[np.float32]

_SHRINK = 5.0
_HANDFUL = 20.0

Means = Mapping[str, Matrix]
"""Mean vector [d] per language."""


def _normalise(vectors: Matrix) -> Matrix:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def centre(vectors: Matrix, languages: Sequence[str], known: Means | None = None) -> Matrix:
    """``vectors`` [n, d] less their language's mean, normalised again; ``known`` are means to shrink towards."""
    out = np.array(vectors, dtype=np.float32)
    # a handful of answers has no mean worth the name: taking all of it away would leave nothing of them
    everything = out.sum(axis=0) / (len(out) + _HANDFUL)
    names = np.asarray(languages)
    for language in sorted(set(languages)):
        rows = names == language
        towards = known.get(language, everything) if known else everything
        out[rows] -= (out[rows].sum(axis=0) + _SHRINK * towards) / (float(rows.sum()) + _SHRINK)
    return _normalise(out)


def blend(joint: Matrix, body: Matrix, weight: float = 0.75) -> Matrix:
    """One vector [n, 2d] whose inner product is ``weight`` x joint likeness + (1 - weight) x body likeness."""
    width = joint.shape[1]
    out = np.empty((len(joint), 2 * width), dtype=np.float32)
    for part, half, share in ((joint, out[:, :width], weight), (body, out[:, width:], 1 - weight)):
        np.multiply(part, np.sqrt(share), out=half, casting="same_kind")  # in float64, a piece at a time
    return out
