"""Where a finding stands: its quotes with their answers, the place to mend first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from cx_audit.ledger import identities
from cx_audit.model import Answer, Finding, FindingKind, Place, Position, Question, Quote, Report
from cx_audit.report.marks import Marked, excerpt, marked_quotes
from cx_audit.report.safe import one_line, strip_controls
from cx_audit.report.who import place_of, speaker

__all__ = ["Places", "Said", "letter", "own_path", "shortened"]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a finding: what it says (nothing where the finding is that it says nothing) and where."""

    answer: Answer
    position: int
    display: str
    words: Marked | None

    @property
    def place(self) -> Place:
        """Where the answer stands."""
        return self.answer.place

    @property
    def who(self) -> str:
        """Who says it, harmless, without bidi controls: CI services show them as boxes, or refuse them."""
        return one_line(speaker(self.answer))

    @property
    def where(self) -> str:
        """``path:line``, harmless."""
        return one_line(place_of(self.place))

    def quoted(self, limit: int) -> str:
        """About ``limit`` characters of the words, harmless, what differs in «»."""
        return excerpt(self.words, limit).with_signs() if self.words else ""


class Places:
    """Looks up what the findings of a report point at."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._answers = {answer.id: answer for answer in report.answers}
        self._questions = {question.id: question for question in report.questions}

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        known = zip(self._report.findings, identities(self._report), strict=True)
        return {finding.id: identity.fingerprint for finding, identity in known}

    def fingerprint(self, finding: Finding) -> str:
        """What the baseline knows it by: the same while nobody says anything else, in whatever words or place."""
        return self._fingerprints[finding.id]

    def question(self, finding: Finding) -> Question:
        """The question that ``finding`` is about."""
        return self._questions[finding.question_id]

    def title(self, finding: Finding) -> str:
        """Its wording, harmless."""
        return one_line(self.question(finding).title) or "(no wording)"

    def speakers(self, question: Question) -> set[str]:
        """Who answers it; each reply of a bot that was asked again counts."""
        return {self._answers[i].telling for i in question.answer_ids}

    def said(self, finding: Finding) -> tuple[Said, ...]:
        """Who says what, by position; for a finding without quotes, every answer to its question."""
        words = marked_quotes(finding)
        found = tuple(
            self._said(number, position, quote, words[number][place])
            for number, position in enumerate(finding.positions)
            for place, quote in enumerate(position.quotes)
        )
        return found or tuple(Said(self._answers[i], 0, "", None) for i in self.question(finding).answer_ids)

    def to_mend(self, finding: Finding) -> tuple[Said, ...]:
        """The same, the likeliest place to mend first.

        Positions are told with the most held first, and what is left out last: so the last position leads, but for
        a departure from policy, where the last is the policy. Answers of which no file is known come after all others.
        """
        step = 1 if finding.kind is FindingKind.POLICY else -1
        return tuple(sorted(self.said(finding), key=lambda said: (own_path(said.place) is None, step * said.position)))

    def _said(self, number: int, position: Position, quote: Quote, words: Marked) -> Said:
        return Said(self._answers[quote.answer_id], number, one_line(position.display), words)


def letter(position: int) -> str:
    """A, B, ...; AA after Z."""
    turn, rest = divmod(position, 26)
    return (letter(turn - 1) if turn else "") + ascii_uppercase[rest]


def own_path(place: Place) -> str | None:
    """The path as a repository names it: forward slashes, no "./" before it; None where no file is known."""
    path = strip_controls(place.path or "").replace("\\", "/").replace("\n", " ")
    while path.startswith("./"):
        path = path[2:]
    return path or None


def shortened(text: str, limit: int) -> str:
    """``text``, at most ``limit`` characters of it."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
