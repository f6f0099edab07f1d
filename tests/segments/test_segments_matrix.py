"""Who is told what, and who is told nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from test_segments_apart import SETTINGS, answer, audit, embed

from cx_audit.model import Answer, FindingKind, Report, Severity
from cx_audit.pipeline import run
from cx_audit.report.gate import fails
from cx_audit.report.json import load, render


def cells(report: Report, dimension: str, question: int = 0) -> dict[str, tuple[str, list[str]]]:
    rows: list[Any] = [row for row in report.segments["questions"] if row["dimension"] == dimension]
    return {c["segment"]: (c["told"], [v["value"] for v in c["values"]]) for c in rows[question]["cells"]}


def gaps(report: Report) -> list[str]:
    return [finding.message for finding in report.findings if finding.kind is FindingKind.GAP]


def test_each_value_in_its_own_cell() -> None:
    report = audit(answer("faq-1", "In the EU you can return it within 30 days. In the US within 14 days."))
    assert cells(report, "region") == {"EU": ("own", ["up to 30 days"]), "US": ("own", ["up to 14 days"])}
    assert [row["dimension"] for row in report.segments["questions"]] == ["region"]
    assert gaps(report) == []


def test_what_everyone_is_told_fills_the_other_cells() -> None:
    report = audit(
        answer("faq-1", "You can return it within 30 days."),
        answer("nova-chat-1", "You can return it within 60 days."),
    )
    assert cells(report, "brand") == {
        "Nova": ("own", ["up to 60 days", "up to 30 days"]),
        "Halo": ("general", ["up to 30 days"]),
    }
    assert gaps(report) == []


def test_a_gap_is_low_and_fails_nothing() -> None:
    report = audit(answer("nova-chat-1", "You can return it within 60 days."))
    (gap,) = report.findings
    assert (gap.kind, gap.severity) == (FindingKind.GAP, Severity.LOW)
    assert gap.message == "No answer for Halo (brand): nova-chat answers for Nova only"
    assert [quote.answer_id for position in gap.positions for quote in position.quotes] == ["nova-chat-1"]
    assert not fails(gap, "low")
    assert cells(report, "brand")["Halo"] == ("nothing", [])
    counts = {one["name"]: (one["own"], one["nothing"]) for one in report.segments["dimensions"][1]["segments"]}
    assert counts == {"Nova": (1, 0), "Halo": (0, 1)}
    assert report.summary.findings == {"gap": 1}


def test_a_question_that_names_its_segment_is_no_gap_of_others() -> None:
    report = audit(
        answer("faq-1", "Yes, within 14 days.", question="Can I return an item in the US?"),
        answer("macro-1", "Yes, within 14 days.", question="Return an item in the US?"),
    )
    assert cells(report, "region")["EU"][0] == "nothing"
    assert gaps(report) == []


def test_no_gap_of_those_whom_no_answer_in_that_language_speaks_to() -> None:
    told = [
        answer("faq-1", "Trong vòng 14 ngày.", locale="vi", audience="US", intent="a", question="Đổi?"),
        answer("faq-2", "In the EU within 14 days.", intent="b"),
        answer("faq-3", "In the US within 30 days.", intent="b"),
    ]
    assert gaps(audit(*told)) == []
    told.append(answer("faq-4", "Trong vòng 14 ngày.", locale="vi", audience="EU", intent="c", question="Trả?"))
    assert len(gaps(audit(*told))) == 2


def test_no_gap_where_the_same_words_are_answered_in_another_group() -> None:
    told = [
        answer("nova-chat-1", "You can return it within 60 days.", intent="a", question="How long may I return it?"),
        answer("halo-chat-1", "You can return it within 14 days.", intent="b", question="how long may I return it"),
    ]
    assert gaps(audit(*told)) == []
    other = replace(told[1], question="Who pays for a return?")
    assert len(gaps(audit(told[0], other))) == 2


def test_a_country_lies_within_its_region() -> None:
    report = audit(answer("faq-1", "In the Netherlands within 30 days, in the US within 14 days."))
    assert cells(report, "region") == {"EU": ("own", ["up to 30 days"]), "US": ("own", ["up to 14 days"])}


def test_without_segments_nothing_is_said_of_them() -> None:
    report = run([answer("nova-chat-1", "Within 60 days.")], replace(SETTINGS, segments=None), embed)
    assert (dict(report.segments), report.findings) == ({}, ())
    assert '"segments"' not in render(report)


def test_a_saved_report_holds_it_all() -> None:
    told: list[Answer] = [answer("nova-chat-1", "You can return it within 60 days.")]
    report = audit(*told)
    again = load(render(report))
    assert again.answers[0].segments == ("brand=nova",)
    assert again.segments == report.segments
    assert render(again) == render(report)
