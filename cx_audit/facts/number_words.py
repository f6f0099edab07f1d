"""Number words by inverting CLDR's spell-out rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from unicode_rbnf import RbnfEngine

from cx_audit.facts.packs import load_pack

__all__ = ["number_words"]

_SPOKEN = (*range(1000), *range(1000, 10_001, 1000), 1_000_000)
_SKIP = ("ordinal", "year", "financial")


def _spelled(language: str) -> dict[str, Decimal]:
    try:
        engine = RbnfEngine.for_language(language)
    except (ValueError, OSError):
        return {}
    rulesets = [
        name
        for name, rules in engine.rulesets.items()
        if not rules.is_private and name.startswith("spellout") and not any(part in name for part in _SKIP)
    ]
    words: dict[str, Decimal] = {}
    for number in _SPOKEN if rulesets else ():
        for word in engine.format_number(number, ruleset_names=rulesets).text_by_ruleset.values():
            words.setdefault(word, Decimal(number))
    return words


@cache
def number_words(language: str) -> Mapping[str, Decimal]:
    """What each cardinal from 0 to 999 (and the round thousands) is called, in every gender and case."""
    pack = load_pack(language)
    words = _spelled(language)
    for old, new in pack.number_variants:
        for word, value in list(words.items()):
            if old in word:
                words.setdefault(word.replace(old, new), value)
    words.update(pack.numbers)
    # Where a spell-out rule is missing CLDR gives back digits; those are no words.
    return MappingProxyType({word: value for word, value in words.items() if not any(c.isdigit() for c in word)})
