"""Where the words of cues stand in a text: one index per language, asked word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cx_audit.facts.fold import View, fold

__all__ = ["Hit", "Lexicon", "Reading"]

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+")
_BREAK = re.compile(r"[;()\[\]•–—\n،؛]|[,:](?!\d)|\s-\s|[.?!…؟](?=\s)")
_PATTERN_WORD = re.compile(r"\*?[^\W_]+\*?")
_SHORTEST_STEM = 2
_MOST_WORDS_KEPT = 100_000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A symbol (a list's name or a phrase) and the words, counted from 0, that say it."""

    symbol: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a text's words start and end, the clause of each, and what was found, in the order of the text."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clauses: tuple[int, ...]
    hits: tuple[Hit, ...]
    symbols: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A symbol's phrase: its words after the first, and whether any of these is open at an end."""

    symbol: str
    rest: tuple[str, ...]
    starred: bool


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a word may begin: phrases that are this word, those by their next word, and those open at an end."""

    alone: tuple[str, ...]
    by_next: Mapping[str, Sequence[_Phrase]]
    loose: tuple[_Phrase, ...]


def _fits(pattern: str, word: str) -> bool:
    if pattern[0] == "*":
        stem = pattern.strip("*")
        return stem in word if pattern[-1] == "*" else word.endswith(stem)
    return word.startswith(pattern[:-1]) if pattern[-1] == "*" else word == pattern


class Lexicon:
    """The words of one language.

    Args:
        terms: symbol to the phrases that say it.
        breaks: words that begin a new clause.
        clitics: what may be written on to the front of a word.
        accents: whether accents are dropped.
    """

    def __init__(
        self, terms: Mapping[str, Iterable[str]], breaks: Iterable[str], clitics: Iterable[str], *, accents: bool
    ) -> None:
        self._accents = accents
        spelled = [fold(word, accents=False).text for word in breaks]
        self._spelled_breaks = frozenset(spelled)
        self._breaks = frozenset(fold(word, accents=accents).text for word in spelled)
        self._clitics = tuple(sorted((fold(c, accents=accents).text for c in clitics), key=lambda c: (-len(c), c)))
        self._exact: dict[str, list[_Phrase]] = defaultdict(list)
        self._starts: dict[str, list[_Phrase]] = defaultdict(list)
        self._ends: dict[str, list[_Phrase]] = defaultdict(list)
        self._inside: dict[str, list[_Phrase]] = defaultdict(list)
        for symbol, phrases in terms.items():
            for phrase in phrases:
                self._add(symbol, phrase)
        self._known: dict[str, _Begun | None] = {}
        self.read = lru_cache(maxsize=8192)(self._read)

    def _add(self, symbol: str, phrase: str) -> None:
        words = tuple(_PATTERN_WORD.findall(fold(phrase, accents=self._accents).text))
        if not words:
            return
        first = words[0]
        stem = first.strip("*")
        kept = (
            (self._inside if first[-1] == "*" else self._ends)
            if first[0] == "*"
            else (self._starts if first[-1] == "*" else self._exact)
        )
        kept[stem].append(_Phrase(symbol, words[1:], starred="*" in "".join(words[1:])))

    def _forms(self, word: str) -> Iterator[str]:
        """The word, and what is left of it without a clitic."""
        yield word
        for clitic in self._clitics:
            if word.startswith(clitic) and len(word) - len(clitic) > _SHORTEST_STEM:
                yield word[len(clitic) :]

    def _phrases(self, word: str) -> Iterable[_Phrase]:
        """The phrases whose first word ``word`` can be, each once."""
        found: dict[_Phrase, None] = {}
        for form in self._forms(word):
            found.update(dict.fromkeys(self._exact.get(form, ())))
            for size in range(_SHORTEST_STEM, len(form) + 1):
                found.update(dict.fromkeys(self._starts.get(form[:size], ())))
                found.update(dict.fromkeys(self._ends.get(form[-size:], ())))
            for stem, phrases in self._inside.items():
                if stem in form:
                    found.update(dict.fromkeys(phrases))
        return found

    def _begun(self, word: str) -> _Begun | None:
        """What ``word`` may begin, remembered; None where that is nothing."""
        alone: list[str] = []
        by_next: dict[str, list[_Phrase]] = {}
        loose: list[_Phrase] = []
        for phrase in self._phrases(word):
            if not phrase.rest:
                alone.append(phrase.symbol)
            elif phrase.starred or self._clitics:
                loose.append(phrase)
            else:
                by_next.setdefault(phrase.rest[0], []).append(phrase)
        begun = _Begun(tuple(alone), by_next, tuple(loose)) if alone or by_next or loose else None
        if len(self._known) < _MOST_WORDS_KEPT:
            self._known[word] = begun
        return begun

    def _goes_on(self, phrase: _Phrase, following: Sequence[str]) -> bool:
        """Whether the words after the first are those of the phrase, which has as many."""
        if phrase.rest == following:
            return True
        if len(phrase.rest) > len(following) or not (phrase.starred or self._clitics):
            return False
        return all(
            word == pattern or any(_fits(pattern, form) for form in self._forms(word))
            for pattern, word in zip(phrase.rest, following, strict=True)
        )

    def _hits(self, words: tuple[str, ...]) -> Iterator[Hit]:
        known, after = self._known, (*words[1:], "")
        for at, word in enumerate(words):
            begun = known[word] if word in known else self._begun(word)
            if begun is None:
                continue
            for symbol in begun.alone:
                yield Hit(symbol, at, at)
            for phrase in (*begun.by_next.get(after[at], ()), *begun.loose):
                last = at + len(phrase.rest)
                if self._goes_on(phrase, words[at + 1 : last + 1]):
                    yield Hit(phrase.symbol, at, last)

    def _breaks_at(self, word: str, text: str, span: Span) -> bool:
        """Whether a break, as folded, is one as written: an accent makes it another word, as Italian "è" and "e"."""
        spelled = fold(text[span[0] : span[1]], accents=False).text
        return spelled == word or spelled in self._spelled_breaks

    def _clauses(self, text: str, view: View, words: Sequence[str], spans: Sequence[Span]) -> Iterator[int]:
        """The clause of each word, counted from 0; ``spans`` count in the folded text."""
        marks = [*(match.start() for match in _BREAK.finditer(view.text)), len(view.text)]
        clause, passed = 0, 0
        for word, (start, end) in zip(words, spans, strict=True):
            ahead = passed
            while marks[ahead] <= start:
                ahead += 1
            if ahead > passed or (word in self._breaks and self._breaks_at(word, text, view.span(start, end))):
                clause += 1
                passed = ahead
            yield clause

    def _read(self, text: str) -> Reading:
        """What a text says of the symbols."""
        view = fold(text, accents=self._accents)
        spans = [match.span() for match in _WORD.finditer(view.text)]
        words = tuple(view.text[start:end] for start, end in spans)
        places = [view.span(start, end) for start, end in spans] if view.starts else spans
        hits = tuple(self._hits(words))
        starts, ends = (tuple(place[side] for place in places) for side in (0, 1))
        clauses = tuple(self._clauses(text, view, words, spans))
        return Reading(starts, ends, clauses, hits, frozenset(hit.symbol for hit in hits))
