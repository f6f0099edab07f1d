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

from cx_audit.compare.method_phrases import folds_accents
from cx_audit.facts.fold import View, fold

__all__ = ["Found", "PhraseBook", "Word", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:'t(?!\w))?|[^\w\s']|\n")
_GAP = 3
_STEM = 3
_TASHKEEL_FREE_PREFIXES = ("و", "ف", "ال", "وال", "ب", "ل")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark of the folded text and its place there."""

    text: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return not self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Found:
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

    def fits(self, forms: Sequence[str]) -> bool:
        return any(form.startswith(self.text) if self.stem else form == self.text for form in forms)


def folded(text: str, language: str) -> View:
    """Lower case, without accents where the language allows."""
    return fold(text, accents=folds_accents(language))


def words_of(text: str) -> list[Word]:
    """The words and marks of folded text."""
    return [Word(match.group(), *match.span()) for match in _WORD.finditer(text)]


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
        self._whole: dict[str, list[tuple[tuple[_Step, ...], frozenset[str]]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[tuple[_Step, ...], frozenset[str]]]] = defaultdict(list)
        for steps, found in labels.items():
            table, key = (self._stems, steps[0].text[:_STEM]) if steps[0].stem else (self._whole, steps[0].text)
            table[key].append((steps, frozenset(found)))

    def _forms(self, word: str) -> list[str]:
        """The word, and in Arabic without the particles written onto its front."""
        if not self._arabic:
            return [word]
        return [
            word,
            *(word[len(p) :] for p in _TASHKEEL_FREE_PREFIXES if word.startswith(p) and len(word) > len(p) + 2),
        ]

    @staticmethod
    def _end(steps: tuple[_Step, ...], forms: Sequence[Sequence[str]], first: int) -> int | None:
        """The last word of a phrase that begins at ``first``; a phrase never runs over a mark."""
        at = first
        for step in steps[1:]:
            reach = range(at + 1, min(at + 2 + (_GAP if step.after_gap else 0), len(forms)))
            found = None
            for place in reach:
                if not forms[place]:
                    break
                if step.fits(forms[place]):
                    found = place
                    break
            if found is None:
                return None
            at = found
        return at

    def find(self, words: Sequence[Word]) -> list[Found]:
        """The phrases in ``words``, from left to right, none inside another."""
        forms = [() if word.is_mark else self._forms(word.text) for word in words]
        out: list[Found] = []
        at = 0
        while at < len(words):
            best, labels = -1, frozenset[str]()
            for form in forms[at]:
                entries = (*self._whole.get(form, ()), *self._stems.get(form[:_STEM], ()))
                for steps, named in entries:
                    if not steps[0].fits((form,)):
                        continue
                    end = self._end(steps, forms, at)
                    if end is not None and end >= best:
                        labels = labels | named if end == best else named
                        best = end
            if best >= 0:
                out.append(Found(labels, at, best))
            at = max(at, best) + 1
        return out
