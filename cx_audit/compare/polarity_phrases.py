"""Cue phrases found in one pass over the words of a text.

The phrases of ``rules/polarity``: words one after another, ``word*`` any ending (three letters or more before the
star), ``~`` up to three words between. At each place the longest phrase wins, so that "no problem" hides "no". A
regular expression of these many phrases took twenty times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from cx_audit.compare.method_phrases import folds_accents
from cx_audit.facts.fold import View, fold

__all__ = ["Found", "PhraseBook", "folded", "folded_part", "places_of", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:'t(?!\w))?|[^\w\s'-]|(?<!\w)-|-(?!\w)|\n")
_GAP = 3
_STEM = 3
_ARABIC_PREFIXES = ("و", "ف", "ال", "وال", "ب", "ل")
_WORDS_KEPT = 50_000


class Found(NamedTuple):
    """Words ``first`` to ``last`` (inclusive) are a phrase with these labels."""

    labels: frozenset[str]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a phrase; ``after_gap``: up to three words may stand before it."""

    text: str
    stem: bool
    after_gap: bool

    def fits(self, forms: tuple[str, ...]) -> bool:
        if self.stem:
            return any(form.startswith(self.text) for form in forms)
        return self.text in forms


_Entry = tuple[tuple[_Step, ...], frozenset[str]]
"""What follows the first word, and the labels."""


class _Known(NamedTuple):
    """The forms of a word, none for a mark, and the phrases that may begin with it.

    ``alone`` are the labels of those that are this one word, ``by_next`` those whose next word must follow at once, by
    that word, and ``others`` the rest.
    """

    forms: tuple[str, ...] = ()
    begins: bool = False
    alone: frozenset[str] = frozenset()
    by_next: Mapping[str, Sequence[_Entry]] = MappingProxyType({})
    others: Sequence[_Entry] = ()


_BEGINS = 1
_begins = itemgetter(_BEGINS)


def folded(text: str, language: str) -> View:
    """Lower case, without accents where the language allows."""
    return fold(text, accents=folds_accents(language))


def folded_part(text: str, start: int, end: int, language: str) -> View:
    """``text[start:end]``, folded; the whole text mostly is already."""
    whole = folded(text, language)
    return View(whole.text[start:end]) if whole.starts is None else folded(text[start:end], language)


def words_of(text: str) -> list[str]:
    """The words and marks of folded text."""
    return _WORD.findall(text)


def places_of(text: str) -> list[re.Match[str]]:
    """Where each of ``words_of`` stands in folded text."""
    return list(_WORD.finditer(text))


class _Met(dict[str, _Known]):
    """What is known of each word that was met."""

    def __init__(self, look_up: Callable[[str], _Known]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> _Known:
        if len(self) > _WORDS_KEPT:
            self.clear()
        found = self[word] = self._look_up(word)
        return found


def _is_mark(word: str) -> bool:
    return not word[0].isalnum()


def _steps(phrase: str, language: str) -> tuple[_Step, ...]:
    out: list[_Step] = []
    gap = False
    for part in phrase.split():
        if part == "~":
            gap = True
            continue
        stem = part.endswith("*")
        pieces = words_of(folded(part.removesuffix("*"), language).text)
        for piece in pieces:
            if not _is_mark(piece):
                out.append(_Step(piece, stem and piece is pieces[-1], gap))
                gap = False
    return tuple(out)


class PhraseBook:
    """The labelled phrases of one language."""

    def __init__(self, phrases: Mapping[str, Sequence[str]], language: str) -> None:
        labels: dict[tuple[_Step, ...], set[str]] = defaultdict(set)
        for label, listed in phrases.items():
            for phrase in listed:
                steps = _steps(phrase, language)
                if not steps or any(step.stem and len(step.text) < _STEM for step in steps):
                    raise ValueError(f"{label}: {phrase!r} needs a word, and three letters before a star")
                labels[steps].add(label)
        self._arabic = language == "ar"
        self._whole: dict[str, list[_Entry]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, _Entry]]] = defaultdict(list)
        for (first, *rest), found in labels.items():
            entry = tuple(rest), frozenset(found)
            if first.stem:
                self._stems[first.text[:_STEM]].append((first.text, entry))
            else:
                self._whole[first.text].append(entry)
        self._known = _Met(self._look_up)

    def _forms(self, word: str) -> tuple[str, ...]:
        """The word, and in Arabic without the particles written onto its front."""
        if not self._arabic:
            return (word,)
        bare = (word[len(p) :] for p in _ARABIC_PREFIXES if word.startswith(p) and len(word) > len(p) + 2)
        return (word, *bare)

    @staticmethod
    def _end(steps: tuple[_Step, ...], known: Sequence[_Known], at: int) -> int:
        """The last word of a phrase whose first stands at ``at``, or -1; a phrase never runs over a mark."""
        for step in steps:
            last = min(at + (_GAP if step.after_gap else 0) + 1, len(known) - 1)
            place = at + 1
            while place <= last and known[place].forms and not step.fits(known[place].forms):
                place += 1
            if place > last or not known[place].forms:
                return -1
            at = place
        return at

    def _look_up(self, word: str) -> _Known:
        if _is_mark(word):
            return _Known()
        forms = self._forms(word)
        entries: list[_Entry] = []
        for form in forms:
            entries += self._whole.get(form, ())
            entries += [entry for stem, entry in self._stems.get(form[:_STEM], ()) if form.startswith(stem)]
        alone = (labels for steps, labels in entries if not steps)
        by_next: dict[str, list[_Entry]] = defaultdict(list)
        others: list[_Entry] = []
        for entry in entries:
            if entry[0]:
                following = entry[0][0]
                (others if following.stem or following.after_gap else by_next[following.text]).append(entry)
        return _Known(forms, bool(entries), frozenset().union(*alone), by_next, others)

    def _all_known(self, words: Sequence[str]) -> list[_Known]:
        """What is known of each word, looked up once."""
        return list(map(self._known.__getitem__, words))

    def _longest(self, known: Sequence[_Known], at: int) -> Found | None:
        """The longest phrase that begins at a word; with the labels of all that are as long."""
        first = known[at]
        entries: Sequence[_Entry] = first.others
        if first.by_next and at + 1 < len(known):
            for form in known[at + 1].forms:
                if form in first.by_next:
                    entries = [*entries, *first.by_next[form]]
        best, labels = (at if first.alone else -1), first.alone
        for steps, named in entries:
            end = self._end(steps, known, at)
            if end >= 0 and end >= best:
                labels = labels | named if end == best else named
                best = end
        return Found(labels, at, best) if best >= 0 else None

    def find(self, words: Sequence[str]) -> list[Found]:
        """The phrases in ``words``, from left to right, none inside another."""
        known = self._all_known(words)
        out: list[Found] = []
        after = 0
        for at in [at for at, word in enumerate(known) if word[_BEGINS]]:
            if at >= after and (found := self._longest(known, at)):
                out.append(found)
                after = found.last + 1
        return out

    def begins(self, words: Sequence[str]) -> bool:
        """Whether any of ``words`` may begin a phrase."""
        return any(map(_begins, self._all_known(words)))

    def leading(self, words: Sequence[str]) -> Found | None:
        """The phrase that begins with the first of ``words``."""
        if not self._all_known(words[:1])[0].begins:
            return None
        return self._longest(self._all_known(words), 0)
