"""The CSV is tidy, opens in a spreadsheet, and runs nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import FORMULA, make_report

from cx_audit.model import Report
from cx_audit.report.csv import render, render_findings
from cx_audit.report.tables import FINDINGS, POSITIONS

TEXT = st.text(st.one_of(st.sampled_from("=+-@;'\" \t\r\n\x1b"), st.characters(codec="utf-8")), max_size=20)


def rows(report: Report, render: Callable[[Report], str] = render) -> list[dict[str, str]]:
    told = render(report)
    assert told.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"), newline=""), strict=True))


def test_one_row_for_each_position_and_one_for_a_finding_without() -> None:
    report = make_report()
    told = rows(report)
    assert [(row["finding_id"], row["position"]) for row in told[:4]] == [
        ("f-window", "1"),
        ("f-window", "2"),
        ("f-fee", "1"),
        ("f-fee", "2"),
    ]
    assert [row["position"] for row in told if row["finding_id"] == "f-gap"] == ["0"]
    assert len(told) == sum(max(1, len(finding.positions)) for finding in report.findings)


def test_the_columns_are_those_of_the_manual() -> None:
    assert tuple(rows(make_report())[0]) == POSITIONS.columns
    assert list(csv.reader([render(make_report(())).removeprefix("\ufeff")])) == [list(POSITIONS.columns)]


def test_a_row_says_who_says_what_and_where() -> None:
    row = rows(make_report())[1]
    assert row == {
        "finding_id": "f-window",
        "kind": "contradiction",
        "severity": "high",
        "role": "return_window",
        "fact_kind": "duration",
        "question_id": "q-window",
        "question": "How long do I have to return something?",
        "stage": "return",
        "position": "2",
        "value": "duration:30 day",
        "display": "30 days",
        "channels": "chatbot | faq",
        "agents": "",
        "locales": "en | nl",
        "answer_ids": "bot-1 | faq-1",
        "quotes": "U kunt uw bestelling binnen 30 dagen na ontvangst gratis terugsturen. | "
        "You can return any item within 30 days of delivery, unworn & unwashed.",
        "sources": "bot/nl.jsonl:7 | site/help/returns.html:12",
        "confidence": "0.97",
        "status": "new",
        "message": "Duration: chatbot and faq say 30 days; agent Mia, chatbot and macro say 14 days",
        "policy": "",
        "policy_source": "",
        "policy_stand": "",
    }


def test_the_second_file_has_a_row_for_each_finding() -> None:
    report = make_report()
    told = rows(report, render_findings)
    assert tuple(told[0]) == FINDINGS.columns
    assert sorted(row["finding_id"] for row in told) == sorted(finding.id for finding in report.findings)
    assert [row["finding_id"] for row in told] == list(dict.fromkeys(row["finding_id"] for row in rows(report)))
    window = told[0]
    assert (window["positions"], window["displays"], window["answers"]) == ("2", "14 days | 30 days", "5")
    assert window["channels"] == "agent | chatbot | faq | macro"
    assert (window["contacts"], window["csat"], window["impact_rank"]) == ("1840", "3.2", "")
    policy = next(row for row in told if row["finding_id"] == "f-policy")
    assert (policy["policy"], policy["policy_source"]) == ("4.95 EUR", "policy/returns.md:9")
    assert policy["contacts"] == ""


def test_the_rows_say_what_the_policy_backs() -> None:
    policy = {
        "says": "14 days",
        "source": "policy.yml:3",
        "backed": ["macro", "agent Mia"],
        "departs": ["faq"],
        "answers": {"backed": ["mac-1"], "departs": ["faq-1"]},
    }
    report = make_report([replace(make_report().findings[0], policy=policy)])
    first, second = rows(report)
    assert (first["policy"], first["policy_source"], first["policy_stand"]) == ("14 days", "policy.yml:3", "backed")
    assert second["policy_stand"] == "departs"
    (whole,) = rows(report, render_findings)
    assert (whole["policy_backed"], whole["policy_departs"]) == ("macro | agent Mia", "faq")


def test_the_sample_formula_is_a_text() -> None:
    row = next(row for row in rows(make_report()) if row["finding_id"] == "f-gap")
    assert row["question"] == f"'{FORMULA}"


@given(TEXT, TEXT, TEXT)
@settings(deadline=None)
def test_no_cell_runs_or_breaks_its_row(title: str, value: str, message: str) -> None:
    report = make_report()
    window = report.findings[0]
    first = replace(window.positions[0], value=value)
    question = replace(report.questions[0], title=title)
    finding = replace(window, message=message, positions=(first, *window.positions[1:]))
    told = rows(replace(report, findings=(finding,), questions=(question, *report.questions[1:])))
    assert len(told) == 2
    for row in told:
        assert None not in row
        for text in row.values():
            assert not text.lstrip(" \"'").startswith(("=", "+", "-", "@")) or text.startswith("'")
            assert all(ord(character) >= 32 for character in text)
