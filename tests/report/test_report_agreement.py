"""Who agrees with whom: each question counts once, by the worst in it, and what is meant to differ doesn't."""

from __future__ import annotations

from dataclasses import replace

from report_samples import make_report

from cx_audit.model import Finding, Report, Status
from cx_audit.report.agreement import Tally, by_language, by_stage, coverage_by_stage, pairs_of_channels


def meant(report: Report) -> Report:
    findings: tuple[Finding, ...] = tuple(replace(one, status=Status.SUPPRESSED) for one in report.findings)
    return make_report(findings)


def test_channels_agree_or_not() -> None:
    told = {(row.first, row.second): row.tally for row in pairs_of_channels(make_report())}
    assert told == {
        ("agent", "chatbot"): Tally(2, contradicted=2),
        ("chatbot", "faq"): Tally(1, contradicted=1),
        ("chatbot", "chatbot"): Tally(1, contradicted=1),
        ("chatbot", "macro"): Tally(1, contradicted=1),
        ("faq", "macro"): Tally(3, contradicted=2),
        ("agent", "faq"): Tally(2, contradicted=1, unverified=1),
        ("agent", "macro"): Tally(1),
        ("faq", "knowledge"): Tally(1),
        ("knowledge", "macro"): Tally(1, scoped=1),
    }


def test_the_most_contradicted_stand_first() -> None:
    rows = pairs_of_channels(make_report())
    assert [(row.first, row.second) for row in rows[:3]] == [("agent", "chatbot"), ("faq", "macro"), ("agent", "faq")]


def test_a_contradiction_hides_what_is_less_in_the_same_question() -> None:
    report = make_report()
    (unverified,) = (one for one in report.findings if one.id == "f-sale")
    window = next(one for one in report.findings if one.id == "f-window")
    doubled = replace(window, id="more", kind=unverified.kind)
    for findings in ((doubled, window), (window, doubled)):
        assert dict(by_stage(make_report(findings)))["return"] == Tally(3, contradicted=1)


def test_stages_count_the_questions_that_could_be_compared() -> None:
    assert by_stage(make_report()) == (
        ("return", Tally(3, contradicted=2, unverified=1)),
        ("refund", Tally(1, contradicted=1)),
        ("contact", Tally(1)),
    )


def test_languages_count_only_what_is_said_in_them() -> None:
    report = make_report()
    told = dict(by_language(report))
    assert told["vi"] == Tally(1, contradicted=1)
    assert told["es"] == Tally(1, contradicted=1)
    # English also answers the question on the fee, whose contradiction is between two Spanish answers.
    assert told["en"] == Tally(4, contradicted=1, unverified=1, scoped=1)


def test_regions_are_one_language() -> None:
    report = make_report()
    answers = tuple(replace(a, locale="nl-BE") if a.locale == "nl" else a for a in report.answers)
    assert dict(by_language(replace(report, answers=answers))) == dict(by_language(report))


def test_what_is_meant_to_differ_is_no_disagreement() -> None:
    report = meant(make_report())
    tallies = [row.tally for row in pairs_of_channels(report)]
    tallies += [tally for _, tally in (*by_stage(report), *by_language(report))]
    assert {tally.share for tally in tallies} == {1.0}


def test_coverage_by_stage_adds_up() -> None:
    heat = coverage_by_stage(make_report())
    assert heat.channels == ("faq", "agent", "macro", "chatbot", "knowledge")
    assert [(row.stage, row.questions, row.answered) for row in heat.rows] == [
        ("return", 3, (3, 2, 2, 1, 1)),
        ("contact", 1, (1, 0, 1, 0, 0)),
        ("refund", 1, (0, 1, 0, 1, 0)),
        (None, 1, (1, 0, 0, 0, 0)),
    ]
    assert heat.total.answered == tuple(map(sum, zip(*(row.answered for row in heat.rows), strict=True)))


def test_of_nothing_there_is_nothing_to_tell() -> None:
    empty = make_report((), answers=(), questions=(), skipped=())
    assert pairs_of_channels(empty) == by_stage(empty) == by_language(empty) == ()
    assert coverage_by_stage(empty).rows == ()
