"""Where the words of cues stand in a text: one index per language, asked word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from cx_audit.facts.fold import View, fold

__all__ = ["Hit", "Lexicon", "Reading"]

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+")
_BREAK = re.compile(r"[;()\[\]•–—\n،؛]|[,:](?!\d)|\s-\s|[.?!…؟](?=\s)")
_PATTERN_WORD = re.compile(r"\*?[^\W_]+\*?")
_SHORTEST_STEM = 2
_MOST_WORDS_KEPT = 100_000

Span = tuple[int, int]


class Hit(NamedTuple):
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


class _Known(dict[str, _Begun | None]):
    """What each word that was met may begin; None where that is nothing."""

    def __init__(self, begun: Callable[[str], _Begun | None]) -> None:
        super().__init__()
        self._begun = begun

    def __missing__(self, word: str) -> _Begun | None:
        found = self._begun(word)
        if len(self) < _MOST_WORDS_KEPT:
            self[word] = found
        return found


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
        self._known = _Known(self._begun)
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
        """What ``word`` may begin; None where that is nothing."""
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
        return _Begun(tuple(alone), by_next, tuple(loose)) if alone or by_next or loose else None

    def _goes_on(self, phrase: _Phrase, following: Sequence[str]) -> bool:
        """Whether the words after the first are those of the phrase, which has as many."""
        if phrase.rest == following:
            return True
        if len(phrase.rest) > len(following) or not (phrase.starred or self._clitics):
            return False
        for pattern, word in zip(phrase.rest, following, strict=True):
            if word != pattern and not any(_fits(pattern, form) for form in self._forms(word)):
                return False
        return True

    def _hits(self, words: tuple[str, ...]) -> Iterator[Hit]:
        last_word = len(words) - 1
        begun_by = list(map(self._known.__getitem__, words))
        for at, begun in [(at, begun) for at, begun in enumerate(begun_by) if begun is not None]:
            for symbol in begun.alone:
                yield Hit(symbol, at, at)
            following = begun.by_next.get(words[at + 1], ()) if at < last_word else ()
            for phrase in (*following, *begun.loose):
                last = at + len(phrase.rest)
                if self._goes_on(phrase, words[at + 1 : last + 1]):
                    yield Hit(phrase.symbol, at, last)

    def _breaks_at(self, word: str, text: str, span: Span) -> bool:
        """Whether a break, as folded, is one as written: an accent makes it another word, as Italian "è" and "e"."""
        spelled = fold(text[span[0] : span[1]], accents=False).text
        return spelled == word or spelled in self._spelled_breaks

    def _clauses(self, text: str, view: View, words: Sequence[str], spans: Sequence[Span]) -> tuple[int, ...]:
        """The clause of each word, counted from 0; ``spans`` count in the folded text."""
        if not words:
            return ()
        starts = [span[0] for span in spans]
        begins = bytearray(len(words) + 1)
        for match in _BREAK.finditer(view.text):
            begins[bisect_left(starts, match.start())] = 1
        for at in [at for at, word in enumerate(words) if word in self._breaks] if self._breaks else ():
            if not begins[at] and self._breaks_at(words[at], text, view.span(*spans[at])):
                begins[at] = 1
        return tuple(accumulate(begins[:-1]))

    def _read(self, text: str) -> Reading:
        """What a text says of the symbols."""
        view = fold(text, accents=self._accents)
        spans = [match.span() for match in _WORD.finditer(view.text)]
        words = tuple(_WORD.findall(view.text))
        places = [view.span(start, end) for start, end in spans] if view.starts else spans
        hits = tuple(self._hits(words))
        starts, ends = zip(*places, strict=True) if places else ((), ())
        clauses = self._clauses(text, view, words, spans)
        return Reading(starts, ends, clauses, hits, frozenset([hit.symbol for hit in hits]))
