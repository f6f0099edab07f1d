"""Reads what two answers come to for the customer who asks, and whether they contradict each other, by a model of our
own: ONNX Runtime, without torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cx_audit.compare.outcomes import READ, SEPARATOR
from cx_audit.embed import Prompt
from cx_audit.embed.onnx_encoder import OnnxEncoder
from cx_audit.embed.shipped import shipped
from cx_audit.embed.word_vectors import WordVectors

__all__ = ["FILE", "MOST_TOKENS", "OUTCOME_READER", "OutcomeReader", "open_outcome_reader", "parts", "token_ids"]

OUTCOME_READER = "cx-audit-outcomes-2"
"""The reader that was trained for cx-audit (training/OUTCOMES.md)."""
FILE = "outcomes.onnx"
_START, _END = 0, 2
_QUESTION_TOKENS = 32
_ANSWER_TOKENS = 88
MOST_TOKENS = _QUESTION_TOKENS + 2 * _ANSWER_TOKENS + 6
_LONGEST = 2_000  # characters of each; the model looks at fewer, but the tokenizer would read on
_EDITION = 2
"""Changes with whatever here changes a number."""


def token_ids(words: WordVectors, text: str) -> NDArray[np.int64]:
    """Question and two answers, parted by SEPARATOR, as the model reads them: cut at 32, 88 and 88 pieces."""
    question, one, other = (words.pieces(part[:_LONGEST]) for part in text.split(SEPARATOR))
    asked, left, right = question[:_QUESTION_TOKENS], one[:_ANSWER_TOKENS], other[:_ANSWER_TOKENS]
    return np.asarray([_START, *asked, _END, _END, *left, _END, _END, *right, _END], np.int64)


def parts(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which part each token belongs to: 1 the question, 2 the first answer, 3 the second, each with the marks after
    it."""
    ends = np.cumsum(ids == _END)
    before = np.concatenate(([0], ends[:-1]))
    return np.asarray(1 + np.minimum(before // 2, 2), np.int64)


class OutcomeReader(OnnxEncoder):
    """An encoder whose rows are the numbers that ``Outcomes`` takes; nothing is loaded before the first text."""

    dimensions = READ
    decides = (_QUESTION_TOKENS, _ANSWER_TOKENS, _EDITION)

    def ids(self, words: WordVectors, text: str, prompt: Prompt) -> NDArray[np.int64]:
        """See ``token_ids``; there is one kind of text, whatever the prompt."""
        return token_ids(words, text)

    def mask(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """See ``parts``."""
        return parts(ids)


def open_outcome_reader() -> OutcomeReader:
    """The reader that comes with cx-audit; nothing is loaded yet.

    Raises:
        ModelError: this installation doesn't know it.
    """
    return OutcomeReader(OUTCOME_READER, shipped(FILE))
