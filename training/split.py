"""Which topics a model learns from, which pick its settings, and which measure it."""

from __future__ import annotations

import hashlib
from typing import Literal

__all__ = ["Split", "split_of"]

Split = Literal["train", "dev", "test"]

_PARTS = 10


def split_of(topic: str) -> Split:
    """The part that a topic (its name in the corpus) belongs to: eight tenths train, one dev, one test.

    By a hash of the name, so that a topic added later moves no other.
    """
    part = int.from_bytes(hashlib.sha256(topic.encode()).digest()[:8], "big") % _PARTS
    return "dev" if part == 8 else "test" if part == 9 else "train"
