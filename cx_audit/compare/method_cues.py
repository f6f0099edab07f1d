"""Which phrases of ``rules/methods`` a text can hold at all, by how its words begin.

Most answers name few of the hundreds of methods: which of them a word can begin is worked out once for each word, and
spares nearly all patterns a search.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from cx_audit.compare.method_pack import Family, families, words
from cx_audit.compare.method_phrases import folds_accents, matcher
from cx_audit.facts.fold import fold

__all__ = ["Cue", "Spot", "spot"]

_LENGTH = 3
_CLITICS = 5
_WORD = re.compile(r"\w+")
_SYMBOL_MAX = 3
_WORDS_KEPT = 50_000


@dataclass(frozen=True, eq=False)
class Cue:
    """Those names of a method in one language that begin alike.

    ``weak`` names can be refused, not offered; ``denies`` marks cues that are negative in themselves ("don't
    pay for returns" tells who pays); ``signs`` between two words show the method, too.
    """

    family: str
    concept: str
    language: str
    phrases: tuple[str, ...]
    weak: bool = False
    denies: bool = False
    signs: tuple[str, ...] = ()

    @cached_property
    def choice(self) -> bool:
        """Whether its family is a choice."""
        return families()[self.family].kind == "choice"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The names as one pattern, made when first needed: most are never."""
        return _between(self.signs) if self.signs else matcher(self.phrases, self.language, name=True)


class _Start(NamedTuple):
    """How the first word of a phrase begins, and whether that is all of it; an empty text where it isn't known."""

    text: str
    whole: bool = False

    @property
    def key(self) -> str:
        """Phrases with the same key are alike."""
        return self.text[:_LENGTH]


def _starts(phrase: str, language: str) -> Iterator[_Start]:
    """What a phrase may begin with."""
    for part in phrase.split():
        for form in part.removesuffix("?").split("/"):
            text = fold(form.strip("*").replace("_", " "), accents=folds_accents(language)).text
            core = _WORD.match(text)
            vague = core is None or form.startswith("*") or (form.endswith("*") and len(core.group()) < _LENGTH)
            if core is None or vague:
                yield _Start("")
            else:
                yield _Start(core.group(), whole=not form.endswith("*") or core.group() != text)
        if not part.endswith("?"):
            return


def _between(signs: Sequence[str]) -> re.Pattern[str]:
    some = "".join(map(re.escape, signs))
    return re.compile(rf"(?<=\w)[\"'»”]?\s*[{some}]{{1,{_SYMBOL_MAX}}}\s*[\"'«“]?(?=\w)")


def _denying(phrases: Iterable[str], language: str) -> tuple[list[str], list[str]]:
    known = words(language)
    negators = matcher(known.negators if known else (), language)
    plain: list[str] = []
    denying: list[str] = []
    for phrase in phrases:
        bare = fold(re.sub(r"[/_*?~]", " ", phrase), accents=folds_accents(language)).text
        (denying if negators.search(bare) else plain).append(phrase)
    return plain, denying


def _alike(phrases: Iterable[str], language: str) -> Iterator[tuple[frozenset[_Start], tuple[str, ...]]]:
    """Phrases that begin alike, and their beginnings."""
    found: dict[str, dict[str, set[_Start]]] = defaultdict(lambda: defaultdict(set))
    for phrase in phrases:
        for start in _starts(phrase, language):
            found[start.key][phrase].add(start)
    for by_phrase in found.values():
        yield frozenset().union(*by_phrase.values()), tuple(by_phrase)


def _cues(family: Family, language: str) -> Iterator[tuple[frozenset[_Start], Cue]]:
    """Each cue of a family, with how it begins."""
    for name, concept in family.concepts.items():
        for table, weak in ((concept.names, False), (concept.weak, True)):
            phrases = (*table.get(language, ()), *table.get("any", ()))
            parts = _denying(phrases, language) if family.kind == "choice" else (list(phrases), [])
            for some, denies in zip(parts, (False, True), strict=True):
                for starts, alike in _alike(some, language):
                    yield starts, Cue(family.family, name, language, alike, weak, denies)
        if concept.symbols:
            yield frozenset({_Start("")}), Cue(family.family, name, language, (), signs=concept.symbols)


class _Index:
    """The cues of a language by the words that they can begin with; ``anywhere`` are those that may begin with any."""

    def __init__(self, found: Iterable[tuple[frozenset[_Start], Cue]], language: str) -> None:
        self._arabic = language == "ar"
        self._whole: dict[str, list[Cue]] = defaultdict(list)
        self._open: dict[str, list[Cue]] = defaultdict(list)
        self._known: dict[str, tuple[Cue, ...]] = {}
        self.anywhere: list[Cue] = []
        for starts, cue in found:
            for start in sorted(starts):
                if start.text:
                    (self._whole if start.whole else self._open)[start.text].append(cue)
                else:
                    self.anywhere.append(cue)

    def at(self, word: str) -> tuple[Cue, ...]:
        """The cues that may begin with ``word``, or in Arabic with what follows its prefixes."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _WORDS_KEPT:
                self._known.clear()
            rests = [word[at:] for at in range(min(_CLITICS, len(word)) if self._arabic else 1)]
            found = [cue for rest in rests for cue in self._whole.get(rest, ())]
            found += [cue for rest in rests for end in range(len(rest)) for cue in self._open.get(rest[: end + 1], ())]
            known = self._known[word] = tuple(dict.fromkeys(found))
        return known


@cache
def _index(language: str) -> _Index:
    return _Index((found for family in families().values() for found in _cues(family, language)), language)


class Spot(NamedTuple):
    """Where a cue stands in a text."""

    cue: Cue
    start: int
    end: int


@lru_cache(maxsize=256)
def _spots(text: str, language: str) -> tuple[Spot, ...]:
    index = _index(language)
    beginnings = ((cue, word.start()) for word in _WORD.finditer(text) for cue in index.at(word.group()))
    out = [Spot(cue, *match.span()) for cue, start in beginnings if (match := cue.pattern.match(text, start))]
    for cue in index.anywhere:
        if not cue.signs or any(sign in text for sign in cue.signs):
            out += (Spot(cue, *match.span()) for match in cue.pattern.finditer(text))
    return tuple(out)


def spot(text: str, language: str, *, choice: bool) -> list[Spot]:
    """Where the cues of choices, or of all other families, stand in folded ``text``."""
    return [found for found in _spots(text, language) if found.cue.choice is choice]
