"""Made-up vectors: topics far apart, answers close to their topic."""

from __future__ import annotations

import numpy as np

from cx_audit.group import Matrix
from cx_audit.model import Answer

SPEAKERS = ("faq", "chatbot", "macro", "agent:ann", "agent:bob")


def unit(rows: np.ndarray) -> Matrix:
    """Rows at length 1."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def topics(seed: int, count: int = 8, speakers: int = 4, spread: float = 0.25) -> tuple[Matrix, list[str], list[int]]:
    """Vectors [count * speakers, 48], each one's speaker and its topic."""
    random = np.random.default_rng(seed)
    centres = unit(random.normal(size=(count, 48)))
    noise = unit(random.normal(size=(count * speakers, 48))) * spread
    vectors = unit(np.repeat(centres, speakers, axis=0) + noise)
    return vectors, list(SPEAKERS[:speakers]) * count, [i // speakers for i in range(count * speakers)]


def answer(number: int, channel: str, question: str, text: str = "You have 30 days.") -> Answer:
    """An answer with an id of its own."""
    return Answer(id=f"a{number}", channel=channel, question=question, text=text)
