"""How a report compares with the labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

from benchmarks.accuracy.data import NUMERIC, Company
from cx_audit.model import Finding, FindingKind, Report

__all__ = ["Counts", "Score", "score"]

_READ = 10
"""So many findings are what somebody reads before they trust the rest."""


@dataclass
class Counts:
    """True positives, false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """tp / (tp + fp), 0 where nothing was claimed."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """tp / (tp + fn), 0 where there was nothing to find."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0


@dataclass
class Score:
    """All that is counted for a company; scores add up."""

    group: Counts = field(default_factory=Counts)
    pair: Counts = field(default_factory=Counts)
    numeric: Counts = field(default_factory=Counts)
    question: Counts = field(default_factory=Counts)
    omission: Counts = field(default_factory=Counts)
    scoped: Counts = field(default_factory=Counts)
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)
    languages: Counter[tuple[str, bool]] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    first: Counts = field(default_factory=Counts)
    """Of the first ten contradictions as reported, those that hold one that is labelled, and those that hold none."""

    def __add__(self, other: Score) -> Score:
        return Score(
            self.group + other.group,
            self.pair + other.pair,
            self.numeric + other.numeric,
            self.question + other.question,
            self.omission + other.omission,
            self.scoped + other.scoped,
            self.kinds + other.kinds,
            self.languages + other.languages,
            self.alarms + other.alarms,
            self.relations + other.relations,
            self.first + other.first,
        )


def _pairs(finding: Finding) -> set[frozenset[str]]:
    return {
        frozenset((x.answer_id, y.answer_id))
        for p, q in combinations(finding.positions, 2)
        for x in p.quotes
        for y in q.quotes
        if x.answer_id != y.answer_id
    }


def claimed(report: Report, kind: FindingKind, *, by_value: bool = False) -> set[frozenset[str]]:
    """The pairs of answers in different positions of a finding of this kind, or of those that rest on a value."""
    return {
        pair
        for finding in report.findings
        if finding.kind is kind and (not by_value or finding.by_value)
        for pair in _pairs(finding)
    }


def _grouping(company: Company, report: Report) -> Counts:
    group = {answer: question.id for question in report.questions for answer in question.answer_ids}
    counts = Counts()
    for a, b in combinations(company.answers, 2):
        gold, found = a.intent == b.intent, group.get(a.id, a.id) == group.get(b.id, b.id)
        counts += Counts(int(gold and found), int(found and not gold), int(gold and not found))
    return counts


def _first(report: Report, gold: set[frozenset[str]]) -> Counts:
    told = [finding for finding in report.findings if finding.kind is FindingKind.CONTRADICTION][:_READ]
    right = sum(not gold.isdisjoint(_pairs(finding)) for finding in told)
    return Counts(right, len(told) - right, 0)


def _compare(gold: set[frozenset[str]], found: set[frozenset[str]]) -> Counts:
    return Counts(len(gold & found), len(found - gold), len(gold - found))


def score(company: Company, report: Report) -> Score:
    """Score one company's report.

    ``numeric`` counts as found what is labelled a contradiction of a numeric kind; its false positives are the pairs
    claimed by a value that are no contradiction at all, since a claim's kind is not the label's.
    """
    answers = {a.id: a for a in company.answers}
    gold = {pair for pair, label in company.labels.items() if label.relation == "contradict"}
    numeric = {pair for pair in gold if company.labels[pair].kind in NUMERIC}
    found = claimed(report, FindingKind.CONTRADICTION)
    out = Score(group=_grouping(company, report), pair=_compare(gold, found))
    by_value = claimed(report, FindingKind.CONTRADICTION, by_value=True)
    out.numeric = Counts(len(numeric & found), len(by_value - gold), len(numeric - found))
    asked = {next(iter({answers[i].intent for i in pair}), None) for pair in gold}
    claimed_intents = {"+".join(sorted({str(answers[i].intent) for i in pair})) for pair in found}
    out.question = Counts(len(asked & claimed_intents), len(claimed_intents - asked), len(asked - claimed_intents))
    omitted = {pair for pair, label in company.labels.items() if label.relation == "omission"}
    out.omission = _compare(omitted, claimed(report, FindingKind.OMISSION))
    scoped = {pair for pair, label in company.labels.items() if label.relation == "scoped"}
    out.scoped = _compare(scoped, claimed(report, FindingKind.SCOPED))
    for pair in gold:
        hit = pair in found
        out.kinds[company.labels[pair].kind or "?", hit] += 1
        spoken = {(answers[i].locale or "")[:2] for i in pair}
        out.languages[spoken.pop() if len(spoken) == 1 else "across", hit] += 1
    out.alarms.update(company.labels[p].relation if p in company.labels else "other question" for p in found - gold)
    out.first = _first(report, gold)
    out.relations.update(label.relation for label in company.labels.values())
    return out
