"""``python -m benchmarks.speed.bag ARGUMENTS``: the command with bags of words in place of the model's vectors.

For sizes whose encoding takes hours: all after the encoding does the same work. Texts with the same words are
near each other, so there are groups to find, if not good ones. A name before a text turns its vector halfway, so that
the companies of further rounds stand apart, and what one of them says isn't all alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

import cx_audit.embed
from cx_audit.embed import Progress
from cx_audit.group import Matrix

__all__ = ["Bags", "main", "open_bags"]

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(\w+): ")
_STEM = 6


@lru_cache(maxsize=20_000)
def _direction(word: str) -> Matrix:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
    return np.random.RandomState(seed).standard_normal(Bags.dimensions).astype(np.float32)


class Bags:
    """An encoder that adds up a direction for each word."""

    name = "bags-of-words"
    fingerprint = hashlib.sha256(b"bags-of-words 3").hexdigest()
    dimensions = 384

    def encode(self, texts: Sequence[str], prompt: str, progress: Progress) -> Matrix:
        """Unit vectors, one a row."""
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(out, texts, strict=True):
            named = _NAME.match(text)
            for word in _WORD.findall(text[named.end() if named else 0 :].lower()) or [""]:
                row += _direction(word[:_STEM])
            if named:
                row += row * np.sign(_direction(named[1].lower()))
        progress.advance(len(texts))
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)


def open_bags(model: object = None) -> Bags:
    """In place of ``open_encoder``; workers find it by its name."""
    return Bags()


def main() -> None:
    """Run the command."""
    cx_audit.embed.open_encoder = open_bags
    from cx_audit.cli.main import main as command

    command()


if __name__ == "__main__":
    main()
