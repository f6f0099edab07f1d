"""A model file of a few kilobytes in the format of the real one, and an encoder that counts its work."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

import numpy as np

from cx_audit.embed import Progress, Prompt, Vectors

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "re", "turn", "s", "▁refund", "▁query", "▁passage", ":", "é", "<mask>"]
HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 2, 2, 64, 64


def e5s1_file(seed: int = 0) -> tuple[bytes, dict[str, np.ndarray]]:
    """Return a small E5S1 file, and the weights that a reader must find in it."""
    rng = np.random.default_rng(seed)
    header = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, 2, 1e-12, 32)
    blob = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4")
    scores = np.array([0, 0, 0, 0, *(-float(i) for i in range(4, len(PIECES) - 1)), 0], "<f4")
    normaliser = struct.pack("<IB", 1, 0) + struct.pack("<IBI", 9, 1, 32)
    vocabulary = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blob))) + offsets.tobytes()
    vocabulary += scores.tobytes() + b"".join(blob) + struct.pack("<iI", 2, len(normaliser)) + normaliser

    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES), HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for i in range(LAYERS):
        for name, rows, columns in [(n, HIDDEN, HIDDEN) for n in ("q", "k", "v", "ao")] + [
            ("fi", WIDE, HIDDEN),
            ("fo", HIDDEN, WIDE),
        ]:
            shapes[f"l{i}.{name}.w"] = (rows, columns)
            shapes[f"l{i}.{name}.b"] = (rows,)
        for name in ("aln", "oln"):
            shapes |= {f"l{i}.{name}.w": (HIDDEN,), f"l{i}.{name}.b": (HIDDEN,)}

    weights, packed = {}, {}
    for name, shape in shapes.items():
        if len(shape) == 2 and name not in ("emb.pos", "emb.type"):
            nibbles = rng.integers(0, 16, (int(np.prod(shape)) // 32, 32), np.uint8)
            scale = rng.uniform(0.01, 0.1, len(nibbles)).astype("<f2")
            weights[name] = ((nibbles.astype(float) - 8) * scale[:, None].astype(float)).reshape(shape)
            halves = nibbles[:, :16] | (nibbles[:, 16:] << 4)
            packed[name] = (
                1,
                b"".join(d.tobytes() + row.tobytes() for d, row in zip(scale, halves, strict=True)),
            )
        else:
            weights[name] = rng.normal(size=shape).astype("<f4")
            packed[name] = (0, weights[name].tobytes())
    directory_length = 4 + sum(2 + len(name) + 21 for name in packed)
    at = len(header) + len(vocabulary) + directory_length
    directory, data = struct.pack("<i", len(packed)), b""
    for name, (dtype, raw) in packed.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", dtype, weights[name].size, at + len(data), len(raw))
        data += raw
    return header + vocabulary + directory + data, weights


class CountingEncoder:
    """Vectors from a hash of prompt and text; remembers what it was asked, and can be made to fail."""

    name = "counting"
    fingerprint = "f" * 64
    dimensions = 24

    def __init__(self, fail_after: int | None = None) -> None:
        self.batches: list[list[str]] = []
        self.fail_after = fail_after

    @property
    def texts(self) -> list[str]:
        return [text for batch in self.batches for text in batch]

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        if self.fail_after is not None and len(self.batches) >= self.fail_after:
            raise KeyboardInterrupt
        self.batches.append(list(texts))
        progress.advance(len(texts))
        rows = [self._row(text, prompt) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.dimensions)

    def _row(self, text: str, prompt: Prompt) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(f"{prompt} {text}".encode()).digest()[:8], "little")
        row = np.random.default_rng(seed).normal(size=self.dimensions)
        return row / np.linalg.norm(row)


class SpyProgress:
    """Keeps the calls made to it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []

    def start(self, total: int, what: str) -> None:
        assert what
        self.calls.append(("start", total))

    def advance(self, n: int) -> None:
        self.calls.append(("advance", n))

    def done(self) -> None:
        self.calls.append(("done", 0))
