"""Whether an amount is said without tax."""

from __future__ import annotations

import re
from functools import cache

from cx_audit.resources import load_yaml, packaged

__all__ = ["says_net"]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = load_yaml(packaged("rules") / "compare" / "tax.yml")
    phrases = words.get(language) or [phrase for entry in words.values() for phrase in entry]
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I)


def says_net(sentence: str, language: str) -> bool:
    """Whether a sentence gives its amounts without tax, by ``rules/compare/tax.yml``."""
    return bool(_pattern(language).search(sentence))
