"""The JSON report keeps its contract, and what was written can be read again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import make_report

from cx_audit.errors import SourceError
from cx_audit.model import (
    Answer,
    Finding,
    FindingKind,
    Markup,
    Place,
    Position,
    Question,
    Quote,
    Report,
    Severity,
    Skipped,
    Status,
)
from cx_audit.report.document import schema
from cx_audit.report.json import dump, encoded, load, render, to_document

PUBLISHED = files("cx_audit.report") / "schema" / "report-1.json"


def written(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(report))
    return document


def test_the_published_schema_is_that_of_the_code(update_golden: bool) -> None:
    made = json.dumps(schema(), indent=2) + "\n"
    if update_golden:
        Path(str(PUBLISHED)).write_text(made, encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == made, "UPDATE_GOLDEN=1 pytest tests/report writes it"


def test_a_report_fits_the_published_schema() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.Draft202012Validator(published).validate(written(make_report()))


def test_the_published_schema_refuses_what_is_not_a_report() -> None:
    published = jsonschema.Draft202012Validator(json.loads(PUBLISHED.read_text(encoding="utf-8")))
    cases: list[tuple[tuple[str | int, ...], object]] = [
        (("schema_version",), "2"),
        (("findings", 0, "kind"), "quarrel"),
        (("findings", 0, "confidence"), 2),
        (("findings", 0, "positions", 0, "answers", 0, "start"), -1),
        (("summary", "coverage"), {"faq": 0.5}),
        (("answers", 0, "text"), None),
    ]
    for path, value in cases:
        document = written(make_report())
        *steps, last = path
        node: Any = document
        for step in steps:
            node = node[step]
        node[last] = value
        assert not published.is_valid(document), path


def test_the_contract_key_by_key() -> None:
    document = written(make_report())
    assert list(document) == [
        "schema_version",
        "tool",
        "settings",
        "summary",
        "answers",
        "questions",
        "findings",
        "skipped",
    ]
    assert document["schema_version"] == "1"
    assert document["tool"] == {"name": "cx-audit", "version": "0.0.0"}
    assert list(document["summary"]) == ["answers", "questions", "compared", "not_compared", "findings", "coverage"]
    answer = next(a for a in document["answers"] if a["id"] == "bot-1-ar")
    assert list(answer) == ["id", "channel", "question", "text", "locale", "audience", "agent", "source"]
    assert answer["source"] == {"path": "bot/ar.jsonl", "line": 3, "url": None, "record": None}
    assert {"id", "title", "stage", "answers", "channels", "locales"} <= set(document["questions"][0])
    finding = document["findings"][0]
    assert list(finding) == [
        "id",
        "kind",
        "severity",
        "role",
        "fact_kind",
        "question_id",
        "message",
        "confidence",
        "status",
        "positions",
        "impact",
        "policy",
        "reasons",
    ]
    assert list(finding["positions"][0]) == ["value", "display", "answers"]
    assert list(finding["positions"][0]["answers"][0]) == ["id", "quote", "start", "end", "marks"]
    assert {"source", "reason", "count"} <= set(document["skipped"][0])


def test_offsets_count_in_the_answers_own_text() -> None:
    document = written(make_report())
    text = {answer["id"]: answer["text"] for answer in document["answers"]}
    quotes = [quote for f in document["findings"] for p in f["positions"] for quote in p["answers"]]
    html = next(quote for quote in quotes if quote["id"] == "faq-1")
    assert text["faq-1"][html["start"] : html["end"]].startswith("You can return any item within <b>30 days</b>")
    assert all(0 <= quote["start"] < quote["end"] <= len(text[quote["id"]]) for quote in quotes)


def test_what_was_written_is_read_again() -> None:
    report = make_report()
    assert load(render(report)) == report


def test_metadata_is_not_written() -> None:
    report = make_report()
    secret = replace(report.answers[0], metadata={"customer": "a.person@example.com"})
    told = render(replace(report, answers=(secret, *report.answers[1:])))
    assert "a.person@example.com" not in told
    assert load(told) == report


def test_a_byte_order_mark_is_no_obstacle() -> None:
    assert load("\ufeff" + render(make_report())) == make_report()


def test_fields_of_a_later_version_are_left_aside() -> None:
    document = written(make_report())
    document["future"] = document["answers"][0]["future"] = {"x": 1}
    assert load(json.dumps(document)) == make_report()


def test_mappings_are_written_in_order_and_in_json_types() -> None:
    settings_ = {
        "z": frozenset({"b", "a"}),
        "a": MappingProxyType({FindingKind.GAP: Decimal("1.50")}),
        "n": float("nan"),
        "p": Path("x/y"),
        "t": (1, True, None, 0.1234567891),
    }
    told = render(make_report(settings=settings_))
    assert json.loads(told)["settings"] == {
        "a": {"gap": "1.50"},
        "n": None,
        "p": "x/y",
        "t": [1, True, None, 0.123457],
        "z": ["a", "b"],
    }
    assert told == render(make_report(settings=dict(reversed(settings_.items()))))


def test_the_text_is_safe_to_print_and_to_encode() -> None:
    report = make_report(settings={"a": "half \ud800, C1 \x9b2J, delete \x7f, line \u2028", "b": "ü € 日本"})
    told = render(report)
    assert not set(told) & {"\x9b", "\x7f", "\u2028", "\ud800", "\x1b"}
    assert json.loads(told)["settings"]["a"] == "half \ufffd, C1 \x9b2J, delete \x7f, line \u2028"
    assert "ü € 日本" in told
    assert told.endswith("}\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a report of cx-audit, schema version 1"),
        ("[]", "is not a report of cx-audit"),
        ("{", "is not a report of cx-audit"),
        ("[" * 100_000, "is not a report of cx-audit"),
        ('{"schema_version": "2"}', "schema_version"),
        ('{"a": 1e999}', "is not a report of cx-audit"),
        ('{"settings": {"a": "\\ud800"}}', "is not a report of cx-audit"),
    ],
)
def test_what_is_not_a_report_is_refused_in_one_line(text: str, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(text, path="old.json")
    told = str(caught.value)
    assert told.startswith("old.json: ")
    assert says in told
    assert "cx-audit audit --format json" in told
    assert "\n" not in told


def break_at(document: dict[str, Any], *path: str | int, value: object) -> str:
    *steps, last = path
    node: Any = document
    for step in steps:
        node = node[step]
    node[last] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("answers", 1, "id"), "faq-1", "two answers have the same id"),
        (("questions", 0, "answers"), ["faq-1", "lost"], "'lost'"),
        (("findings", 0, "question_id"), "lost", "'lost'"),
        (("findings", 0, "positions", 0, "answers", 0, "id"), "lost", "'lost'"),
        (("findings", 0, "positions", 0, "answers", 0, "end"), 10_000, "not that long"),
        (("findings", 0, "positions", 0, "answers", 0, "marks"), [[0, 10_000]], "outside its quote"),
        (("findings", 0, "kind"), "quarrel", "findings.0.kind"),
        (("answers", 3, "text"), 7, "answers.3.text"),
        (("summary", "compared"), "5", "summary.compared"),
    ],
)
def test_a_broken_report_is_refused_with_its_place(path: tuple[str | int, ...], value: object, says: str) -> None:
    text = break_at(written(make_report()), *path, value=value)
    with pytest.raises(SourceError) as caught:
        load(text)
    assert says in str(caught.value)


TEXT = st.text(max_size=12)
SOME = st.one_of(st.none(), TEXT)
SHARE = st.integers(0, 100).map(lambda n: n / 100)
DATA: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
OBJECT: st.SearchStrategy[Mapping[str, Any]] = st.dictionaries(TEXT, DATA, max_size=2)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report that holds together."""
    ids = draw(st.lists(TEXT, min_size=1, max_size=3, unique=True))
    answers = tuple(
        Answer(
            answer_id,
            draw(TEXT),
            draw(TEXT),
            draw(TEXT),
            markup=draw(st.sampled_from(Markup)),
            variants=tuple(draw(st.lists(TEXT, max_size=2))),
            locale=draw(SOME),
            audience=draw(SOME),
            agent=draw(SOME),
            intent=draw(SOME),
            authority=draw(SOME),
            updated=draw(SOME),
            uses=draw(st.none() | st.integers(0, 10**6)),
            place=Place(draw(SOME), draw(st.none() | st.integers(1, 99)), draw(SOME), draw(SOME)),
        )
        for answer_id in ids
    )
    question = Question(draw(TEXT), draw(TEXT), tuple(ids), (), (), draw(SOME), draw(SHARE))
    quotes = []
    for answer in answers:
        end = draw(st.integers(0, len(answer.text)))
        quotes.append(Quote(answer.id, answer.text[:end], 0, end, ((0, end),) if end else ()))
    finding = Finding(
        draw(TEXT),
        draw(st.sampled_from(FindingKind)),
        draw(st.sampled_from(Severity)),
        question.id,
        draw(TEXT),
        tuple(Position(draw(TEXT), draw(TEXT), (quote,)) for quote in quotes),
        role=draw(SOME),
        fact_kind=draw(SOME),
        confidence=draw(SHARE),
        status=draw(st.sampled_from(Status)),
        impact=draw(OBJECT),
        policy=draw(OBJECT),
    )
    skipped = tuple(draw(st.lists(st.builds(Skipped, TEXT, TEXT, st.integers(0, 9), SOME, SOME), max_size=2)))
    return make_report((finding,), answers=answers, questions=(question,), skipped=skipped, settings=draw(OBJECT))


@given(reports())
@settings(max_examples=60, deadline=None)
def test_any_report_is_read_again_as_it_was(report: Report) -> None:
    told = render(report)
    again = load(told)
    assert again == report
    assert render(again) == told
    assert to_document(again) == to_document(report)


@pytest.mark.parametrize(
    "document",
    [{}, [], {"a": []}, {"a": {}}, [[], [1, "x\ny"]], {"k\n": "v", "n": 1.5, "l": [1, [2, {"a": {"b": []}}]]}],
)
def test_what_is_written_in_pieces_is_what_json_writes_at_once(document: dict[str, Any] | list[Any]) -> None:
    assert dump(document) == json.dumps(document, ensure_ascii=False, indent=2) + "\n"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_any_document_is_written_as_json_writes_it(value: object) -> None:
    """Some way down, where it is written in one piece; controls that json leaves bare aside."""
    document = {"list": [{"item": value}]}
    at_once = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    assert dump(document) == re.sub("[\x7f-\x9f\u2028\u2029]", lambda bare: f"\\u{ord(bare[0]):04x}", at_once)


def test_a_report_is_the_same_as_bytes_as_text_and_at_once() -> None:
    report = make_report()
    assert encoded(report) == render(report).encode() == dump(to_document(report)).encode()
