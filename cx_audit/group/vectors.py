"""Make vectors of several languages comparable.

A sentence encoder puts each language in a corner of its own; taking each language's mean away brings texts of
one meaning together and makes one threshold fit all companies. A language with few answers has no reliable
mean: its own is shrunk towards what is known of the language under this model (``rules/group``, from our own
labelled companies) or, for other models and languages, towards the mean of all. Of many sentences a sample tells the
mean, chosen by their hashes, so that one changed sentence in thousands seldom moves all others.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cx_audit.embed import Halves

__all__ = ["Centred", "Matrix", "Means", "Stored", "blend", "centre", "centred_texts", "means_of", "sample_of"]

Matrix = npt.NDArray[np.float32]

Stored = Matrix | Halves
"""Unit vectors [n, d], as float32 or made so where they are looked at."""

_SHRINK = 5.0
_HANDFUL = 20.0
_BLOCK = 4096
_HELD = 8192
"""Rows: 12 MB of 384 numbers each."""
_SAMPLE = 256
"""Texts of a language whose mean stands for that of all (``python -m benchmarks.accuracy``: 128 tell it as well)."""

Means = Mapping[str, Matrix]
"""Mean vector [d] per language."""


def _normalise(vectors: Matrix) -> Matrix:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


class _Sum:
    """A sum of rows, one after the other whatever the blocks they come in: float32 knows the difference."""

    def __init__(self, width: int) -> None:
        self.total = np.zeros(width, dtype=np.float32)
        self.count = 0

    def add(self, rows: Matrix) -> None:
        self.total = np.add.reduce(np.concatenate([self.total[None], rows]), axis=0)
        self.count += len(rows)


def means_of(vectors: Stored, languages: Sequence[str], known: Means | None = None) -> Means:
    """The mean of ``vectors`` [n, d] in each language, shrunk towards ``known`` or that of all."""
    names = sorted(set(languages))
    numbers = {name: i for i, name in enumerate(names)}
    language = np.fromiter((numbers[name] for name in languages), np.int64, len(languages))
    width = vectors.shape[1]
    everything, each = _Sum(width), [_Sum(width) for _ in names]
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK]
        everything.add(block)
        spoken = language[start : start + _BLOCK]
        for number in np.unique(spoken):
            each[number].add(block[spoken == number])
    # a handful of answers has no mean worth the name: taking all of it away would leave nothing of them
    mean = everything.total / (everything.count + _HANDFUL)
    out: dict[str, Matrix] = {}
    for name, of_one in zip(names, each, strict=True):
        out[name] = _shrunk(of_one, known.get(name, mean) if known else mean)
    return out


def _shrunk(own: _Sum, towards: Matrix) -> Matrix:
    return np.asarray((own.total + _SHRINK * towards) / (float(own.count) + _SHRINK), dtype=np.float32)


def sample_of(keys: Sequence[tuple[str, str]]) -> list[int]:
    """The rows, in order, of those texts (language, text) that tell the means: in each language those of least hash."""
    by_language: dict[str, list[int]] = {}
    for row, (language, _) in enumerate(keys):
        by_language.setdefault(language, []).append(row)

    def hashed(row: int) -> bytes:
        return hashlib.sha256(keys[row][1].encode("utf-8", "surrogatepass")).digest()

    few = (
        rows if len(rows) <= _SAMPLE else heapq.nsmallest(_SAMPLE, rows, key=hashed) for rows in by_language.values()
    )
    return sorted(row for rows in few for row in rows)


def centred_texts(keys: Sequence[tuple[str, str]], vectors: Stored, known: Means | None = None) -> Centred:
    """``vectors`` of distinct texts (language, text), sorted, less the means that a sample of them tells."""
    languages = [language for language, _ in keys]
    some = sample_of(keys)
    told = vectors if len(some) == len(keys) else vectors[np.asarray(some, dtype=np.int64)]
    return Centred(vectors, languages, means=means_of(told, [languages[row] for row in some], known))


class Centred:
    """``vectors`` [n, d] less their language's mean, normalised again; ``known`` are means to shrink towards.

    ``means`` are taken away as they are, where they are told. Of many vectors only those are computed that are looked
    at, and the last looked at are held.
    """

    def __init__(
        self, vectors: Stored, languages: Sequence[str], known: Means | None = None, *, means: Means | None = None
    ) -> None:
        self._vectors = vectors
        names = sorted(set(languages))
        numbers = {name: i for i, name in enumerate(names)}
        self._language = np.fromiter((numbers[name] for name in languages), np.int64, len(languages))
        told = means_of(vectors, languages, known) if means is None else means
        self._means = np.zeros((len(names), vectors.shape[1]), dtype=np.float32)
        for name, number in numbers.items():
            self._means[number] = told[name]
        self._held = self[:] if len(vectors) <= _HELD else np.empty((_HELD, vectors.shape[1]), dtype=np.float32)
        self._at = {row: row for row in range(len(vectors))} if len(vectors) <= _HELD else {}

    def __len__(self) -> int:
        return len(self._vectors)

    def __getitem__(self, which: slice | npt.NDArray[np.int64]) -> Matrix:
        """The rows at a slice or at places."""
        return _normalise(self._vectors[which] - self._means[self._language[which]])

    def take(self, rows: Sequence[int]) -> Matrix:
        """The rows at a few places, such as were or will be asked for before long."""
        at = self._at
        missing = [row for row in dict.fromkeys(rows) if row not in at]
        if len(at) + len(missing) > len(self._held):
            at.clear()
            missing = list(dict.fromkeys(rows))
            if len(missing) > len(self._held):
                return self[np.asarray(rows, dtype=np.int64)]
        if missing:
            places = range(len(at), len(at) + len(missing))
            self._held[places.start : places.stop] = self[np.asarray(missing, dtype=np.int64)]
            at.update(zip(missing, places, strict=True))
        return self._held[[at[row] for row in rows]]


def centre(vectors: Stored, languages: Sequence[str], known: Means | None = None) -> Matrix:
    """All rows of ``Centred``."""
    return Centred(vectors, languages, known)[:]


def blend(joint: Matrix | Centred, body: Matrix | Centred, weight: float = 0.75) -> Matrix:
    """One vector [n, 2d] whose inner product is ``weight`` x joint likeness + (1 - weight) x body likeness."""
    first = joint[:_BLOCK]
    width = first.shape[1]
    out = np.empty((len(joint), 2 * width), dtype=np.float32)
    for start in range(0, len(joint), _BLOCK):
        part = slice(start, start + _BLOCK)
        # in float64, a piece at a time
        np.multiply(joint[part], np.sqrt(weight), out=out[part, :width], casting="same_kind")
        np.multiply(body[part], np.sqrt(1 - weight), out=out[part, width:], casting="same_kind")
    return out
