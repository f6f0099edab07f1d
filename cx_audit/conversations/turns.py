"""Who said what in a conversation, whatever export it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["Role", "Turn"]


class Role(StrEnum):
    """Who speaks. Notes are for colleagues, the system speaks for nobody."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    NOTE = "note"
    SYSTEM = "system"

    @property
    def answers(self) -> bool:
        """Whether it speaks for the company."""
        return self in (Role.AGENT, Role.BOT)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, as plain text.

    ``author`` is the id by which its author is told from others, ``name`` and ``email`` what the record says of them.
    ``at`` is what sorts turns: seconds, or a turn's number; None where the record doesn't tell. ``day`` is the date for
    people. ``line`` and ``record`` are its place, ``subject`` the title of a ticket or mail.
    """

    conversation: str
    role: Role
    text: str
    author: str | None = None
    name: str | None = None
    email: str | None = None
    at: float | None = None
    day: str | None = None
    locale: str | None = None
    subject: str | None = None
    record: str | None = None
    line: int | None = None

    def saying(self, text: str) -> Turn:
        """The same turn with another text."""
        return replace(self, text=text)
