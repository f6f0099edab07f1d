"""A policy as data: one line for each thing that holds, for whom, and how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cx_audit.model import Fact
from cx_audit.policy.subjects import Subject

__all__ = ["Line", "Policy", "Stance", "Validity"]


class Stance(StrEnum):
    """What a line of yes or no says, and so which words of an answer can tell: see ``rules/policy/words.yml``."""

    CAN = "can"
    MUST = "must"
    FREE = "free"


class Validity(StrEnum):
    """Whether a line holds on a day."""

    NOW = "now"
    LATER = "later"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Line:
    """One declared fact.

    ``facts`` are the value: mostly one; several are alternatives, or the days and hours of a timetable. ``concepts``
    is a complete list of methods instead. ``stance`` with ``positive`` is a yes or no. ``segment`` is for whom, as
    written; None for everyone. ``path`` is the file as the user named it, ``name`` as seen from the policy's own
    folder. ``question`` ties a yes or no to a customer's question, in the words of any channel.
    """

    subject: Subject
    written: str
    path: str
    name: str
    line: int
    language: str
    facts: tuple[Fact, ...] = ()
    concepts: tuple[str, ...] = ()
    stance: Stance | None = None
    positive: bool = True
    segment: str | None = None
    question: str | None = None
    owner: str | None = None
    note: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def source(self) -> str:
        """Where it stands: "policy.yml:12", or "shop/fees.yml:3" for a file that it includes."""
        return f"{self.name}:{self.line}"

    def on(self, day: date) -> Validity:
        """Whether it holds on ``day``."""
        if self.valid_to is not None and self.valid_to < day:
            return Validity.PAST
        return Validity.LATER if self.valid_from is not None and self.valid_from > day else Validity.NOW


@dataclass(frozen=True, slots=True)
class Policy:
    """All lines of a policy and its includes, in the order of files and lines.

    ``path`` is the file that was named. ``day`` decides which lines hold; ``remarks`` is how many lines of free text
    it has, which nothing is held against.
    """

    path: str
    day: date
    lines: tuple[Line, ...]
    remarks: int = 0
    past: tuple[Line, ...] = field(init=False)
    later: tuple[Line, ...] = field(init=False)
    now: tuple[Line, ...] = field(init=False)

    def __post_init__(self) -> None:
        for name, wanted in (("past", Validity.PAST), ("later", Validity.LATER), ("now", Validity.NOW)):
            object.__setattr__(self, name, tuple(line for line in self.lines if line.on(self.day) is wanted))

    def about(self, key: str) -> Sequence[Line]:
        """The lines on one subject that hold on ``day``."""
        return [line for line in self.now if line.subject.key == key]
