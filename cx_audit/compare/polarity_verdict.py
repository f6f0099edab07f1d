"""What an answer says to the question as a whole: yes, no, or neither in so many words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import islice

from cx_audit.compare.polarity_asked import asked
from cx_audit.compare.polarity_cases import rules_first
from cx_audit.compare.polarity_pack import cues
from cx_audit.compare.polarity_phrases import folded_part, places_of, words_of
from cx_audit.compare.polarity_stance import FAVOURS, Axis, Claim, read_claims
from cx_audit.compare.view import AnswerView
from cx_audit.text import clean_question

__all__ = ["Gist", "Key", "Reading", "Reply", "Verdict", "Way", "read_answer"]

_LETTERS = 120
_PARTS = 3
_AFTER = 2
_SPARES = (Axis.MUST, Axis.FREE)
_DIVIDES = frozenset(",;:.!?\n-")


Key = tuple[str, str]
"""Language and text."""


class Reply(StrEnum):
    """Yes or no."""

    YES = "yes"
    NO = "no"


_REPLIES = tuple(frozenset({reply.value}) for reply in Reply)


class Way(IntEnum):
    """How a reply is given, most outspoken first."""

    OPENING = 0
    APOLOGY = 1
    PERMISSION = 2
    DENIAL = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reply, how it is given, the clause that gives it, and its words (offsets in the clean text).

    ``axis`` and ``side`` are what it comes to: "no" to "do I have to pay?" is free; no axis where that isn't known.
    """

    reply: Reply
    way: Way
    claim: Claim
    marks: tuple[tuple[int, int], ...]
    axis: Axis | None
    side: int

    @property
    def favour(self) -> int:
        """1 where it is what a customer hopes for, else -1."""
        return self.side * (FAVOURS[self.axis] if self.axis else 1)


@dataclass(frozen=True, slots=True)
class Gist:
    """What the clauses of an answer say together.

    ``sides`` are, for each of AXES, the numbers of the clauses that take a side there, with the side; ``throughout`` is
    the only side taken, else 0; ``negative`` the share of clauses that refuse or are sorry. ``conditional``: any clause
    is, or says "only"; ``limited``: one of the first two is in any way.
    """

    sides: tuple[tuple[tuple[int, int], ...], ...]
    throughout: tuple[int, ...]
    denies: frozenset[bool]
    favours: tuple[tuple[int, int], ...]
    favour: float
    negative: float
    conditional: bool
    limited: bool
    sorry: bool
    glad: bool

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Gist:
        """Sum up clauses, of which there must be any."""
        by_axis = zip(*[claim.sides for claim in claims], strict=True)
        sides = tuple([tuple([(i, side) for i, side in enumerate(taken) if side]) for taken in by_axis])
        alone = [{side for _, side in taken} for taken in sides]
        return cls(
            sides,
            tuple(taken.pop() if len(taken) == 1 else 0 for taken in alone),
            frozenset(claim.denies for claim in claims),
            tuple((i, claim.favour) for i, claim in enumerate(claims) if claim.favour),
            sum(claim.favour for claim in claims) / len(claims),
            sum(claim.negative for claim in claims) / len(claims),
            any(claim.conditional or claim.side(Axis.ONLY) > 0 for claim in claims),
            any(claim.limited for claim in claims[:2]),
            any(claim.sorry for claim in claims),
            any(claim.glad for claim in claims),
        )


@dataclass(frozen=True)
class Reading:
    """An answer, those of its clauses that take any side, and its verdict.

    ``keys`` are the texts to embed: the question, then the clauses.
    """

    view: AnswerView
    claims: tuple[Claim, ...]
    verdict: Verdict | None
    keys: tuple[Key, ...]

    @property
    def reply(self) -> Reply | None:
        """The verdict's reply, unless all that speaks for it is a negation in the first clause."""
        return self.verdict.reply if self.verdict and self.verdict.way is not Way.DENIAL else None

    @property
    def stand(self) -> int:
        """1 where the verdict is what a customer hopes for, -1 the contrary, 0 without such a verdict."""
        return self.verdict.favour if self.verdict and self.verdict.way is not Way.DENIAL else 0

    @cached_property
    def gist(self) -> Gist:
        """Its clauses summed up; it must have any."""
        return Gist.of(self.claims)


def _parts(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The parts between marks, as ranges of words."""
    first = 0
    for i, word in enumerate([*words, "."]):
        if word in _DIVIDES:
            if i > first:
                yield first, i
            first = i + 1


def _opening(view: AnswerView, claims: Sequence[Claim]) -> Verdict | None:
    """A yes or no at the start of a part: alone, with a word or two, or in a phrase of its own ("of course")."""
    known = cues(view.language)
    if known is None or not claims:
        return None
    start = view.body.start
    text = folded_part(view.clean.text, start, min(view.body.end, start + _LETTERS), view.language)
    words = words_of(text.text)
    if not known.opening.begins(words):
        return None
    # "oh, sorry Anna, no" comes to the point late
    for first, last in islice(_parts(words), _PARTS):
        found = known.opening.leading(words[first:last])
        if not found or found.labels not in _REPLIES:
            continue
        # "Ja hoor, ...", "of course you can", but "No box needed" says no to a box only, "we can't ship lamps" to lamps
        lone = "no" in found.labels and not found.last
        if last - first - (found.last + 1) <= (0 if lone else _AFTER):
            places = places_of(text.text)
            a, b = text.span(places[first].start(), places[first + found.last].end())
            home = next((c for c in claims if c.segment.end > start + a), claims[0])
            reply = Reply(next(iter(found.labels)))
            marks = ((start + a, start + b),)
            meant = asked(view.answer.question, view.language)
            if meant is None and reply is Reply.NO and (spared := _spared(home, claims)):
                return Verdict(reply, Way.OPENING, home, marks, spared, FAVOURS[spared])
            axis, side = meant or (None, 1)
            return Verdict(reply, Way.OPENING, home, marks, axis, side if reply is Reply.YES else -side)
    return None


def _spared(home: Claim, claims: Sequence[Claim]) -> Axis | None:
    """What a "no" spares the customer, in the words that go on: "No, that's free", "No. You needn't."

    Nothing where these refuse as well, or offer something else instead.
    """
    at = claims.index(home)
    follows = home if home.cues or at + 1 == len(claims) else claims[at + 1]
    if follows.favour <= 0 or follows.sorry or follows.side(Axis.CAN) < 0:
        return None
    spared = [axis for axis in _SPARES if follows.side(axis) == FAVOURS[axis]]
    return spared[0] if len(spared) == 1 else None


def _marks(claim: Claim, side: int) -> tuple[tuple[int, int], ...]:
    return tuple((cue.start, cue.end) for cue in claim.cues if cue.axis is Axis.CAN and cue.side == side)


def _to_the_point(view: AnswerView, claims: Sequence[Claim]) -> Sequence[Claim]:
    """The clauses up to the first that grants something or states a value: regret behind it is about a part."""
    values = [found.fact.start for found in view.facts]
    for i, claim in enumerate(claims):
        stated = any(claim.segment.start <= start < claim.segment.end for start in values)
        if not claim.negative and (claim.favour > 0 or stated):
            return claims[:i]
    return claims


def _verdict(view: AnswerView, claims: Sequence[Claim]) -> Verdict | None:
    said = _opening(view, claims)
    if said:
        return said
    for claim in _to_the_point(view, claims):
        if claim.sorry and (claim.denies or claim.side(Axis.CAN) < 0):
            return Verdict(Reply.NO, Way.APOLOGY, claim, _marks(claim, -1), Axis.CAN, -1)
    for claim in claims[:2]:
        side = claim.side(Axis.CAN)
        if claim is not claims[0] and side * claims[0].favour < 0:
            break
        if side and not claim.limited:
            reply = Reply.YES if side > 0 else Reply.NO
            return Verdict(reply, Way.PERMISSION, claim, _marks(claim, side), Axis.CAN, side)
    if claims and claims[0].denies and not claims[0].limited:
        return Verdict(Reply.NO, Way.DENIAL, claims[0], (), None, -1)
    return None


def read_answer(view: AnswerView) -> Reading:
    """Read what an answer allows, requires, includes or denies; no clauses where its language has no cues.

    Raises:
        ConfigError: the packaged cues of its language are wrong.
    """
    claims = rules_first(read_claims(view), view.answer.channel, view.language)
    verdict = _verdict(view, claims)
    kept = tuple(c for c in claims if c.cues or c.negative or c.glad or (verdict and c is verdict.claim))
    texts = (clean_question(view.answer.question), *(" ".join(claim.text.split()) for claim in kept))
    return Reading(view, kept, verdict, tuple((view.language, text) for text in texts))
