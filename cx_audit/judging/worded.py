"""A text as our own judge reads it: after what it replies to, in a bounded number of tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["MOST_TOKENS", "Side", "text_rows", "token_ids"]

MOST_TOKENS = 100
_START, _END = 0, 2
_QUESTION_TOKENS = 24
_TEXT_TOKENS = 72
_LONGEST_TEXT = 2_000  # characters; the model looks at fewer, but its tokenizer would read on


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """A text, and what it replies to."""

    question: str
    text: str


def _cut(text: str) -> str:
    return text[:_LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")  # no tokenizer takes a lone surrogate


def token_ids(pieces: Callable[[str], Sequence[int]], sides: Sequence[Side]) -> list[list[int]]:
    """One row of token ids a side: question and text, with marks around and between; at most 100 tokens.

    The text is cut at 72 tokens and the question at 24, so that a long question leaves the text whole.

    Args:
        pieces: from a text to the ids of its pieces, without any mark.
        sides: what to read.
    """
    return [
        [
            _START,
            *pieces(_cut(side.question))[:_QUESTION_TOKENS],
            _END,
            _END,
            *pieces(_cut(side.text))[:_TEXT_TOKENS],
            _END,
        ]
        for side in sides
    ]


def text_rows(ids: Sequence[int]) -> list[int]:
    """Which of a row's tokens are compared with another side: the first, which stands for all, and the text's own.

    The words of the question have told the text's words what they are about, and are not looked at again.
    """
    begins = next(i for i in range(1, len(ids) - 1) if ids[i] == ids[i + 1] == _END) + 2
    return [0, *range(begins, len(ids))]
