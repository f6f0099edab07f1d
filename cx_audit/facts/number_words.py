"""Number words by inverting CLDR's spell-out rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from os.path import commonprefix
from types import MappingProxyType

from unicode_rbnf import RbnfEngine

from cx_audit.facts.packs import load_pack, remembers_packs

__all__ = ["number_words", "ordinal_words"]

_ROUND = (*range(1000, 10_001, 50), 1_000_000)
"""Of the larger numbers those that are written in words; without them "two thousand five hundred" is 500."""
_HUNDREDS = range(200, 1000, 100)
_PROBES = (1, 45, 99)
_DAYS = range(1, 32)
_SKIP = ("ordinal", "year", "financial")


@cache
def _engine(language: str) -> RbnfEngine | None:
    try:
        return RbnfEngine.for_language(language)
    except (ValueError, OSError):
        return None


def _spelled(language: str) -> dict[str, Decimal]:
    engine = _engine(language)
    if engine is None:
        return {}
    rulesets = [
        name
        for name, rules in engine.rulesets.items()
        if not rules.is_private and name.startswith("spellout") and not any(part in name for part in _SKIP)
    ]
    words: dict[str, Decimal] = {}
    for ruleset in rulesets:
        for number, word in _in_ruleset(engine, ruleset).items():
            words.setdefault(word, Decimal(number))
    return words


def _in_ruleset(engine: RbnfEngine, ruleset: str) -> dict[int, str]:
    """0 to 999 and larger round ones; from 200 on composed where that gives what the rules do, as it is faster."""

    def spell(number: int) -> str:
        return engine.format_number(number, ruleset_names=[ruleset]).text_by_ruleset[ruleset]

    words = {number: spell(number) for number in range(200)}
    stem = commonprefix([words[n] for n in range(101, 200)])  # noqa: RUF071 - letter by letter is meant
    tails = [words[100 + rest][len(stem) :] for rest in range(100)]
    for hundred in _HUNDREDS:
        words[hundred] = spell(hundred)
        said = {rest: spell(hundred + rest) for rest in _PROBES}
        start = said[1].removesuffix(tails[1])
        composed = all(start + tails[rest] == word for rest, word in said.items())
        for rest in range(1, 100):
            words[hundred + rest] = start + tails[rest] if composed else spell(hundred + rest)
    return words | {number: spell(number) for number in _ROUND}


@remembers_packs
def number_words(language: str) -> Mapping[str, Decimal]:
    """What each cardinal from 0 to 999 (and larger round ones) is called, in every gender and case."""
    pack = load_pack(language)
    words = _spelled(language)
    for old, new in pack.number_variants:
        for word, value in list(words.items()):
            if old in word:
                words.setdefault(word.replace(old, new), value)
    words.update(pack.numbers)
    # Where a spell-out rule is missing CLDR gives back digits; those are no words.
    return MappingProxyType({word: value for word, value in words.items() if not any(c.isdigit() for c in word)})


@remembers_packs
def ordinal_words(language: str) -> Mapping[str, int]:
    """What the days of a month are called: "first" to "thirty-first", in every gender and case."""
    engine = _engine(language)
    rules = engine.rulesets.items() if engine else ()
    names = [name for name, rule in rules if not rule.is_private and name.startswith("spellout-ordinal")]
    words: dict[str, int] = {}
    for number in _DAYS if engine and names else ():
        for word in engine.format_number(number, ruleset_names=names).text_by_ruleset.values() if engine else ():
            words.setdefault(" ".join(word.split()), number)
    # By itself "الثلاثين" is a number: thirty, and the thirtieth only behind another word.
    for old, new in load_pack(language).number_variants:
        for word, number in [(word, number) for word, number in words.items() if " " in word]:
            words.setdefault(word.replace(old, new), number)
    return MappingProxyType({word: day for word, day in words.items() if not any(c.isdigit() for c in word)})
