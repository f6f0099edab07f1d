"""Which turn asked and which answered.

The lines that one person writes in a row are one. What answers is the next that a rep or bot says that isn't manners,
a request to wait, or a question back; until then the customer's question stands. A second speaker who goes on (a bot
that hands over) answers the same question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cx_audit.conversations.small_talk import Kind, Say, asks
from cx_audit.conversations.turns import Role, Turn

__all__ = [
    "ASKED_BACK",
    "DETAIL",
    "HELD",
    "MANNERS",
    "NOTE",
    "NO_ASKER",
    "SYSTEM",
    "UNANSWERED",
    "Dropped",
    "Exchange",
    "exchanges",
]

NOTE, SYSTEM, MANNERS, HELD = "note", "system", "manners", "held"
ASKED_BACK, DETAIL, NO_ASKER, UNANSWERED = "asked back", "detail", "no asker", "unanswered"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A customer's question and what one speaker answered; the turns of each in their order.

    ``asked`` are the sentences of the question without greetings and manners.
    """

    asked: tuple[str, ...]
    question: tuple[Turn, ...]
    answer: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A turn that is in no exchange; ``why`` is one of the names above."""

    turn: Turn
    why: str


@dataclass(slots=True)
class _Open:
    """The question that stands."""

    turns: list[Turn]
    body: list[str]
    answered: bool = False
    asked_back: bool = False


def exchanges(turns: Sequence[Turn], read: Callable[[Turn], Say]) -> Iterator[Exchange | Dropped]:
    """The questions of a conversation with their answers, and the turns that are neither, in their order.

    ``turns`` are in the order of time; ``read`` says what a turn is worth.
    """
    spoken = []
    for turn in turns:
        if turn.role in (Role.NOTE, Role.SYSTEM):
            yield Dropped(turn, NOTE if turn.role is Role.NOTE else SYSTEM)
        else:
            spoken.append(turn)
    standing: _Open | None = None
    for (role, _), block in groupby(spoken, key=lambda turn: (turn.role, turn.author or turn.name)):
        told = [(turn, read(turn)) for turn in block]
        if role is Role.CUSTOMER:
            for one in _asked(told, standing):
                if isinstance(one, Dropped):
                    yield one
                else:
                    standing = one
        else:
            yield from _answered(told, standing)
    if standing and not standing.answered:
        yield from (Dropped(turn, UNANSWERED) for turn in standing.turns)


def _asked(told: Sequence[tuple[Turn, Say]], standing: _Open | None) -> Iterator[Dropped | _Open]:
    """The question that stands after a customer's turns, and the turns that asked nothing."""
    asking = []
    for turn, say in told:
        if say.kind in (Kind.MANNERS, Kind.HOLDING):
            yield Dropped(turn, MANNERS)
        elif standing and standing.asked_back and not standing.answered and not asks(turn.text):
            yield Dropped(turn, DETAIL)
        else:
            asking.append((turn, say))
    if not asking:
        return
    going_on = standing is not None and not standing.answered
    found = standing if standing and going_on else _Open([], [])
    found.turns += [turn for turn, _ in asking]
    found.body += [sentence for _, say in asking for sentence in say.body]
    yield found


def _answered(told: Sequence[tuple[Turn, Say]], standing: _Open | None) -> Iterator[Exchange | Dropped]:
    saying = [turn for turn, say in told if say.kind is Kind.SAYS]
    for turn, say in told:
        if say.kind is Kind.ASKS and standing and not saying:
            standing.asked_back = True
        if say.kind is not Kind.SAYS and not (saying and say.kind is Kind.ASKS):
            yield Dropped(turn, {Kind.HOLDING: HELD, Kind.ASKS: ASKED_BACK}.get(say.kind, MANNERS))
    if not saying:
        return
    if standing is None:
        yield from (Dropped(turn, NO_ASKER) for turn in saying)
        return
    standing.answered = True
    kept = tuple(turn for turn, say in told if say.kind in (Kind.SAYS, Kind.ASKS))
    yield Exchange(tuple(standing.body), tuple(standing.turns), kept)
