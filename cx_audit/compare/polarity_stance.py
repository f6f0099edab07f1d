"""What each clause of an answer says: allowed or not, required or not, free or charged, only or always, kept or lost.

Nothing here raises an alarm: the words are evidence, weighed in ``polarity_evidence``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cx_audit.compare.polarity_pack import Cues, cues
from cx_audit.compare.polarity_phrases import Found, folded, places_of, words_of
from cx_audit.compare.view import AnswerView
from cx_audit.facts.fold import View
from cx_audit.text import Segment, statements

__all__ = ["AXES", "FAVOURS", "SIDES", "Axis", "Claim", "Cue", "read_claims"]

_BEFORE = 6
_BEHIND = 5
_STOPS = frozenset(",;:.!?()\n")


class Axis(StrEnum):
    """What a stance is about; each has two sides."""

    CAN = "can"
    MUST = "must"
    FREE = "free"
    ONLY = "only"
    KEPT = "kept"
    DONE = "done"


AXES = tuple(Axis)
_NO_SIDES = (0,) * len(AXES)
_AXES = {axis: i for i, axis in enumerate(AXES)}
_NO_LABELS: frozenset[str] = frozenset()
_DENIALS = frozenset({"not", "cannot", "withholds"})
FAVOURS = {Axis.CAN: 1, Axis.MUST: -1, Axis.FREE: 1, Axis.ONLY: -1, Axis.KEPT: 1, Axis.DONE: 1}
"""Whether the first side of an axis is what a customer hopes for."""

SIDES = {
    "can": (Axis.CAN, 1),
    "cannot": (Axis.CAN, -1),
    "must": (Axis.MUST, 1),
    "needless": (Axis.MUST, -1),
    "free": (Axis.FREE, 1),
    "charged": (Axis.FREE, -1),
    "only": (Axis.ONLY, 1),
    "any": (Axis.ONLY, -1),
    "kept": (Axis.KEPT, 1),
    "lost": (Axis.KEPT, -1),
    "does": (Axis.DONE, 1),
    "withholds": (Axis.DONE, -1),
}


_ACTS = SIDES.keys() - {"only", "any"}
"""What a negation within it goes on from: "not only" denies nothing that follows."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that take a side (1 or -1) on an axis, negation counted in; offsets in the clean text."""

    axis: Axis
    side: int
    start: int
    end: int


class Claim(NamedTuple):
    """A clause and what it says.

    ``sides`` are its sides in the order of AXES. ``denies``: it holds a negation or a refusal; ``conditional``: it
    holds only if something else does; ``limited``: that, or only at some time, in some place or for some amount;
    ``sorry`` and ``glad``: it says so; ``own``: it speaks of one customer's own case, behind a rule to the contrary.
    """

    segment: Segment
    text: str
    cues: tuple[Cue, ...]
    sides: tuple[int, ...]
    denies: bool
    conditional: bool
    limited: bool
    sorry: bool
    glad: bool
    own: bool = False

    def side(self, axis: Axis) -> int:
        """1 or -1 where the clause takes one side of the axis; 0 where it takes none or both."""
        return self.sides[_AXES[axis]]

    @property
    def favour(self) -> int:
        """1 where it says what a customer hopes for, -1 the contrary, 0 neither or both.

        That something is done is hoped for by nobody yet ("we send an e-mail"), that it isn't disappoints.
        """
        total = sum(FAVOURS[axis] * side for axis, side in zip(AXES, self.sides, strict=True))
        total -= self.side(Axis.DONE) > 0
        total = total or (self.glad - self.sorry)
        return (total > 0) - (total < 0)

    @property
    def negative(self) -> bool:
        """Whether it refuses or is sorry."""
        return self.denies or self.sorry


def _negated(cue: Found, nots: Sequence[Found], parts: Sequence[int], *, around: bool) -> bool:
    return any(
        parts[negation.first] == parts[cue.first]
        and (-_BEFORE <= negation.first - cue.last < 0 or (around and 0 < negation.first - cue.last <= _BEHIND))
        for negation in nots
    )


def _limit(label: str, cue: Found, nots: Sequence[Found], *, negated: bool) -> int:
    """The side of a limit. "As long as it hasn't shipped" limits all the same, and "not everyone" isn't all."""
    if label == "any":
        return 0 if negated else -1
    return -1 if any(negation.last + 1 == cue.first for negation in nots) else 1


def _sides(found: Sequence[Cue]) -> tuple[int, ...]:
    if not found:
        return _NO_SIDES
    affirmed = {cue.axis for cue in found if cue.side > 0}
    denied = {cue.axis for cue in found if cue.side < 0}
    return tuple((axis in affirmed) - (axis in denied) for axis in AXES)


@dataclass(frozen=True)
class _Text:
    """A folded text, its words and where each begins, and the cues in it, in order."""

    view: View
    words: list[str]
    found: list[Found]

    @classmethod
    def of(cls, view: View, known: Cues) -> _Text:
        words = words_of(view.text)
        return cls(view, words, known.body.find(words))

    @cached_property
    def _places(self) -> list[re.Match[str]]:
        return places_of(self.view.text)

    def span(self, found: Found) -> tuple[int, int]:
        """Where a cue stands in the text as it was."""
        return self.view.span(self._places[found.first].start(), self._places[found.last].end())

    def parts(self) -> list[int]:
        """For each word the number of the part that it stands in; marks and "but" divide."""
        breaks = {f.first for f in self.found if "breaks" in f.labels}
        return list(accumulate(i in breaks or word in _STOPS for i, word in enumerate(self.words)))


def _holds_negation(told: _Text, found: Found, known: Cues) -> bool:
    return not known.negators.isdisjoint(told.words[found.first : found.last + 1])


def _cues(told: _Text, found: Sequence[Found], known: Cues, start: int) -> Iterator[Cue]:
    """The words of a clause that take a side, in order; the text begins at ``start``."""
    nots = [f for f in found if "not" in f.labels]
    # "no extra fee", "you don't have to pay a fee": the phrase's negation goes on
    held = [f for f in found if not f.labels.isdisjoint(_ACTS) and _holds_negation(told, f, known)]
    parts = told.parts() if nots or held else []
    for f in found:
        taken = sorted(f.labels & SIDES.keys())
        if not taken:
            continue
        # "not required" holds its negation already
        own = _holds_negation(told, f, known)
        first, last = told.span(f)
        for label in taken:
            axis, side = SIDES[label]
            negated = not own and (
                _negated(f, nots, parts, around=known.around) or _negated(f, held, parts, around=False)
            )
            if axis is Axis.ONLY and not own:
                side = _limit(label, f, nots, negated=negated)
            elif negated:
                side = -side
            if side:
                yield Cue(axis, side, start + first, start + last)


def _without_lone_if(told: _Text, found: Sequence[Found]) -> Sequence[Found]:
    """All but a condition of one word that stands by itself: Spanish "Sí.", which is "if" without its accent."""

    def marked(at: int) -> bool:
        return not 0 <= at < len(told.words) or not told.words[at][0].isalnum()

    return [
        f for f in found if "if" not in f.labels or f.first < f.last or not (marked(f.first - 1) and marked(f.last + 1))
    ]


def _claim(
    segment: Segment, text: str, told: _Text, found: Sequence[Found], known: Cues, start: int, *, holds_fact: bool
) -> Claim:
    found = _without_lone_if(told, found)
    labels = frozenset().union(*[f.labels for f in found]) if found else _NO_LABELS
    out = () if labels.isdisjoint(SIDES) else tuple(_cues(told, found, known, start))
    return Claim(
        segment,
        text[segment.start : segment.end],
        out,
        _sides(out),
        denies=not labels.isdisjoint(_DENIALS),
        conditional="if" in labels,
        limited=holds_fact or "if" in labels or "when" in labels,
        sorry="sorry" in labels,
        glad="glad" in labels,
    )


def _by_piece(told: _Text, pieces: Sequence[Segment]) -> list[list[Found]] | None:
    """The cues of each piece of a text; None where one runs over its end, as none does past a mark."""
    out: list[list[Found]] = [[] for _ in pieces]
    starts = [piece.start for piece in pieces]
    for found in told.found:
        first, last = told.span(found)
        at = bisect_right(starts, first) - 1
        if at != bisect_right(starts, last - 1) - 1 or (at >= 0 and first < pieces[at].end < last):
            return None
        if at >= 0 and first < pieces[at].end:
            out[at].append(found)
    return out


def read_claims(view: AnswerView) -> tuple[Claim, ...]:
    """The clauses of an answer's body, in order; none in a language without cues.

    Raises:
        ConfigError: the packaged file of the language is wrong.
    """
    known = cues(view.language)
    if known is None:
        return ()
    facts = [(f.fact.start, f.fact.end) for f in view.facts]
    text = view.clean.text
    pieces = statements(text, view.language, facts, pieces=view.pieces)
    holds = [any(piece.start <= start < piece.end for start, _ in facts) if facts else False for piece in pieces]
    whole = _Text.of(folded(text, known.language), known)
    found = _by_piece(whole, pieces)
    if found is not None:
        return tuple(
            _claim(piece, text, whole, said, known, 0, holds_fact=fact)
            for piece, said, fact in zip(pieces, found, holds, strict=True)
        )
    alone = [_Text.of(folded(text[piece.start : piece.end], known.language), known) for piece in pieces]
    return tuple(
        _claim(piece, text, told, told.found, known, piece.start, holds_fact=fact)
        for piece, told, fact in zip(pieces, alone, holds, strict=True)
    )
