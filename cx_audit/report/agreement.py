"""Who agrees with whom: how often two channels, a stage of the journey or a language tell customers the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import TypeVar

from cx_audit.model import Answer, Finding, FindingKind, Question, Report, Status
from cx_audit.text import base_language

__all__ = ["Heat", "HeatRow", "Pair", "Tally", "by_language", "by_stage", "coverage_by_stage", "pairs_of_channels"]

_VERDICTS = (FindingKind.CONTRADICTION, FindingKind.UNVERIFIED, FindingKind.SCOPED)  # worst first

_PairName = tuple[str, str]
_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of ``compared`` questions, how many hold a contradiction, or else what may be one, or a difference of scope.

    Each question counts once, by the worst that was found in it; an omission is no disagreement.
    """

    compared: int
    contradicted: int = 0
    unverified: int = 0
    scoped: int = 0

    @property
    def agreeing(self) -> int:
        """Questions in which nothing of the kind was found."""
        return max(0, self.compared - self.contradicted - self.unverified - self.scoped)

    @property
    def share(self) -> float:
        """``agreeing`` as a share, 0..1."""
        return self.agreeing / self.compared if self.compared else 1.0

    @property
    def rank(self) -> tuple[float, ...]:
        """Sorts the most contradicted first: shares of one or two questions would say little."""
        return (-self.contradicted, -self.unverified, self.share, -self.compared)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two channels (or two voices of one) over the questions that both answer."""

    first: str
    second: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A stage, or None for questions of no known one; ``answered`` in the order of ``Heat.channels``."""

    stage: str | None
    questions: int
    answered: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """How many of each stage's questions each channel answers; ``total`` over all stages."""

    channels: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    total: HeatRow


def pairs_of_channels(report: Report) -> tuple[Pair, ...]:
    """For each two channels, and for each channel with several voices, how they agree; the most contradicted first."""
    channel_of = {answer.id: answer.channel for answer in report.answers}
    shared: Counter[_PairName] = Counter()
    for question in report.questions:
        voices = Counter(channel_of[i] for i in question.answer_ids)
        shared.update((a, b) for a, b in combinations_with_replacement(sorted(voices), 2) if a != b or voices[a] > 1)
    worst: dict[tuple[str, _PairName], FindingKind] = {}
    for finding in _differences(report):
        sides = [{channel_of[quote.answer_id] for quote in position.quotes} for position in finding.positions]
        opposed = {(min(a, b), max(a, b)) for one, other in combinations(sides, 2) for a in one for b in other}
        for pair in opposed:
            worst.setdefault((finding.question_id, pair), finding.kind)
    counts = Counter((pair, kind) for (_, pair), kind in worst.items())
    rows = [Pair(a, b, _tally(count, (a, b), counts)) for (a, b), count in shared.items()]
    return tuple(sorted(rows, key=lambda row: (*row.tally.rank, row.first, row.second)))


def by_stage(report: Report) -> tuple[tuple[str | None, Tally], ...]:
    """Agreement at each stage of the customer's journey, the most contradicted first; None: of no known stage."""
    answers = {answer.id: answer for answer in report.answers}
    stage_of = {question.id: question.stage for question in report.questions}
    compared = Counter(question.stage for question in report.questions if _compared(question, answers))
    worst: dict[str, FindingKind] = {}
    for finding in _differences(report):
        worst.setdefault(finding.question_id, finding.kind)
    counts = Counter((stage_of[question], kind) for question, kind in worst.items())
    rows = [(stage, _tally(count, stage, counts)) for stage, count in compared.items()]
    return tuple(sorted(rows, key=lambda row: (row[0] is None, *row[1].rank, row[0] or "")))


def by_language(report: Report) -> tuple[tuple[str, Tally], ...]:
    """For each language: of the compared questions answered in it, those in which none of its answers is disputed.

    The most contradicted first. Regions are left aside: "nl-BE" counts as "nl"; answers of no known language as "".
    """
    answers = {answer.id: answer for answer in report.answers}
    language = {answer.id: base_language(answer.locale or "") for answer in report.answers}
    compared: Counter[str] = Counter()
    for question in report.questions:
        if _compared(question, answers):
            compared.update({language[i] for i in question.answer_ids})
    worst: dict[tuple[str, str], FindingKind] = {}
    for finding in _differences(report):
        spoken = {language[quote.answer_id] for position in finding.positions for quote in position.quotes}
        for one in spoken:
            worst.setdefault((finding.question_id, one), finding.kind)
    counts = Counter((one, kind) for (_, one), kind in worst.items())
    rows = [(one, _tally(count, one, counts)) for one, count in compared.items()]
    return tuple(sorted(rows, key=lambda row: (*row[1].rank, row[0])))


def coverage_by_stage(report: Report) -> Heat:
    """Who answers what: channels by how much they answer, the stages with the most questions first."""
    questions = Counter(question.stage for question in report.questions)
    answered = Counter((question.stage, channel) for question in report.questions for channel in question.channels)
    overall = Counter(channel for question in report.questions for channel in question.channels)
    channels = tuple(sorted({a.channel for a in report.answers} | set(overall), key=lambda c: (-overall[c], c)))
    stages = sorted(questions, key=lambda stage: (stage is None, -questions[stage], stage or ""))
    return Heat(
        channels,
        tuple(HeatRow(stage, questions[stage], tuple(answered[stage, c] for c in channels)) for stage in stages),
        HeatRow(None, len(report.questions), tuple(overall[c] for c in channels)),
    )


def _compared(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether two speakers answer it, or one in two languages: as the audit counts."""
    voices = {(answers[i].speaker, base_language(answers[i].locale or "")) for i in question.answer_ids}
    return len(voices) > 1


def _differences(report: Report) -> Sequence[Finding]:
    """Those that are not meant to be, worst first."""
    told = (f for f in report.findings if f.kind in _VERDICTS and f.status is not Status.SUPPRESSED)
    return sorted(told, key=lambda finding: _VERDICTS.index(finding.kind))


def _tally(compared: int, name: _Name, counts: Mapping[tuple[_Name, FindingKind], int]) -> Tally:
    return Tally(compared, *(counts.get((name, kind), 0) for kind in _VERDICTS))
