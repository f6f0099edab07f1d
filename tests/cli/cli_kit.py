"""Answers on paper, an encoder without a model, and a command line that runs inside the test."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from cx_audit.embed import Progress, Prompt, Vectors

WIDE = 32

# The fake vectors know no meaning: questions come from the intents, and differing values count however unlikely.
BY_INTENT = ("--group-by", "intent", "--min-confidence", "0")

# Two questions: the channels disagree on the first, and agree on the second.
ROWS: tuple[dict[str, str], ...] = (
    {
        "id": "bot-1",
        "channel": "chatbot",
        "question": "How long do I have to return something?",
        "answer": "You can return your order within 14 days.",
        "intent": "returns",
    },
    {
        "id": "faq-1",
        "channel": "faq",
        "question": "How long do I have to return something?",
        "answer": "You can return your order within 30 days.",
        "intent": "returns",
    },
    {
        "id": "bot-2",
        "channel": "chatbot",
        "question": "How do I reach you by e-mail?",
        "answer": "Write to help@shop.example at any time.",
        "intent": "contact",
    },
    {
        "id": "faq-2",
        "channel": "faq",
        "question": "How do I reach you by e-mail?",
        "answer": "Write to help@shop.example at any time.",
        "intent": "contact",
    },
)


class FakeEncoder:
    """Vectors from the hash of the text: the same text gives the same vector, and nothing else is alike."""

    name, fingerprint, dimensions = "fake", "fa4e" * 16, WIDE

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        progress.advance(len(texts))
        return hash_vectors(texts)


def hash_vectors(texts: Sequence[str]) -> Vectors:
    """One unit vector for each text."""
    rows = np.zeros((len(texts), WIDE), np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[:] = np.frombuffer(hashlib.sha256(text.encode("utf-8", "replace")).digest(), np.uint8)
    rows -= 127.5
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind; ``raw`` is stdout as it is."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """What stdout says, in a format that is text."""
        return self.raw.decode("utf-8")

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report on stdout."""
        report: dict[str, Any] = json.loads(self.out)
        return report


class Cli(Protocol):
    """Runs ``cx-audit ARGUMENTS`` in this process."""

    def __call__(self, *arguments: str | Path) -> Outcome: ...


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A table with the columns that any of the rows has."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(column for row in rows for column in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path
