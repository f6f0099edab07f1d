"""Whether two nouns count the same things."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cx_audit.facts.fold import fold
from cx_audit.facts.packs import languages, load_pack, remembers_packs

__all__ = ["english_noun", "same_noun"]

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
def english_noun(noun: str, *, many: bool) -> str:
    """What reports, which are in English, call what is counted: "keer" is "time" or "times".

    A word that the English pack has stays, but for its number; so does one that no pack has, or that means several.
    """
    key = fold(noun, accents=False).text
    english = load_pack("en").nouns
    found = _concepts().get(key, frozenset())
    known = {fold(word, accents=False).text for words in english.values() for word in words}
    if len(found) != 1 or (key in known and key not in english):
        return noun
    (concept,) = found
    begin = concept[:_SHORTEST_STEM]
    forms = [word for word in english.get(concept, ()) if word != concept and word.startswith(begin)]
    return forms[0] if many and forms else concept


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
