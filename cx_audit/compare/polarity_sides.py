"""Which two clauses show that two answers take opposite sides, and how to say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cx_audit.compare.polarity_stance import AXES, FAVOURS, Axis, Claim
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading, Verdict, Way

__all__ = ["TITLES", "Side", "opposable", "opposition"]

_ANSWER = "answer"
_SAID = "said"
_SAME_KIND = 0.1

TITLES = {
    _ANSWER: "Yes or no",
    _SAID: "Yes or no",
    Axis.CAN: "Allowed or not",
    Axis.MUST: "Required or not",
    Axis.FREE: "Included or charged",
    Axis.ONLY: "Limited or not",
    Axis.KEPT: "Kept or lost",
    Axis.DONE: "Done or not",
}
_DISPLAYS = {
    _ANSWER: ("yes", "no"),
    _SAID: ("yes", "no"),
    Axis.CAN: ("allowed", "not allowed"),
    Axis.MUST: ("required", "not required"),
    Axis.FREE: ("free or included", "charged or not included"),
    Axis.ONLY: ("only in some cases", "in all cases"),
    Axis.KEPT: ("kept", "lost"),
    Axis.DONE: ("done or on offer", "not done or not on offer"),
}
_OUTSPOKEN = (Way.OPENING, Way.APOLOGY)


@dataclass(frozen=True, slots=True)
class Side:
    """What one answer says on a matter: the clause, and its words (offsets in the clean text)."""

    matter: str
    positive: bool
    claim: Claim
    marks: tuple[tuple[int, int], ...]

    @property
    def display(self) -> str:
        """In words for people."""
        return _DISPLAYS[self.matter][0 if self.positive else 1]


def _by_verdict(left: Verdict, right: Verdict) -> tuple[Side, Side]:
    spoken = left.way in _OUTSPOKEN or right.way in _OUTSPOKEN
    # a yes to "may I?" needs no other word, but a yes to "do I have to?" does
    axes = {verdict.axis for verdict in (left, right) if verdict.way is Way.OPENING} - {None, Axis.CAN}
    axis = axes.pop() if len(axes) == 1 else None
    matter = (axis or _ANSWER) if spoken else Axis.CAN
    good = FAVOURS[axis] if axis else 1
    return (
        Side(matter, left.favour == good, left.claim, left.marks),
        Side(matter, right.favour == good, right.claim, right.marks),
    )


def _side(axis: Axis, claim: Claim) -> Side:
    cues = [cue for cue in claim.cues if cue.axis is axis]
    return Side(axis, cues[0].side > 0, claim, tuple((cue.start, cue.end) for cue in cues))


def opposable(a: Reading, b: Reading) -> bool:
    """Whether ``opposition`` finds anything between two answers with clauses."""
    if a.stand * b.stand < 0:
        return True
    left, right = a.gist, b.gist
    if len(left.denies | right.denies) > 1:
        return True
    return any(
        x * y < 0 for here, there in zip(left.sides, right.sides, strict=True) for _, x in here for _, y in there
    )


def opposition(a: Reading, b: Reading, vectors: ClauseVectors) -> tuple[Side, Side] | None:
    """The sides of ``a`` and ``b``: their verdicts where these differ, else their most alike opposing clauses.

    Clauses that oppose each other by cues of one kind go before those of which only one holds a negation.
    """
    if a.stand * b.stand < 0 and a.verdict and b.verdict:
        return _by_verdict(a.verdict, b.verdict)
    likeness = vectors.likeness(a, b)[1:, 1:]
    best: tuple[float, Side, Side] | None = None
    for i, left in enumerate(a.claims):
        for j, right in enumerate(b.claims):
            for sides, bonus in _opposed(left, right):
                score = float(likeness[i, j]) + bonus
                if best is None or score > best[0]:
                    best = score, *sides
    return best[1:] if best else None


def _opposed(left: Claim, right: Claim) -> Iterator[tuple[tuple[Side, Side], float]]:
    for axis in AXES:
        if left.side(axis) * right.side(axis) < 0:
            yield (_side(axis, left), _side(axis, right)), _SAME_KIND
    if left.denies != right.denies:
        yield (Side(_SAID, not left.denies, left, ()), Side(_SAID, not right.denies, right, ())), 0.0
