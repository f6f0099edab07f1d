"""What the tests of asking share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cx_audit.ask.asker import Live, open_client
from cx_audit.ask.load import named_bot
from cx_audit.ask.plan import Call
from cx_audit.ask.questions import Asking
from cx_audit.ask.template import settle
from cx_audit.model import Answer, Question
from cx_audit.web import Clock

HERE = Path(__file__).parent
WINDOW = Asking("ask-1", "en", ("How long can I return it?", "return deadline please"))


def call(wording: str = "", run: int = 1, asking: Asking = WINDOW) -> Call:
    return Call(asking, wording or asking.wordings[0], run)


def live(name: str, settings: Mapping[str, str | int | float]) -> Live:
    found, bot = named_bot(name, HERE)
    return Live(found, bot, settle(bot, settings))


def no_waiting() -> Clock:
    """A clock on which every wait is over at once."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    return Clock(sleep=sleep, monotonic=lambda: now[0])


def ask(bot: Live, one: Call | None = None) -> object:
    """Put one question to a bot, over the real client."""
    one = one or call()
    with open_client(bot, one, clock=no_waiting()) as client:
        return bot.ask(one, client)


def answer(
    id: str, channel: str, question: str, *variants: str, locale: str = "en", intent: str | None = None
) -> Answer:
    return Answer(
        id=id, channel=channel, question=question, text="30 days.", variants=variants, locale=locale, intent=intent
    )


def asked(title: str, *ids: str) -> Question:
    return Question(id=f"q-{title}", title=title, answer_ids=ids, channels=(), locales=())
