"""The table is readable at any width, in a pipe and in colour, and nothing in it steers the terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import make_report
from rich.cells import cell_len

from cx_audit.model import Answer, FindingKind, Place, Position, Question, Quote, Report, Skipped, Status, Summary
from cx_audit.report.impact import impact_parts
from cx_audit.report.lines import Lines
from cx_audit.report.overview import coverage_line
from cx_audit.report.table import render

COLOR = re.compile(r"\x1b\[[0-9;]*m")


def body(text: str) -> list[str]:
    assert text.endswith("\n")
    return text.splitlines()[:-1]


@pytest.mark.parametrize("width", [1, 40, 61, 80, 100, 140, 200])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_screen(width: int, color: bool) -> None:
    told = render(make_report(), width=width, color=color, show_skips=True)
    assert max(cell_len(COLOR.sub("", line)) for line in body(told)) <= max(40, width)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("show_skips", [False, True])
def test_the_last_line_says_what_was_looked_at(width: int, show_skips: bool) -> None:
    told = render(make_report(), width=width, show_skips=show_skips)
    assert told.splitlines()[-1] == coverage_line(make_report())


def test_each_position_says_who_says_what_and_where() -> None:
    told = render(make_report(), width=200)
    at = [
        told.index(words)
        for words in (
            "HIGH    How long do I have to return something?",
            "return window",
            "A  14 days",
            "macro (en)",
            "item back to us within «14 days»",
            "exports/zendesk/macros.json:140",
            "B  30 days",
            "chatbot (nl)",
            "binnen «30 dagen» na ontvangst",
            "bot/nl.jsonl:7",
        )
    ]
    assert at == sorted(at)


def test_contradictions_come_first_and_in_full_the_rest_in_short() -> None:
    told = render(make_report(), width=100)
    assert told.index("khi nào tôi") < told.index("Also found") < told.index("Can I return sale items?")
    assert "like everything else" not in told
    assert "1 suppressed finding not shown." in told
    assert "meant to differ" not in told
    assert "known stale (low)" in told


def test_a_known_contradiction_is_told_in_short() -> None:
    known = tuple(replace(finding, status=Status.BASELINE) for finding in make_report().findings)
    told = render(make_report(known), width=100)
    assert told.startswith("No contradictions that are new.\n")
    assert "known contradiction (high)" in told


def test_marks_are_signs_without_colour_and_styles_with_it() -> None:
    plain, colored = render(make_report()), render(make_report(), color=True)
    assert not COLOR.search(plain)
    assert "\x1b[1;4m30 dagen\x1b[0m" in colored
    assert "«" not in colored
    assert COLOR.sub("", colored).split() == plain.replace("«", "").replace("»", "").split()


def test_markup_and_escapes_in_the_text_are_inert() -> None:
    for color in (False, True):
        told = COLOR.sub("", render(make_report(), width=140, color=color, show_skips=True))
        assert not re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told)
        assert "[bold]x[/bold]" in told
        assert "[link=https://evil.example]y[/link]" in " ".join(told.split())


@pytest.mark.parametrize("width", [40, 80, 200])
def test_arabic_is_kept_apart_on_every_line(width: int) -> None:
    lines = [line for line in body(render(make_report(), width=width)) if re.search("[\u0600-\u06ff]", line)]
    assert lines
    for line in lines:
        assert line.count("\u2068") == line.count("\u2069") == 1
        assert re.search("[\u0600-\u06ff]", line[: line.index("\u2068")]) is None
        assert line.endswith("\u2069")


def test_only_so_many_are_told_in_full_and_the_rest_counted() -> None:
    told = render(make_report(), top=1)
    assert "A  14 days" in told
    assert "4,95 €" not in told
    assert "And 2 contradictions, 1 departure from policy more, in full with --format html." in told
    assert "more, in full" not in render(make_report(), top=0)


def test_many_who_say_the_same_are_counted() -> None:
    report = make_report()
    window = report.findings[0]
    quote = window.positions[1].quotes[0]
    more = tuple(replace(report.answers[2], id=f"bot-{i}") for i in range(100, 130))
    crowd = Position("v", "30 days", (*window.positions[1].quotes, *(replace(quote, answer_id=a.id) for a in more)))
    finding = replace(window, positions=(window.positions[0], crowd))
    told = render(replace(report, findings=(finding,), answers=(*report.answers, *more)))
    assert "and 29 more: chatbot 29" in told
    assert "site/help/returns.html:12" in told


def test_many_positions_are_counted() -> None:
    report = make_report()
    window = report.findings[0]
    positions = tuple(replace(window.positions[1], display=f"{i} days") for i in range(30, 40))
    told = render(replace(report, findings=(replace(window, positions=positions),)))
    assert "F  35 days" in told
    assert "and 4 more: 36 days, 37 days, 38 days, 39 days" in told


def test_nothing_found() -> None:
    assert render(make_report(())).splitlines()[0] == "No contradictions."


def test_skips_are_listed_when_asked_for() -> None:
    assert "exports/zendesk/macros.json: draft (4)" in render(make_report(), show_skips=True)
    assert "draft" not in render(make_report())


def test_a_skip_names_its_file_once() -> None:
    skipped = (Skipped("a/b.csv", "no reply", 1, detail="a/b.csv:7: conversation c1"), Skipped("a/c.csv", "masked", 0))
    lines = body(render(replace(make_report(), skipped=skipped), width=120, show_skips=True))
    assert "  a/b.csv:7: conversation c1: no reply" in lines
    assert "  a/c.csv: masked" in lines


def test_one_month_and_one_answer_are_not_told_as_several() -> None:
    tables = [{"path": f"m{n}.csv", "matched": 1, "rows": 2, "months": n} for n in (1, 2)]
    lines = body(render(replace(make_report(), metrics={"tables": tables}), width=120, show_skips=True))
    assert "Metrics of m1.csv: 1 of 2 rows, 1 month" in lines
    assert "Metrics of m2.csv: 1 of 2 rows, 2 months" in lines
    found = make_report().findings[0]
    impacts = [{"csat": {"mean": 3.0, "answers": n}} for n in (1, 2)]
    samples = [dict(impact_parts(replace(found, impact=impact)))["CSAT"] for impact in impacts]
    assert samples == ["3 (of 1 answer)", "3 (of 2 answers)"]


def test_what_was_not_examined_is_counted_where_it_is_not_listed() -> None:
    skipped = make_report().skipped
    told = render(make_report())
    assert f"{sum(skip.count for skip in skipped)} records or files not examined; --show-skips names them." in told
    assert "not examined; " not in render(make_report(), show_skips=True)
    assert "not examined" not in render(make_report(skipped=()))
    assert "1 record or file not examined; --show-skips names it." in render(make_report(skipped=skipped[1:2]))


def hostile(title: str, message: str, words: str) -> Report:
    report = make_report()
    window = report.findings[0]
    quote = Quote("faq-1", words, 0, 1, ((0, len(words) // 2),) if len(words) > 1 else ())
    finding = replace(
        window, kind=FindingKind.CONTRADICTION, message=message, positions=(Position(words, title, (quote,)),)
    )
    question = replace(report.questions[0], title=title)
    answer = replace(report.answers[0], channel=message, agent=title, locale=words, place=Place(path=words, line=1))
    return replace(
        report,
        findings=(finding,),
        questions=(question, *report.questions[1:]),
        answers=(answer, *report.answers[1:]),
    )


@given(*[st.text(st.characters(), max_size=120)] * 3, st.integers(0, 160), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_text_fits_and_is_harmless(title: str, message: str, words: str, width: int, color: bool) -> None:
    told = COLOR.sub("", render(hostile(title, message, words), width=width, color=color))
    told.encode()
    assert not re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told)
    for line in body(told):
        assert cell_len(line) <= max(40, width)
        assert line.count("\u2068") == line.count("\u2069")


def test_show_skips_lists_the_questions_that_one_speaker_alone_answers() -> None:
    answers = (Answer("faq-1", "faq", "Open on Sundays?", "No.", locale="en"),)
    question = Question("q-1", "Open on Sundays?", ("faq-1",), ("faq",), ("en",))
    summary = Summary(1, 1, 0, 1, {}, {"faq": 1})
    report = Report("0", {}, summary, answers, (question,), (), ())
    assert "Open on Sundays? (faq)" in render(report, show_skips=True)
    assert "one speaker alone" not in render(report)


def test_a_question_is_told_once_however_many_findings_it_has() -> None:
    report = make_report()
    window, other = report.findings[0], report.findings[1]
    assert window.question_id != other.question_id
    again = replace(window, id="f-000000000001", message="Another difference.", confidence=0.5)
    told = render(replace(report, findings=(window, other, again)), width=80)
    title = report.questions[0].title
    assert told.count(title) == 1
    assert told.index(title) < told.index("the same question") < told.index("Another difference.")
    assert told.index("Another difference.") < told.index(other.message.split()[0])


def test_what_is_alike_in_short_stands_under_one_head() -> None:
    report = make_report()
    one = replace(report.findings[0], kind=FindingKind.OMISSION, message="It leaves out this.")
    other = replace(one, id="f-000000000001", message="It leaves out that.")
    told = render(replace(report, findings=(one, other)), width=80)
    assert told.count("omission (") == 1
    assert "    - It leaves out this.\n    - It leaves out that.\n" in told


@pytest.mark.parametrize("width", [60, 80, 100])
def test_ids_and_figures_are_not_torn(width: int) -> None:
    finding = replace(make_report().findings[0], impact={"contacts_a_month": 1213.7, "uses": 4000})
    told = render(make_report((finding,)), width=width)
    assert "Contacts 1,213.7 a month" in told
    assert re.search(rf"(?:^ +|· ){finding.id}$", told, re.MULTILINE)


def test_the_place_stands_beside_the_quote_where_there_is_room() -> None:
    wide, narrow = render(make_report(), width=140), render(make_report(), width=80)
    assert re.search(r"\S {3,}bot/nl.jsonl:7$", wide, re.MULTILINE)
    assert re.search(r"^ +bot/nl.jsonl:7$", narrow, re.MULTILINE)


@given(st.lists(st.text("abc é日", min_size=1, max_size=30), max_size=8), st.integers(2, 60))
def test_packed_lines_lose_nothing_and_fit(parts: list[str], width: int) -> None:
    lines = Lines(color=False)
    wanted = "".join("".join(parts).split())
    for made in (lines.parts(parts, width), lines.path("/".join(parts), width), lines.even(" ".join(parts), width)):
        assert all(line.cell_len <= max(2, width) for line in made)
        assert re.sub(r"[\s·/\u2068\u2069]", "", "".join(line.plain for line in made)) == wanted


def test_a_stray_word_at_the_end_gets_company() -> None:
    text = "one two three four five six seven eight nine ten"
    assert [line.plain for line in Lines(color=False).lines(text, 45)][-1] == "ten"
    assert len(Lines(color=False).even(text, 45)[-1].plain) > len("ten")


def test_the_order_is_explained_where_metrics_rank() -> None:
    report = make_report()
    first, *rest = report.findings
    ranked = replace(first, impact={"contacts": 9, "rank": 1, "weight": 27})
    metrics = {"unmatched": [{"said": "Gift wrap?", "how": "no answer is like it", "contacts": 4.0}]}
    told = render(replace(report, findings=(ranked, *rest), metrics=metrics))
    assert "Ranked by how often each is asked, times severity; 1 question that customers ask matches no answer" in told
    assert "Ranked by" not in render(report)
