"""Reads what an answer comes to for the customer who asks, by a model of our own: ONNX Runtime, without torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cx_audit.compare.outcomes import OUTCOMES, SEPARATOR
from cx_audit.embed import Prompt
from cx_audit.embed.onnx_encoder import OnnxEncoder
from cx_audit.embed.shipped import shipped
from cx_audit.embed.word_vectors import WordVectors

__all__ = ["FILE", "MOST_TOKENS", "OUTCOME_READER", "OutcomeReader", "open_outcome_reader", "token_ids"]

OUTCOME_READER = "cx-audit-outcomes-1"
"""The reader that was trained for cx-audit (training/OUTCOMES.md)."""
FILE = "outcomes.onnx"
_START, _END = 0, 2
_QUESTION_TOKENS = 32
_ANSWER_TOKENS = 120
MOST_TOKENS = _QUESTION_TOKENS + _ANSWER_TOKENS + 4
_LONGEST = 2_000  # characters of either; the model looks at fewer, but the tokenizer would read on
_EDITION = 1
"""Changes with whatever here changes a number."""


def token_ids(words: WordVectors, text: str) -> NDArray[np.int64]:
    """Question and answer, parted by SEPARATOR, as the model reads them: cut at 32 and 120 pieces."""
    question, _, answer = text.partition(SEPARATOR)
    asked = words.pieces(question[:_LONGEST])[:_QUESTION_TOKENS]
    said = words.pieces(answer[:_LONGEST])[:_ANSWER_TOKENS]
    return np.asarray([_START, *asked, _END, _END, *said, _END], np.int64)


class OutcomeReader(OnnxEncoder):
    """An encoder whose rows are the chances of OUTCOMES; nothing is loaded before the first text."""

    dimensions = len(OUTCOMES)
    decides = (_QUESTION_TOKENS, _ANSWER_TOKENS, _EDITION)

    def ids(self, words: WordVectors, text: str, prompt: Prompt) -> NDArray[np.int64]:
        """See ``token_ids``; there is one kind of text, whatever the prompt."""
        return token_ids(words, text)


def open_outcome_reader() -> OutcomeReader:
    """The reader that comes with cx-audit; nothing is loaded yet.

    Raises:
        ModelError: this installation doesn't know it.
    """
    return OutcomeReader(OUTCOME_READER, shipped(FILE))
