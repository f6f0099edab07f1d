"""What the page shows, worked out before the template draws it: what can be filtered on, the worst, every question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cx_audit.model import Finding, FindingKind, Report, Severity, Status
from cx_audit.report.html_cards import Card, Cards
from cx_audit.report.html_words import LABELS, NO_WORDING, STATUSES, language_name, plain_name
from cx_audit.report.overview import worst_first
from cx_audit.report.safe import one_line

__all__ = ["Choice", "Filter", "QuestionRow", "View"]

_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_TOLD_FIRST = frozenset({FindingKind.CONTRADICTION, FindingKind.POLICY, FindingKind.UNVERIFIED})
_MOST_WORST = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader can choose in a filter; ``value`` is what the cards carry."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that the findings can be filtered on."""

    name: str
    label: str
    every: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question and the worst that was found in it, if anything."""

    title: str
    stage: str
    channels: str
    languages: str
    findings: int
    worst: str
    first: str


class View:
    """A report prepared for the page; everything in it is plain text or escaped already."""

    def __init__(self, report: Report) -> None:
        self._report = report

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order of their cards."""
        return worst_first(self._report.findings)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """A card for each finding, the worst first."""
        maker = Cards(self._report.answers, self._report.questions)
        return tuple(maker.card(finding, self._anchors[finding.id]) for finding in self.findings)

    @cached_property
    def worst(self) -> tuple[Card, ...]:
        """What to mend first: the cards of the ten worst disagreements that nobody meant."""
        told = zip(self.findings, self.cards, strict=True)
        disputes = [c for f, c in told if f.kind in _TOLD_FIRST and f.status is not Status.SUPPRESSED and c.sides]
        return tuple(disputes[:_MOST_WORST])

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """All that the findings can be filtered on; a filter without a choice is left out."""
        occurring = {*(f.kind for f in self.findings), *(f.severity for f in self.findings)}
        statuses = {f.status for f in self.findings}
        kinds = ((kind.value, LABELS[kind]) for kind in FindingKind if kind in occurring)
        severities = ((one.value, one.value.capitalize()) for one in Severity if one in occurring)
        known = ((one.value, STATUSES[one]) for one in Status if one in statuses and len(statuses) > 1)
        made = (
            Filter("severity", "Severity", "All severities", _choices(severities)),
            Filter("kind", "Kind", "All kinds", _choices(kinds)),
            Filter("channel", "Channel", "All channels", self._numbered("channel")),
            Filter("language", "Language", "All languages", self._numbered("language")),
            Filter("role", "About", "Everything", self._numbered("role")),
            Filter("stage", "Stage", "All stages", self._numbered("stage")),
            Filter("status", "Status", "New and known", _choices(known)),
        )
        return tuple(one for one in made if one.choices)

    @cached_property
    def _names(self) -> dict[str, dict[str, int]]:
        """The names that occur on cards, in order: cards carry their numbers, since names can hold anything."""
        found = {
            "channel": {name for card in self.cards for name in card.channels},
            "language": {name for card in self.cards for name in card.languages},
            "role": {card.role for card in self.cards if card.role},
            "stage": {card.stage for card in self.cards if card.stage},
        }
        return {what: {name: number for number, name in enumerate(sorted(names))} for what, names in found.items()}

    def carried(self, card: Card) -> tuple[tuple[str, str], ...]:
        """By filter, what ``card`` is found by: words of ours, and the numbers of names."""
        many = (("channel", card.channels), ("language", card.languages))
        one = (("role", card.role), ("stage", card.stage))
        numbers = {name: " ".join(map(str, sorted(self._names[name][item] for item in items))) for name, items in many}
        numbers |= {name: str(self._names[name][item]) if item else "" for name, item in one}
        own = {"severity": card.severity, "kind": card.kind, "status": card.status}
        return tuple((own | numbers).items())

    def _numbered(self, what: str) -> tuple[Choice, ...]:
        return _choices((str(number), one_line(name)) for name, number in self._names[what].items())

    @cached_property
    def _anchors(self) -> dict[str, str]:
        """What the cards are called within the page; an id from a file may be anything."""
        return {
            finding.id: (f"finding-{finding.id}" if _PLAIN_ID.fullmatch(finding.id) else f"finding.{number}")
            for number, finding in enumerate(self.findings, start=1)
        }

    @cached_property
    def told(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """For each kind that occurs, how many there are of each severity, those meant to be left aside."""
        counts = Counter((f.kind, f.severity) for f in self.findings if f.status is not Status.SUPPRESSED)
        rows = [(LABELS[kind], tuple(counts[kind, severity] for severity in Severity)) for kind in FindingKind]
        return tuple(row for row in rows if any(row[1]))

    @cached_property
    def question_rows(self) -> tuple[QuestionRow, ...]:
        """Every question, in the order of the report."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.question_id, []).append(finding)
        return tuple(
            QuestionRow(
                title=one_line(question.title) or NO_WORDING,
                stage=plain_name(question.stage),
                channels=", ".join(one_line(channel) for channel in question.channels),
                languages=", ".join(language_name(locale) for locale in question.locales),
                findings=len(found.get(question.id, ())),
                worst=LABELS[found[question.id][0].kind] if question.id in found else "",
                first=self._anchors[found[question.id][0].id] if question.id in found else "",
            )
            for question in self._report.questions
        )


def _choices(told: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in told)
