"""A trail is readable at any width and in any script, and nothing in it steers the terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cx_audit.compare.trail import Compared, Model, Outcome, Reading, Reason, RuleUsed, Said, Told, Trail
from cx_audit.model import Answer, Finding, FindingKind, Place, Question, Severity
from cx_audit.report import trail_json
from cx_audit.report.safe import FSI, PDI
from cx_audit.report.trail import render

COLOR = re.compile(r"\x1b\[[0-9;]*m")
ARABIC = "يمكنك إرجاع المنتج خلال 14 يومًا من الاستلام. أما الشحن فيستغرق يومين إلى خمسة أيام عمل داخل البلاد."
ENGLISH = "Good to know.\nYou can return it within 30 days of delivery, whatever the reason may be. Keep the receipt."


def _told(id: str, text: str, position: str | None, quote: str = "", mark: str = "") -> Told:
    start = text.find(quote)
    quotes = ((start, start + len(quote)),) if quote else ()
    marks = ((text.find(mark), text.find(mark) + len(mark)),) if mark else ()
    place = Place(path=f"{id}.csv", line=3)
    return Told(Answer(id, "faq", "?", text, locale="en", place=place), text, position, quotes, marks)


def _said(id: str, statement: str, mark: str, claim: str) -> Said:
    start = statement.find(mark)
    days = Decimal(claim.split()[0])
    reading = Reading(
        "duration",
        mark,
        claim,
        "day",
        days,
        days,
        (),
        "at_most",
        None,
        "return_window",
        "return",
        ("region=EU",),
        "for European Union",
        (),
        f"time:{days * 24}",
    )
    return Said(id, statement, ((start, start + len(mark)),), claim, reading)


def make_trail(english: str = ENGLISH, arabic: str = ARABIC) -> Trail:
    model = Model(
        "rules/compare/evidence.yml",
        0.18,
        (
            Reason("near", "likeness of the words right around the values", 0.62, 0.9, 0.558),
            Reason("both_first", "each is the first value of its kind in its answer", 1.0, 0.59, 0.59),
            Reason("log_ratio", "how far apart the values are", 0.5, -1.08, -0.54),
        ),
        0.688,
        0.3,
    )
    here, there = _said("a", english, "30 days", "30 days"), _said("b", arabic, "14 يومًا", "14 days")
    doubted = replace(model, probability=0.12)
    return Trail(
        finding=Finding("f-0123456789ab", FindingKind.CONTRADICTION, Severity.HIGH, "q-1", "Duration: …", ()),
        question=Question("q-1", "How long do I have?", ("a", "b", "c"), ("faq",), ("ar", "en")),
        together=("94 % sure",),
        answers=(
            _told("a", english, "30 days", english, "30 days"),
            _told("b", arabic, "14 days", arabic[:40], "14 يومًا"),
            _told("c", "No answer here.", None),
        ),
        compared=(Compared(here, there, "different", ("both are a duration",), Outcome.TOLD, model),),
        considered=(
            Compared(here, there, "equal", (), Outcome.EQUAL),
            Compared(here, there, "different", (), Outcome.DOUBTFUL, doubted),
            Compared(here, there, "different", (), Outcome.ELSEWHERE, model, "f-cafe"),
        ),
        unpaired=(there,),
        rules=(RuleUsed("compare.evidence", "rules/compare/evidence.yml", "how likely"),),
        severity=("a duration counts as high",),
    )


@pytest.mark.parametrize("width", [1, 40, 80, 200])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_screen(width: int, color: bool) -> None:
    told = render(make_trail(), width=width, color=color)
    assert max(cell_len(COLOR.sub("", line)) for line in told.splitlines()) <= max(40, width)


def test_the_steps_come_in_the_order_they_were_taken() -> None:
    told = render(make_trail())
    steps = (
        "f-0123456789ab",
        "How long do I have?",
        "One question",
        "Answers",
        "30 days",
        "a.csv:3",
        "on neither side",
        "Set side by side",
        "read as duration",
        "compared as time:720",
        "Seen, and not told here",
        "With nothing to compare",
        "Why high",
        "Rules",
        "rules/compare/evidence.yml",
    )
    at = [told.index(step) for step in steps]
    assert at == sorted(at)


def test_the_quote_stands_in_brackets_and_the_value_in_signs() -> None:
    assert re.search(r"\[Good to know\..*within «30 days» of .*receipt\.\]", render(make_trail()), re.DOTALL)
    colored = render(make_trail(), color=True)
    assert "«" not in colored
    assert "\x1b[1;4m30 days" in colored


def test_the_reasons_come_with_their_figures() -> None:
    told = " ".join(render(make_trail(), width=140).split())
    assert "69 % likely to matter (different); told from 30 % on" in told
    assert "+0.56 likeness of the words right around the values (0.62 x 0.9)" in told
    assert "-0.54 how far apart the values are (0.5 x -1.08)" in told
    assert "+0.79 in all" in told


def test_what_was_not_told_says_why() -> None:
    told = " ".join(render(make_trail(), width=140).split())
    assert "equal (1 faq (en), 2 faq (en))" in told
    assert "under the threshold of 30 % (12 % likely)" in told
    assert "told in f-cafe" in told


def test_arabic_is_kept_apart() -> None:
    for line in render(make_trail()).splitlines():
        assert line.count(FSI) == line.count(PDI)
        if re.search("[\u0600-\u06ff]", line):
            assert FSI in line


def test_a_long_answer_is_shown_around_its_quote() -> None:
    long = "Nothing to see. " * 1000
    trail = make_trail(english=f"{long}{ENGLISH}{long}")
    start = len(long)
    told = replace(trail.answers[0], quotes=((start, start + len(ENGLISH)),))
    text = render(replace(trail, answers=(told, *trail.answers[1:])))
    assert "«30 days»" in text
    assert len(text) < 12_000
    assert len(re.findall(r"characters (?:before|after), with --format json", text)) == 2


def test_long_lists_are_cut_with_a_count() -> None:
    trail = make_trail()
    told = render(replace(trail, considered=trail.considered * 100, unpaired=trail.unpaired * 100))
    assert "and 288 more, with --format json" in told
    assert "and 88 more, with --format json" in told


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80), st.integers(40, 120), st.booleans())
def test_nothing_steers_the_terminal(one: str, two: str, width: int, color: bool) -> None:
    """Not even texts, ids and titles made for it; signs of colour are our own."""
    trail = make_trail(f"{one}30 days{two}", f"{two}14 يومًا{one}")
    evil = replace(trail.answers[0].answer, id=f"a{one}", channel=f"faq{two}", place=Place(path=one or None))
    said = replace(trail.compared[0].left, answer_id=evil.id, claim=two)
    trail = replace(
        trail,
        question=replace(trail.question, title=one),
        answers=(replace(trail.answers[0], answer=evil, position=two), *trail.answers[1:]),
        compared=(replace(trail.compared[0], left=said),),
        considered=(),
    )
    told = COLOR.sub("", render(trail, width=width, color=color))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)
    assert told.count(FSI) == told.count(PDI)
    assert json.loads(trail_json.render(trail))["answers"][0]["clean"] == re.sub(
        "[\ud800-\udfff]", "\ufffd", f"{one}30 days{two}"
    )


def test_json_holds_all_of_it() -> None:
    document = json.loads(trail_json.render(make_trail()))
    assert document["finding"]["id"] == "f-0123456789ab"
    assert [answer["position"] for answer in document["answers"]] == ["30 days", "14 days", None]
    faq = document["answers"][0]
    assert [faq["clean"][a:b] for a, b in faq["marks"]] == ["30 days"]
    (pair,) = document["compared"]
    assert pair["left"]["reading"]["low"] == "30"
    assert pair["model"]["reasons"][0] == {
        "name": "near",
        "words": "likeness of the words right around the values",
        "value": 0.62,
        "weight": 0.9,
        "contribution": 0.558,
    }
    assert [one["outcome"] for one in document["considered"]] == ["equal", "under_the_threshold", "told_elsewhere"]
    assert document["rules"][0]["file"] == "rules/compare/evidence.yml"
