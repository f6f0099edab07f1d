"""The word files of ``rules/compare``: what says that an amount is without tax, a value a total, a day closed."""

from __future__ import annotations

import re
from functools import cache

from cx_audit.resources import load_yaml, packaged

__all__ = ["said_by", "says_net", "says_total"]


@cache
def said_by(file: str, language: str) -> re.Pattern[str]:
    """The phrases of a language, the longest first; of all languages where the file lacks it."""
    words = load_yaml(packaged("rules") / "compare" / file)
    phrases = words.get(language) or [phrase for entry in words.values() for phrase in entry]
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I)


def says_net(sentence: str, language: str) -> bool:
    """Whether a sentence gives its amounts without tax, by ``rules/compare/tax.yml``."""
    return bool(said_by("tax.yml", language).search(sentence))


def says_total(sentence: str, language: str) -> bool:
    """Whether a sentence speaks of a sum, by ``rules/compare/totals.yml``."""
    return bool(said_by("totals.yml", language).search(sentence))
