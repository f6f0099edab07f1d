"""Reading and comparing answers stays quick, beside a yardstick that is measured on the same machine."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from compare_kit import answer, compare

ANSWERS = 40
MOST = 450
"""So many times the yardstick an answer may take: some three times what it takes today."""

TEXT = (
    "You can return an item within {days} days of delivery, unless it was opened. A return by post costs ${fee}; in "
    "our stores it is free. We refund your credit card or PayPal account within a week. Gift cards can't be returned. "
    "Questions? Call us from Monday to Friday, 9 am to 5 pm."
)
_WORD = re.compile(r"\w+")


def _seconds(work: Callable[[int], object]) -> float:
    """The shortest of three goes, each with a number of its own."""
    best = float("inf")
    for go in range(3):
        start = time.thread_time()
        work(go)
        best = min(best, time.thread_time() - start)
    return best


def _words(go: int) -> None:
    """The yardstick: find and count the words of as many texts, ten times."""
    for number in range(10 * ANSWERS):
        counts: dict[str, int] = {}
        for match in _WORD.finditer(TEXT.format(days=number, fee=go)):
            counts[match.group()] = counts.get(match.group(), 0) + match.start()


def _compare(go: int) -> None:
    """Pairs of answers, no two texts alike."""
    for pair in range(ANSWERS // 2):
        fee = 100 * go + pair
        one, other = (answer(id, TEXT.format(days=days, fee=fee)) for id, days in (("faq-1", 14), ("chatbot-1", 30)))
        assert compare([one, other])


@pytest.mark.timing
def test_an_answer_is_read_and_compared_quickly() -> None:
    compare([answer("faq-1", TEXT.format(days=14, fee=9)), answer("chatbot-1", TEXT.format(days=30, fee=9))])  # rules
    assert _seconds(_compare) < MOST * _seconds(_words) / 10
