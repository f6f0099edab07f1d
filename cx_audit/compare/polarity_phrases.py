"""Cue phrases found in one pass over the words of a text.

The phrases of ``rules/polarity``: words one after another, ``word*`` any ending (three letters or more before the
star), ``~`` up to three words between. At each place the longest phrase wins, so that "no problem" hides "no". A
regular expression of these many phrases took twenty times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cx_audit.compare.method_phrases import folds_accents
from cx_audit.facts.fold import View, fold

__all__ = ["Found", "PhraseBook", "Word", "folded", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:'t(?!\w))?|[^\w\s'-]|(?<!\w)-|-(?!\w)|\n")
_GAP = 3
_STEM = 3
_ARABIC_PREFIXES = ("و", "ف", "ال", "وال", "ب", "ل")


class Word(NamedTuple):
    """A word or a mark of the folded text and its place there."""

    text: str
    start: int
    end: int
    is_mark: bool = False


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


def folded(text: str, language: str) -> View:
    """Lower case, without accents where the language allows."""
    return fold(text, accents=folds_accents(language))


def words_of(text: str) -> list[Word]:
    """The words and marks of folded text."""
    return [Word(m.group(), m.start(), m.end(), not m.group()[0].isalnum()) for m in _WORD.finditer(text)]


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
            if not piece.is_mark:
                out.append(_Step(piece.text, stem and piece is pieces[-1], gap))
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

    def _forms(self, word: str) -> tuple[str, ...]:
        """The word, and in Arabic without the particles written onto its front."""
        if not self._arabic:
            return (word,)
        bare = (word[len(p) :] for p in _ARABIC_PREFIXES if word.startswith(p) and len(word) > len(p) + 2)
        return (word, *bare)

    @staticmethod
    def _end(steps: tuple[_Step, ...], forms: Sequence[tuple[str, ...]], at: int) -> int:
        """The last word of a phrase whose first stands at ``at``, or -1; a phrase never runs over a mark."""
        for step in steps:
            last = min(at + (_GAP if step.after_gap else 0) + 1, len(forms) - 1)
            place = at + 1
            while place <= last and forms[place] and not step.fits(forms[place]):
                place += 1
            if place > last or not forms[place]:
                return -1
            at = place
        return at

    def _entries(self, forms: tuple[str, ...]) -> list[_Entry]:
        """The phrases that may begin with this word."""
        out: list[_Entry] = []
        for form in forms:
            out += self._whole.get(form, ())
            out += [entry for stem, entry in self._stems.get(form[:_STEM], ()) if form.startswith(stem)]
        return out

    def find(self, words: Sequence[Word]) -> list[Found]:
        """The phrases in ``words``, from left to right, none inside another."""
        forms = [() if word.is_mark else self._forms(word.text) for word in words]
        out: list[Found] = []
        at = 0
        while at < len(words):
            best, labels = -1, frozenset[str]()
            for steps, named in self._entries(forms[at]) if forms[at] else ():
                end = self._end(steps, forms, at) if steps else at
                if end >= 0 and end >= best:
                    labels = labels | named if end == best else named
                    best = end
            if best >= 0:
                out.append(Found(labels, at, best))
            at = max(at, best) + 1
        return out
