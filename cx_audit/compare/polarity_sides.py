"""Which two clauses show that two answers take opposite sides, and how to say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cx_audit.compare.polarity_stance import AXES, FAVOURS, Axis, Claim
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading, Verdict, Way

__all__ = ["SAID", "TITLES", "Side", "of_own_case", "opposable", "opposition", "unlike"]

_ANSWER = "answer"
SAID = "said"
"""The matter of clauses that no axis names: only their own words tell what they say."""
_SAME_KIND = 0.1
_VERDICT = 0.2
_LONGEST = 90

TITLES = {
    _ANSWER: "Yes or no",
    SAID: "One says what the other denies",
    Axis.CAN: "Allowed or not",
    Axis.MUST: "Required or not",
    Axis.FREE: "Included or charged",
    Axis.ONLY: "Limited or not",
    Axis.KEPT: "Kept or lost",
    Axis.DONE: "Done or not",
}
_DISPLAYS = {
    _ANSWER: ("yes", "no"),
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
        """In words for people: what the label says, or the clause itself where none fits."""
        if self.matter == SAID:
            return self.words
        return _DISPLAYS[self.matter][0 if self.positive else 1]

    @property
    def words(self) -> str:
        """The clause, cut where it is long."""
        text = " ".join(self.claim.text.split())
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"

    @property
    def favourable(self) -> bool:
        """Whether this is the side that a customer hopes for."""
        axis = self.matter if isinstance(self.matter, Axis) else Axis.CAN
        return self.positive == (FAVOURS[axis] > 0)


def _speaks_of(axis: Axis, verdict: Verdict) -> bool:
    """Whether a label of this axis is true of a reply: it names it, or is a plain yes or no."""
    plain = verdict.way is Way.OPENING and verdict.axis is None
    return plain or verdict.axis is axis or verdict.claim.side(axis) != 0


def _by_verdict(left: Verdict, right: Verdict) -> tuple[Side, Side]:
    spoken = left.way in _OUTSPOKEN or right.way in _OUTSPOKEN
    # a yes to "may I?" needs no other word, but a yes to "do I have to?" does
    axes = {verdict.axis for verdict in (left, right) if verdict.way is Way.OPENING} - {None, Axis.CAN}
    axis = axes.pop() if len(axes) == 1 else None
    if axes or (axis and not all(_speaks_of(axis, verdict) for verdict in (left, right))):
        matter, axis = SAID, None
    else:
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

    Clauses that oppose each other by cues of one kind go before those of which only one holds a negation, and the
    clause that is the answer's reply before others.
    """
    if a.stand * b.stand < 0 and a.verdict and b.verdict:
        return _by_verdict(a.verdict, b.verdict)
    likeness = vectors.likeness(a, b)[1:, 1:]
    best: tuple[float, Side, Side] | None = None
    for i, left in enumerate(a.claims):
        for j, right in enumerate(b.claims):
            for sides, bonus in _opposed(left, right, _favour(a, left) * _favour(b, right) > 0):
                score = float(likeness[i, j]) + bonus + _replies(a, left) + _replies(b, right)
                if best is None or score > best[0]:
                    best = score, *sides
    return best[1:] if best else None


def of_own_case(a: Reading, b: Reading) -> bool:
    """Whether either speaks of one customer's own case: a rep who applies a rule to it seldom says all of the rule."""
    return any(claim.own for claim in (*a.claims, *b.claims))


def _opposed(left: Claim, right: Claim, agreed: bool) -> Iterator[tuple[tuple[Side, Side], float]]:
    if left.own or right.own:
        return
    for axis in AXES:
        if left.side(axis) * right.side(axis) < 0:
            yield (_side(axis, left), _side(axis, right)), _SAME_KIND
    # "no" to "must I pay?" holds a negation that "you pay nothing" lacks, and says the same
    if left.denies != right.denies and not agreed:
        yield (Side(SAID, not left.denies, left, ()), Side(SAID, not right.denies, right, ())), 0.0


def _replies(reading: Reading, claim: Claim) -> float:
    return _VERDICT if reading.stand and reading.verdict and reading.verdict.claim is claim else 0.0


def _favour(reading: Reading, claim: Claim) -> int:
    """What a clause says to a customer's hopes; the reply's is what the reply comes to."""
    verdict = reading.verdict
    return reading.stand or claim.favour if verdict and verdict.claim is claim else claim.favour


def unlike(a: Reading, b: Reading, vectors: ClauseVectors) -> tuple[Side, Side] | None:
    """The most alike clauses of two answers, for what contradicts each other without opposed words.

    None where all clauses are of one mind, or of a customer's own case. Where a model has read what the answers come
    to, that says which side is which.
    """
    likeness = vectors.likeness(a, b)[1:, 1:]
    found = [
        (float(likeness[i, j]) + _replies(a, left) + _replies(b, right), -i, -j)
        for i, left in enumerate(a.claims)
        for j, right in enumerate(b.claims)
        if not (left.own or right.own or _favour(a, left) * _favour(b, right) > 0)
    ]
    if not found:
        return None
    _, i, j = max(found)
    left, right = a.claims[-i], b.claims[-j]
    leaning = vectors.outcomes.leaning if vectors.outcomes else lambda _: 0.0
    hopes = [
        (leaning(reading), _favour(reading, claim), reading.stand, reading.gist.favour, claim.text)
        for reading, claim in ((a, left), (b, right))
    ]
    return Side(SAID, hopes[0] >= hopes[1], left, ()), Side(SAID, hopes[0] < hopes[1], right, ())
