"""What each clause of an answer says: allowed or not, required or not, free or charged, only or always, kept or lost.

Nothing here raises an alarm: the words are evidence, weighed in ``polarity_evidence``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cx_audit.compare.polarity_pack import Cues, cues
from cx_audit.compare.polarity_phrases import Found, folded, spans_of, words_of
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


AXES = tuple(Axis)
_NO_SIDES = (0,) * len(AXES)
_AXES = {axis: i for i, axis in enumerate(AXES)}
FAVOURS = {Axis.CAN: 1, Axis.MUST: -1, Axis.FREE: 1, Axis.ONLY: -1, Axis.KEPT: 1}
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
}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that take a side (1 or -1) on an axis, negation counted in; offsets in the clean text."""

    axis: Axis
    side: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause and what it says.

    ``sides`` are its sides in the order of AXES. ``denies``: it holds a negation or a refusal; ``conditional``: it
    holds only if something else does; ``limited``: that, or only at some time, in some place or for some amount;
    ``sorry`` and ``glad``: it says so.
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

    def side(self, axis: Axis) -> int:
        """1 or -1 where the clause takes one side of the axis; 0 where it takes none or both."""
        return self.sides[_AXES[axis]]

    @property
    def favour(self) -> int:
        """1 where it says what a customer hopes for, -1 the contrary, 0 neither or both."""
        total = sum(FAVOURS[axis] * side for axis, side in zip(AXES, self.sides, strict=True))
        total = total or (self.glad - self.sorry)
        return (total > 0) - (total < 0)

    @property
    def negative(self) -> bool:
        """Whether it refuses or is sorry."""
        return self.denies or self.sorry


def _parts(words: Sequence[str], found: Sequence[Found]) -> list[int]:
    """For each word the number of the part of the clause that it stands in; marks and "but" divide."""
    breaks = {f.first for f in found if "breaks" in f.labels}
    out, part = [], 0
    for i, word in enumerate(words):
        if i in breaks or word in _STOPS:
            part += 1
        out.append(part)
    return out


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


def _cues(segment: Segment, view: View, words: Sequence[str], found: Sequence[Found], known: Cues) -> Iterator[Cue]:
    """The words that take a side, in order."""
    nots = [f for f in found if "not" in f.labels]
    parts = _parts(words, found) if nots else []
    places = spans_of(view.text)
    for f in found:
        taken = sorted(f.labels & SIDES.keys())
        if not taken:
            continue
        # "not required" holds its negation already
        own = any(word in known.negators for word in words[f.first : f.last + 1])
        start, end = view.span(places[f.first][0], places[f.last][1])
        for label in taken:
            axis, side = SIDES[label]
            negated = not own and _negated(f, nots, parts, around=known.around)
            if axis is Axis.ONLY and not own:
                side = _limit(label, f, nots, negated=negated)
            elif negated:
                side = -side
            if side:
                yield Cue(axis, side, segment.start + start, segment.start + end)


def _read(segment: Segment, text: str, known: Cues, *, holds_fact: bool) -> Claim:
    view = folded(text, known.language)
    words = words_of(view.text)
    found = known.body.find(words)
    labels = frozenset().union(*(f.labels for f in found))
    out = () if labels.isdisjoint(SIDES) else tuple(_cues(segment, view, words, found, known))
    return Claim(
        segment,
        text,
        out,
        _sides(out),
        denies="not" in labels or "cannot" in labels,
        conditional="if" in labels,
        limited=holds_fact or "if" in labels or "when" in labels,
        sorry="sorry" in labels,
        glad="glad" in labels,
    )


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
    return tuple(
        _read(
            piece,
            text[piece.start : piece.end],
            known,
            holds_fact=any(piece.start <= start < piece.end for start, _ in facts),
        )
        for piece in pieces
    )
