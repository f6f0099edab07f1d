"""The counts, the order and the line that says what was looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_samples import make_report

from cx_audit.model import FindingKind, Report, Status
from cx_audit.report.overview import agreed, counted, coverage, coverage_line, percent, worst_first


def with_summary(*, questions: int, not_compared: int, findings: dict[str, int], coverage: dict[str, int]) -> Report:
    report = make_report((), answers=(), skipped=())
    summary = replace(
        report.summary,
        questions=questions,
        compared=questions - not_compared,
        not_compared=not_compared,
        findings=findings,
        coverage=coverage,
    )
    return replace(report, summary=summary)


def test_the_coverage_line_of_the_manual() -> None:
    report = with_summary(
        questions=214,
        not_compared=9,
        findings={"contradiction": 3, "omission": 2},
        coverage={"faq": 200, "chatbot": 152, "macro": 12},
    )
    assert coverage_line(report) == (
        "3 contradictions, 2 omissions in 214 questions; "
        "9 not compared (see --show-skips); chatbot answers 71 % of them."
    )


def test_the_coverage_line_says_so_when_nothing_was_found() -> None:
    report = with_summary(questions=1, not_compared=0, findings={}, coverage={"faq": 1, "macro": 1})
    assert coverage_line(report) == "0 contradictions in 1 question; macro answers 100 % of them."


def test_the_coverage_line_of_nothing() -> None:
    assert coverage_line(make_report((), answers=(), questions=(), skipped=())) == "0 contradictions in 0 questions."


def test_without_a_chatbot_the_least_covered_channel_is_named() -> None:
    report = with_summary(questions=4, not_compared=0, findings={}, coverage={"faq": 4, "e-mail\x1b[1m": 1})
    assert coverage_line(report).endswith("; e-mail answers 25 % of them.")


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0 %"), (0.001, "under 1 %"), (0.01, "1 %"), (0.714, "71 %"), (0.994, "99 %"), (0.999, "99 %"), (1, "100 %")],
)
def test_percents_never_round_to_all_or_none(share: float, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_has_a_singular_and_a_plural(kind: FindingKind) -> None:
    one, two = counted(1, kind), counted(2_000, kind)
    assert one.startswith("1 ")
    assert two.startswith("2,000 ")
    assert one.removeprefix("1 ") != two.removeprefix("2,000 ")


def test_new_and_severe_findings_stand_first() -> None:
    report = make_report()
    told = [finding.id for finding in worst_first(reversed(report.findings))]
    assert told == [
        "f-fee",
        "f-window",
        "f-refund",
        "f-policy",
        "f-sale",
        "f-hours",
        "f-gap",
        "f-scoped",
        "f-stale",
        "f-meant",
    ]


def test_coverage_counts_the_questions_of_every_channel_heard() -> None:
    rows = coverage(make_report())
    assert [(row.channel, row.answered, row.questions) for row in rows] == [
        ("faq", 5, 6),
        ("agent", 3, 6),
        ("macro", 3, 6),
        ("chatbot", 2, 6),
        ("knowledge", 1, 6),
    ]


def test_what_is_meant_to_differ_is_no_disagreement() -> None:
    report = make_report()
    assert agreed(report) == (2, 5)
    meant = tuple(replace(finding, status=Status.SUPPRESSED) for finding in report.findings)
    assert agreed(make_report(meant)) == (5, 5)
