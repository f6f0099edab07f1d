"""Which phrases of ``rules/methods`` a text can hold at all, by the words that stand in it.

Most answers name few of the hundreds of methods. Each phrase waits for that one of its words that the fewest phrases
share; only where all its words occur is it searched for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from cx_audit.compare.method_needs import Start, keys_in, keys_of, needs, words_in
from cx_audit.compare.method_pack import Family, families, words
from cx_audit.compare.method_phrases import folds_accents, matcher, name_spans, ordered
from cx_audit.facts.fold import fold

__all__ = ["Cue", "Spot", "spot", "spots"]

_CLITICS = 5
_SYMBOL_MAX = 3
_WORDS_KEPT = 50_000


@dataclass(frozen=True, eq=False)
class Cue:
    """The names of a method in one language.

    ``weak`` names can be refused, not offered; ``denies`` marks cues that are negative in themselves ("don't
    pay for returns" tells who pays).
    """

    family: str
    concept: str
    weak: bool = False
    denies: bool = False

    @cached_property
    def choice(self) -> bool:
        """Whether its family is a choice."""
        return families()[self.family].kind == "choice"


@dataclass(frozen=True, eq=False)
class _Name:
    """One name; of those of a cue that begin at one place that of the lowest ``rank`` counts."""

    cue: Cue
    rank: int
    phrase: str


class _Signs(NamedTuple):
    """Signs between two words that show a method."""

    cue: Cue
    signs: tuple[str, ...]
    pattern: re.Pattern[str]


def _between(signs: Sequence[str]) -> re.Pattern[str]:
    some = "".join(map(re.escape, signs))
    return re.compile(rf"(?<=\w)[\"'»”“’]?\s*[{some}]{{1,{_SYMBOL_MAX}}}\s*[\"'«“„‚‘»]?(?=\w)")


def _denying(phrases: Iterable[str], language: str) -> tuple[list[str], list[str]]:
    known = words(language)
    negators = matcher(known.negators if known else (), language)
    plain: list[str] = []
    denying: list[str] = []
    for phrase in phrases:
        bare = fold(re.sub(r"[/_*?~]", " ", phrase), accents=folds_accents(language)).text
        (denying if negators.search(bare) else plain).append(phrase)
    return plain, denying


def _names(family: Family, language: str) -> Iterator[_Name]:
    """The names of a family's methods."""
    for name, concept in family.concepts.items():
        for table, weak in ((concept.names, False), (concept.weak, True)):
            phrases = (*table.get(language, ()), *table.get("any", ()))
            parts = _denying(phrases, language) if family.kind == "choice" else (list(phrases), [])
            for some, denies in zip(parts, (False, True), strict=True):
                cue = Cue(family.family, name, weak, denies)
                yield from (_Name(cue, rank, phrase) for rank, phrase in enumerate(ordered(some)))


class _Waiting(NamedTuple):
    """A name that waits for a word, and what else it needs: of each set one of the text's words, or of their keys."""

    name: _Name
    words: tuple[frozenset[str], ...]
    keys: tuple[frozenset[str], ...]


class _Index(dict[str, tuple[_Waiting, ...]]):
    """The names of a language by the word that each waits for, looked up when the word is first met.

    ``anywhere`` are those that wait for none.
    """

    def __init__(self, names: Iterable[_Name], language: str) -> None:
        super().__init__()
        self._arabic = language == "ar"
        self._whole: dict[str, list[_Waiting]] = defaultdict(list)
        self._open: dict[str, list[_Waiting]] = defaultdict(list)
        self.anywhere: list[_Name] = []
        self._idle: set[str] = set()
        needed = [(name, needs(name.phrase, language)) for name in names]
        common = Counter(start.text for _, parts in needed for part in parts for start in part)
        for name, parts in needed:
            if parts:
                self._add(name, parts, common)
            else:
                self.anywhere.append(name)

    def _add(self, name: _Name, parts: Sequence[frozenset[Start]], common: Counter[str]) -> None:
        # short words are common in texts, too
        rarest = min(parts, key=lambda part: sum(common[start.text] / len(start.text) ** 2 for start in part))
        # prefixes may stand before the first
        sure = parts[1:] if self._arabic else parts
        others = [part for part in sure if part is not rarest]
        whole = [part for part in others if all(start.whole for start in part)]
        waiting = _Waiting(
            name,
            tuple(frozenset(start.text for start in part) for part in whole),
            tuple(keys_of(start.text for start in part) for part in others if part not in whole),
        )
        for start in sorted(rarest):
            (self._whole if start.whole else self._open)[start.text].append(waiting)

    def __missing__(self, word: str) -> tuple[_Waiting, ...]:
        """The names that wait for ``word``, or in Arabic for what follows its prefixes."""
        if len(self) + len(self._idle) >= _WORDS_KEPT:
            self.clear()
            self._idle.clear()
        rests = [word[at:] for at in range(min(_CLITICS, len(word)) if self._arabic else 1)]
        found = [one for rest in rests for one in self._whole.get(rest, ())]
        found += [one for rest in rests for end in range(len(rest)) for one in self._open.get(rest[: end + 1], ())]
        if not found:
            self._idle.add(word)
            return ()
        known = self[word] = tuple(found)
        return known

    def possible(self, text: str) -> list[_Name]:
        """The names of which all words stand in a folded text; the lowest ranks first."""
        words = words_in(text)
        waiting = [one for word in words - self._idle for one in self[word]]
        if not waiting and not self.anywhere:
            return []
        lacks, lacks_key = words.isdisjoint, keys_in(text).isdisjoint
        found = {
            name
            for name, others, keys in waiting
            if not (others and any(map(lacks, others))) and not (keys and any(map(lacks_key, keys)))
        }
        return sorted(found.union(self.anywhere), key=lambda name: name.rank)


@cache
def _index(language: str) -> _Index:
    return _Index((name for family in families().values() for name in _names(family, language)), language)


@cache
def _signs() -> tuple[_Signs, ...]:
    """The methods that signs show, in any language."""
    concepts = ((f.family, name, concept.symbols) for f in families().values() for name, concept in f.concepts.items())
    return tuple(_Signs(Cue(family, name), signs, _between(signs)) for family, name, signs in concepts if signs)


def _closes(text: str, match: re.Match[str]) -> bool:
    """Whether the sign "»" ends what "«" began, and leads nowhere."""
    before = text[: match.start()]
    return "»" in match.group() and before.count("«") > before.count("»")


@cache
def _every_sign() -> frozenset[str]:
    return frozenset(sign for one in _signs() for sign in one.signs)


class Spot(NamedTuple):
    """Where a cue stands in a text."""

    cue: Cue
    start: int
    end: int


@lru_cache(maxsize=256)
def spots(text: str, language: str) -> tuple[Spot, ...]:
    """Where cues stand in folded ``text``, in no order."""
    found: dict[tuple[Cue, int], int] = {}
    for name in _index(language).possible(text):
        for start, end in name_spans(name.phrase, language, text):
            found.setdefault((name.cue, start), end)
    out = [Spot(cue, start, end) for (cue, start), end in found.items()]
    shown = _every_sign().intersection(text)
    for cue, signs, pattern in _signs() if shown else ():
        if not shown.isdisjoint(signs):
            out += (Spot(cue, *match.span()) for match in pattern.finditer(text) if not _closes(text, match))
    return tuple(out)


def spot(text: str, language: str, *, choice: bool) -> list[Spot]:
    """Where the cues of choices, or of all other families, stand in folded ``text``."""
    return [found for found in spots(text, language) if found.cue.choice is choice]
