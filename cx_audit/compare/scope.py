"""For whom an answer holds, and whether two can be told to the same customer."""

from __future__ import annotations

import re

from cx_audit.model import Answer

__all__ = ["audiences", "same_customer"]

_SEPARATOR = re.compile(r"\s*(?:[,;/|&+]|\band\b)\s*", re.I)


def audiences(answer: Answer) -> frozenset[str]:
    """The segments named in the audience column, lower case; empty for an answer meant for everyone."""
    return frozenset(part for part in _SEPARATOR.split((answer.audience or "").casefold().strip()) if part)


def same_customer(a: Answer, b: Answer) -> bool:
    """Whether one customer may be told both: either is for everyone, or they share a segment."""
    left, right = audiences(a), audiences(b)
    return not left or not right or bool(left & right)
