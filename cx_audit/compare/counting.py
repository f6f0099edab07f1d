"""Which numbers may count something, though nothing says what."""

from __future__ import annotations

import re

from cx_audit.model import Fact

__all__ = ["counting"]

_LARGEST = 1000
_BEFORE = 40
_NAMED = re.compile(r"(?:(?<![.!?:]\s)(?<!^)\b[A-Z]\w*[ -]|#|\b[Nn](?:r|o|um)?[.°º] ?)$", re.MULTILINE)
"""Behind a word of capital letter, or a sign for "number", it is a name: "Galaxy 15", "no. 3"."""
_LISTED = re.compile(r"(?:^|\n)\W*$")
_ENTRY = re.compile(r"[.)]\s|[-/]\w")
_TITLE = re.compile(r"\s?:")
_HUNDREDTHS = re.compile(r"\d[.,:]\d\d$")
"""Of a price or a clock time, though nothing says so: "10.00"."""


def counting(fact: Fact, text: str) -> bool:
    """Whether a number that belongs to no fact may count something: it isn't the number of a step, an entry or a
    name."""
    number = fact.low
    if number is None or number != number.to_integral_value() or not 0 < number <= _LARGEST:
        return False
    before = text[max(0, fact.start - _BEFORE) : fact.start]
    listed = _LISTED.search(before) is not None and _ENTRY.match(text, fact.end) is not None
    other = _HUNDREDTHS.search(fact.text) or _NAMED.search(before) or _TITLE.match(text, fact.end)
    return not (listed or other)
