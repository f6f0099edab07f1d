"""Whether a sentence says that it adds up."""

from __future__ import annotations

import re
from functools import cache

from cx_audit.resources import load_yaml, packaged

__all__ = ["says_total"]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = load_yaml(packaged("rules") / "compare" / "totals.yml")
    phrases = words.get(language) or [phrase for entry in words.values() for phrase in entry]
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I)


def says_total(sentence: str, language: str) -> bool:
    """Whether a sentence speaks of a sum, by ``rules/compare/totals.yml``."""
    return bool(_pattern(language).search(sentence))
