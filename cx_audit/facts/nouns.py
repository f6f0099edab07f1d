"""Whether two nouns count the same things."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cx_audit.facts.fold import fold
from cx_audit.facts.packs import languages, load_pack, remembers_packs

__all__ = ["same_noun"]

_SHORTEST_STEM = 3


@remembers_packs
def _concepts() -> Mapping[str, frozenset[str]]:
    """What each noun of the packs means, over all languages: "keer" and "times" are one."""
    found: dict[str, set[str]] = {}
    for language in languages():
        pack = load_pack(language)
        for concept, words in pack.nouns.items():
            for word in (concept, *words):
                found.setdefault(fold(word, accents=False).text, set()).add(concept)
    return MappingProxyType({noun: frozenset(concepts) for noun, concepts in found.items()})


@remembers_packs
def same_noun(first: str, second: str) -> bool:
    """Whether the nouns are one, or translations of each other, or forms of one word ("device", "devices")."""
    first, second = (fold(noun, accents=False).text for noun in (first, second))
    if first == second:
        return True
    concepts = _concepts()
    if first in concepts and second in concepts:
        return bool(concepts[first] & concepts[second])
    stem = max(_SHORTEST_STEM, min(len(first), len(second)) - 2)
    return first[:stem] == second[:stem] and abs(len(first) - len(second)) <= _SHORTEST_STEM
