"""SARIF: valid against the published schema, at the right lines, with fingerprints that stay."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from ci_samples import NASTY, SCHEMAS, many, one_finding, shuffled, words
from hypothesis import given, settings
from report_samples import ANSWERS, make_report

from cx_audit.model import Finding, FindingKind, Place, Report, Severity, Status
from cx_audit.report.sarif import render


@cache
def _validator() -> jsonschema.Draft7Validator:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def _run(report: Report) -> dict[str, Any]:
    document = json.loads(render(report))
    _validator().validate(document)
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def _result(report: Report) -> dict[str, Any]:
    (result,) = _run(report)["results"]
    assert isinstance(result, dict)
    return result


def _sample(id: str) -> Finding:
    return next(finding for finding in make_report().findings if finding.id == id)


def test_each_finding_is_a_result_of_the_rule_of_its_kind_and_role() -> None:
    run = _run(make_report())
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(make_report().findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [result["ruleId"] for result in run["results"][:3]] == [
        "contradiction/return_window",
        "contradiction/return_fee",
        "contradiction/refund_time",
    ]
    assert len({rule["id"] for rule in rules}) == len(rules)


def test_each_quote_is_a_location_at_its_line_the_likeliest_to_mend_first() -> None:
    result = _result(make_report((_sample("f-fee"),)))
    places = [location["physicalLocation"] for location in result["locations"]]
    assert [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places] == [
        ("exports/zendesk/macros.json", 212),
        ("site/help/devoluciones.html", 31),
    ]
    assert result["locations"][0]["logicalLocations"][0]["name"] == "360044"
    assert result["relatedLocations"][0]["physicalLocation"] == places[1]
    assert "[faq (es) free](1)" in result["message"]["text"]


def test_an_answer_without_a_file_is_found_by_its_record() -> None:
    locations = _result(make_report((_sample("f-sale"),)))["locations"]
    assert [location.get("physicalLocation") is None for location in locations] == [False, True]
    assert locations[1]["logicalLocations"] == [{"name": "msg-99", "fullyQualifiedName": "agent Tom (en): msg-99"}]


def test_a_finding_without_quotes_stands_at_the_answers_to_its_question() -> None:
    (location,) = _result(make_report((_sample("f-gap"),)))["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "site/help/codes.html"


@pytest.mark.parametrize(
    ("path", "uri", "based"),
    [
        ("./exports/a b.csv", "exports/a%20b.csv", True),
        ("exports\\a.csv", "exports/a.csv", True),
        ("faq/ă#1?.md", "faq/%C4%83%231%3F.md", True),
        ("/srv/faq.md", "file:///srv/faq.md", False),
        ("C:\\exports\\a b.csv", "file:///C:/exports/a%20b.csv", False),
    ],
)
def test_a_path_is_a_uri(path: str, uri: str, based: bool) -> None:
    artifact = _result(one_finding("x", path=path))["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": uri} | ({"uriBaseId": "%SRCROOT%"} if based else {})


@pytest.mark.parametrize(
    ("url", "kept"), [("https://shop.example/faq", True), ("javascript:alert(1)", False), ("https://x/é", False)]
)
def test_only_a_plain_address_stands_in_for_a_file(url: str, kept: bool) -> None:
    location = _result(one_finding("x", path="", url=url))["locations"][0]
    assert ("physicalLocation" in location) is kept


@pytest.mark.parametrize("line", [None, 0, -4])
def test_a_line_that_is_not_known_is_left_out(line: int | None) -> None:
    assert "region" not in _result(one_finding("x", path="a", line=line))["locations"][0]["physicalLocation"]


@pytest.mark.parametrize("kind", FindingKind)
@pytest.mark.parametrize("severity", Severity)
def test_levels_are_those_that_the_standard_allows(kind: FindingKind, severity: Severity) -> None:
    result = _result(one_finding("x", kind=kind, severity=severity))
    if result["kind"] == "fail":
        assert result["level"] == {"high": "error", "medium": "warning", "low": "note", "info": "note"}[severity]
    else:
        assert (result["kind"], result["level"]) in {("review", "none"), ("informational", "none")}


def test_fingerprints_come_from_the_content_not_from_the_place() -> None:
    moved = tuple(replace(answer, place=Place("elsewhere.md", 999)) for answer in ANSWERS)
    here, there = (_run(make_report(answers=answers))["results"] for answers in (ANSWERS, moved))
    assert [result["partialFingerprints"] for result in here] == [result["partialFingerprints"] for result in there]
    assert len({result["partialFingerprints"]["primaryLocationLineHash"] for result in here}) == len(here)


def test_known_and_suppressed_findings_say_so() -> None:
    results = {r["properties"]["id"]: r for r in _run(make_report())["results"]}
    assert {id: r["baselineState"] for id, r in results.items() if r["baselineState"] != "new"} == {
        "f-stale": "unchanged",
        "f-meant": "unchanged",
    }
    assert [id for id, r in results.items() if "suppressions" in r] == ["f-meant"]
    assert "baselineState" not in _result(one_finding("x", status=Status.NEW))


@given(words)
@settings(max_examples=30)  # the schema is large
def test_any_words_give_a_valid_file(text: str) -> None:
    _run(one_finding(text))


@given(words)
def test_any_path_leads_back_to_itself(text: str) -> None:
    document = json.loads(render(one_finding("x", path=f"exports/{text}")))
    artifact = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert urlsplit(artifact["uri"]).scheme == ""
    assert artifact["uri"].isascii()
    assert unquote(artifact["uri"]).startswith("exports/")


@pytest.mark.parametrize("text", NASTY)
def test_words_of_others_make_no_links_and_no_placeholders(text: str) -> None:
    message = _result(one_finding(text))["message"]["text"]
    bare = re.sub(r"\\.", "", message)
    assert bare.count("[") == bare.count("](1)") == 1
    assert "{" not in message.replace("{{", "")


def test_the_order_of_what_was_read_changes_nothing() -> None:
    assert render(make_report()) == render(shuffled(make_report()))


def test_no_more_results_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.report.sarif.MOST_RESULTS", 3)
    run = _run(many(5))
    assert len(run["results"]) == 3
    (notes,) = run["invocations"]
    assert notes["toolExecutionNotifications"][1]["message"]["text"] == "the 2 least severe findings are left out"
