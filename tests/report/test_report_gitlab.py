"""GitLab's code quality report: the fields that its documentation asks for, unique and steady fingerprints."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from ci_samples import many, one_finding, shuffled, words
from hypothesis import given
from report_samples import ANSWERS, make_report

from cx_audit.model import FindingKind, Place, Report, Severity, Status
from cx_audit.report.gitlab import render

TEXT = {"type": "string", "minLength": 1, "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*$"}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {**TEXT, "not": {"pattern": "^\\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""As https://docs.gitlab.com/ci/testing/code_quality/ describes it."""


def _read(report: Report) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(render(report))
    jsonschema.validate(entries, SCHEMA)
    return entries


def test_each_finding_stands_at_its_line() -> None:
    entries = _read(make_report())
    assert len(entries) == 8  # of ten: one is suppressed, one differs rightly
    assert entries[1]["location"] == {"path": "exports/zendesk/macros.json", "lines": {"begin": 212}}
    assert entries[1]["severity"] == "critical"
    assert entries[1]["check_name"] == "cx-audit/contradiction/return_fee"
    assert entries[1]["description"].endswith("See also: faq (es) (site/help/devoluciones.html:31).")


def test_fingerprints_are_unique_and_do_not_depend_on_the_place() -> None:
    moved = tuple(replace(answer, place=Place("elsewhere.md", 999)) for answer in ANSWERS)
    here, there = (
        [entry["fingerprint"] for entry in _read(make_report(answers=answers))] for answers in (ANSWERS, moved)
    )
    assert here == there
    assert len(set(here)) == len(here)


@pytest.mark.parametrize(
    ("severity", "told"), [(Severity.HIGH, "critical"), (Severity.MEDIUM, "major"), (Severity.LOW, "minor")]
)
def test_severities(severity: Severity, told: str) -> None:
    assert [entry["severity"] for entry in _read(one_finding("x", severity=severity))] == [told]


def test_what_a_baseline_knows_is_told_and_what_is_suppressed_is_not() -> None:
    assert len(_read(one_finding("x", status=Status.BASELINE))) == 1
    assert _read(one_finding("x", status=Status.SUPPRESSED)) == []
    assert _read(one_finding("x", kind=FindingKind.SCOPED)) == []


def test_a_finding_without_a_file_is_left_out() -> None:
    assert _read(one_finding("x", path="")) == []


@given(words)
def test_any_words_give_valid_entries(text: str) -> None:
    _read(one_finding(text, path=f"exports/{text}.csv"))


def test_the_order_of_what_was_read_changes_nothing() -> None:
    assert render(make_report()) == render(shuffled(make_report()))


def test_many_findings() -> None:
    assert len(_read(many(2_000))) == 2_000
