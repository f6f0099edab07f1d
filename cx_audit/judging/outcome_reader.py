"""Reads what two answers come to for the customer who asks, and whether they contradict each other, by a model of our
own: ONNX Runtime, without torch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from cx_audit.compare.outcomes import OUTCOMES, READ, RELATIONS, SEPARATOR
from cx_audit.embed import Prompt
from cx_audit.embed.onnx_encoder import OnnxEncoder
from cx_audit.embed.onnx_session import Row, ahead
from cx_audit.embed.shipped import shipped
from cx_audit.embed.word_vectors import WordVectors

__all__ = [
    "FILE",
    "MOST_TOKENS",
    "OUTCOME_READER",
    "OutcomeReader",
    "open_outcome_reader",
    "parts",
    "token_ids",
    "turned",
]

OUTCOME_READER = "cx-audit-outcomes-4"
"""The reader that was trained for cx-audit (training/OUTCOMES.md)."""
FILE = "outcomes.onnx"
_START, _END = 0, 2
_QUESTION_TOKENS = 32
_ANSWER_TOKENS = 88
_SECOND = RELATIONS + len(OUTCOMES)
"""Where what the second answer comes to begins."""
MOST_TOKENS = _QUESTION_TOKENS + 2 * _ANSWER_TOKENS + 6
_DOUBTED = 0.2
"""From this chance on that two answers contradict or oppose each other they are read in the other order as well."""
_LONGEST = 2_000  # characters of each; the model looks at fewer, but the tokenizer would read on
_EDITION = 3
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


def turned(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """The two answers in the other order."""
    part = parts(ids)
    question, one, other = ids[part == 1], ids[part == 2][:-2], ids[part == 3][:-1]
    return np.asarray([*question, *other, _END, _END, *one, _END], np.int64)


def _turned_row(row: Row) -> Row:
    return np.concatenate((row[:RELATIONS], row[_SECOND:], row[RELATIONS:_SECOND]))


def _doubted(row: Row) -> bool:
    """Whether the answers may contradict each other; what they come to starts with granted and refused."""
    opposed = row[RELATIONS] * row[_SECOND + 1] + row[RELATIONS + 1] * row[_SECOND]
    return bool(max(row[1], opposed) > _DOUBTED)


class OutcomeReader(OnnxEncoder):
    """An encoder whose rows are the numbers that ``Outcomes`` takes; nothing is loaded before the first text.

    Two answers that may contradict each other are read in either order, and the numbers are the mean of both: which
    stands first should decide nothing, and one look errs more often.
    """

    dimensions = READ
    decides = (_QUESTION_TOKENS, _ANSWER_TOKENS, _EDITION)

    def _rows(self, texts: Iterable[str], prompt: Prompt) -> Iterator[Row]:
        words, model = self._load()

        def read(ids: NDArray[np.int64]) -> Row:
            row = model.row((ids, parts(ids)))
            if not _doubted(row):
                return row
            other = turned(ids)
            both = np.stack((row, _turned_row(model.row((other, parts(other))))))
            return np.asarray(both.mean(axis=0), np.float32)

        return ahead(read, (token_ids(words, text) for text in texts))


def open_outcome_reader() -> OutcomeReader:
    """The reader that comes with cx-audit; nothing is loaded yet.

    Raises:
        ModelError: this installation doesn't know it.
    """
    return OutcomeReader(OUTCOME_READER, shipped(FILE))
