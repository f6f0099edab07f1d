"""Which question a row of metrics speaks of, and the order of findings that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from cx_audit.impact import MetricRow, Table, Tally, attach_impact
from cx_audit.impact.match import match_rows
from cx_audit.model import Answer, Finding, FindingKind, Place, Question, Report, Severity, Summary

ANSWERS = (
    Answer("a1", "faq", "How long may I take to return something?", "30 days", place=Place(url="https://x.example/r/")),
    Answer("a2", "macro", "Returns::Window", "14 days", intent="return_window", place=Place(record="7204")),
    Answer("b1", "faq", "Where is my order?", "On its way.", metadata={"tags": "shipping, tracking"}),
    Answer("b2", "chatbot", "track my parcel", "Soon.", variants=("where is my parcel",)),
    Answer("c1", "faq", "What does delivery cost?", "5 euros", metadata={"tags": "shipping"}),
)
QUESTIONS = (
    Question("q-a", "Return window", ("a1", "a2"), ("faq", "macro"), ("en",)),
    Question("q-b", "Where is my order?", ("b1", "b2"), ("chatbot", "faq"), ("en",)),
    Question("q-c", "Delivery cost", ("c1",), ("faq",), ("en",)),
)


def _row(line: int = 2, contacts: float = 0.0, **keys: str) -> MetricRow:
    return MetricRow("m.csv", line, keys, Tally(contacts=contacts, contact_rows=1))


@pytest.mark.parametrize(
    ("keys", "question", "how"),
    [
        ({"id": "7204"}, "q-a", "id"),
        ({"id": "A1"}, "q-a", "id"),
        ({"url": "http://www.x.example/r?utm=1#top"}, "q-a", "url"),
        ({"intent": "Return-Window"}, "q-a", "intent"),
        ({"tag": "tracking"}, "q-b", "tag"),
        ({"question": "where is my order"}, "q-b", "words"),
        ({"question": "Where is my parcel?!"}, "q-b", "words"),
        ({"question": "how long may I take to return somthing"}, "q-a", "near words"),
        ({"tag": "shipping"}, None, "2 questions bear this tag"),
        ({"question": "Do you sell gift cards?"}, None, "no answer bears this name"),
    ],
)
def test_a_row_is_matched_by_its_surest_name(keys: dict[str, str], question: str | None, how: str) -> None:
    (match,) = match_rows([_row(**keys)], ANSWERS, QUESTIONS)
    assert (match.question_id, match.how) == (question, how)


def _vectors(near: dict[str, float]) -> "Sequence[str]":  # noqa: UP037
    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        out = np.zeros((len(texts), 2), dtype=np.float32)
        for row, text in enumerate(texts):
            angle = near.get(text, np.pi / 2)
            out[row] = np.cos(angle), np.sin(angle)
        return out

    return embed  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("other", "question", "how"), [(1.2, "q-c", "meaning"), (0.35, None, "several are like it")], ids=["clear", "close"]
)
def test_meaning_decides_only_where_no_other_question_is_near(other: float, question: str | None, how: str) -> None:
    near = {"price of sending": 0.0, "What does delivery cost?": 0.2, "Where is my order?": other}
    (match,) = match_rows([_row(question="price of sending")], ANSWERS, QUESTIONS, _vectors(near))  # type: ignore[arg-type]
    assert (match.question_id, match.how) == (question, how)


def _report() -> Report:
    def finding(id: str, question: str, severity: Severity, kind: FindingKind = FindingKind.CONTRADICTION) -> Finding:
        return Finding(id, kind, severity, question, id, ())

    findings = (
        finding("f-high-rare", "q-a", Severity.HIGH),
        finding("f-low-often", "q-b", Severity.LOW),
        finding("f-medium-unknown", "q-c", Severity.MEDIUM),
        finding("f-omission-often", "q-b", Severity.HIGH, FindingKind.OMISSION),
    )
    summary = Summary(5, 3, 2, 1, {}, {})
    return Report("0", {}, summary, ANSWERS, QUESTIONS, findings, ())


def test_findings_are_ranked_by_contacts_a_month_times_severity() -> None:
    rows = (_row(2, 90.0, id="a1"), _row(3, 30.0, question="Where is my order?"), _row(4, 600.0, id="b2"))
    report = attach_impact(_report(), [Table("m.csv", (*rows, _row(5, 7.0, question="Gift?")), months=3)])
    # 90 / 3 x 3 = 90; 630 / 3 x 1 = 210
    assert [f.id for f in report.findings] == ["f-low-often", "f-high-rare", "f-medium-unknown", "f-omission-often"]
    assert [f.impact.get("weight") for f in report.findings] == [210, 90, None, 630]
    assert report.findings[0].impact["contacts_a_month"] == 210
    assert [m["how"] for m in report.findings[0].impact["matched"]] == ["words", "id"]
    assert report.findings[2].impact == {}
    assert report.metrics["tables"][0] == {
        "path": "m.csv",
        "rows": 4,
        "matched": 3,
        "months": 3,
        "broken": [],
        "broken_cells": 0,
    }
    assert [(row["said"], row["contacts"]) for row in report.metrics["unmatched"]] == [("Gift?", 7)]


def test_no_figure_is_made_up_where_months_are_unknown() -> None:
    report = attach_impact(_report(), [Table("m.csv", (_row(2, 90.0, id="a1"),))])
    impact = next(f.impact for f in report.findings if f.question_id == "q-a")
    assert impact["contacts"] == 90
    assert "contacts_a_month" not in impact
    assert "csat" not in impact


def test_without_tables_nothing_changes() -> None:
    report = _report()
    assert attach_impact(report, []) is report


def test_the_order_of_rows_never_matters() -> None:
    rows = [_row(n, float(n), id=name) for n, name in enumerate(("a1", "b1", "c1", "zz", "yy"), 2)]
    one = attach_impact(_report(), [Table("m.csv", tuple(rows), 1)])
    other = attach_impact(_report(), [Table("m.csv", tuple(reversed(rows)), 1)])
    assert [replace(f, impact={}) for f in one.findings] == [replace(f, impact={}) for f in other.findings]
    assert one.metrics == other.metrics
