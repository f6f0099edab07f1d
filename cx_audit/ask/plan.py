"""What will be asked, and what it will take: pure, so that it can be shown before anything is sent."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cx_audit.ask.questions import Asking

__all__ = ["REPLY_TOKENS", "Call", "Cost", "Prices", "calls", "cost", "session_id"]

REPLY_TOKENS = 200
"""What a reply of a language model is taken to have, for the estimate."""
_BYTES_PER_TOKEN = 4
_AROUND = 10
"""Tokens of a request around its texts."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: a wording, for the ``run``-th time (from 1)."""

    asking: Asking
    wording: str
    run: int

    @property
    def key(self) -> str:
        """Knows the call again in another run of the command, whatever other questions there are then."""
        told = "\0".join((self.asking.language, self.wording, str(self.run)))
        return hashlib.sha256(told.encode()).hexdigest()[:24]


def session_id(call: Call, bot: str, session: str) -> str:
    """A conversation of its own for each request, the same in each run: 36 characters, as much as Dialogflow takes.

    ``session`` is the user's: another word for it gives other conversations with the same bot.
    """
    return "cxa-" + hashlib.sha256("\0".join((bot, session, call.key)).encode()).hexdigest()[:32]


def calls(askings: Sequence[Asking], times: int) -> Iterator[Call]:
    """All requests: first each question once in its usual words, so that a run cut short has asked the most of them."""
    most = max((len(asking.wordings) for asking in askings), default=0)
    for run in range(1, times + 1):
        for number in range(most):
            for asking in askings:
                if number < len(asking.wordings):
                    yield Call(asking, asking.wordings[number], run)


@dataclass(frozen=True, slots=True)
class Prices:
    """What a language model costs per 1,000 tokens, as the user configured it."""

    tokens_in: float
    tokens_out: float
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """``requests`` are exact; tokens (None for other bots) and ``amount`` are estimates."""

    requests: int
    tokens_in: int | None = None
    tokens_out: int | None = None
    amount: float | None = None


def cost(todo: Collection[Call], *, tokens: bool, system: str = "", prices: Prices | None = None) -> Cost:
    """What the requests will take; a token is taken to be four bytes of UTF-8, a reply to have REPLY_TOKENS."""
    if not tokens:
        return Cost(len(todo))
    sizes = (len(system.encode()) + len(call.wording.encode()) for call in todo)
    into = sum(math.ceil(size / _BYTES_PER_TOKEN) + _AROUND for size in sizes)
    out = REPLY_TOKENS * len(todo)
    amount = None if prices is None else into / 1000 * prices.tokens_in + out / 1000 * prices.tokens_out
    return Cost(len(todo), into, out, amount)
