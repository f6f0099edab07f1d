"""What the accuracy benchmark counts, on a company small enough to count by hand."""

from __future__ import annotations

from benchmarks.accuracy.data import Company, Label
from benchmarks.accuracy.score import Counts, score
from cx_audit.model import (
    Answer,
    Finding,
    FindingKind,
    Position,
    Question,
    Quote,
    Report,
    Severity,
    Summary,
)

ANSWERS = tuple(Answer(name, "faq", "?", "text", intent=name[0]) for name in ("a1", "a2", "a3", "b1"))


def _finding(*sides: tuple[str, ...], kind: FindingKind = FindingKind.CONTRADICTION, on: str = "duration") -> Finding:
    positions = tuple(
        Position(str(at), str(at), tuple(Quote(name, "text", 0, 4) for name in side)) for at, side in enumerate(sides)
    )
    return Finding("f", kind, Severity.HIGH, "q", "", positions, fact_kind=on)


def _report(*findings: Finding) -> Report:
    questions = (Question("q", "?", ("a1", "a2", "b1"), (), ()), Question("r", "?", ("a3",), (), ()))
    return Report("0", {}, Summary(4, 2, 1, 1, {}, {}), ANSWERS, questions, findings, ())


def _company() -> Company:
    labels = {
        frozenset({"a1", "a2"}): Label("contradict", "duration"),
        frozenset({"a1", "a3"}): Label("contradict", "polarity"),
        frozenset({"a2", "a3"}): Label("agree", None),
    }
    return Company("small", ANSWERS, labels)


def test_pairs_questions_and_groups_are_counted() -> None:
    found = score(_company(), _report(_finding(("a1",), ("a2", "b1")), _finding(("a2",), ("a3",))))
    assert found.pair == Counts(tp=1, fp=2, fn=1)
    assert found.numeric == Counts(tp=1, fp=2, fn=0)
    assert found.question == Counts(tp=1, fp=1, fn=0)
    assert found.group == Counts(tp=1, fp=2, fn=2)
    assert found.alarms == {"agree": 1, "other question": 1}


def test_the_first_ten_contradictions_are_right_where_one_pair_is() -> None:
    wrong, right = _finding(("a2",), ("a3",)), _finding(("a1",), ("a2", "b1"))
    omission = _finding(("a1",), ("a2",), kind=FindingKind.OMISSION)
    found = score(_company(), _report(omission, *[wrong] * 4, *[right] * 9))
    assert found.first == Counts(tp=6, fp=4)
    assert (found + found).first == Counts(tp=12, fp=8)
    assert score(_company(), _report()).first == Counts()
