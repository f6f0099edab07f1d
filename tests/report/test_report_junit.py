"""JUnit XML: valid, harmless, a failed test for each finding that fails the run and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ci_samples import SCHEMAS, many, one_finding, shuffled, words
from hypothesis import given
from lxml import etree
from report_samples import make_report

from cx_audit.cli.exits import ExitCode, exit_code
from cx_audit.model import Report, Severity, Status
from cx_audit.report.gate import FAIL_ON, fails
from cx_audit.report.junit import render

SCHEMA = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


def _read(report: Report, fail_on: str = "low") -> etree._Element:
    root = etree.fromstring(render(report, fail_on=fail_on).encode("utf-8"))
    SCHEMA.assertValid(root)
    return root


def _names(root: etree._Element, what: str) -> list[str]:
    return [case.get("name", "") for case in root.iter("testcase") if case.find(what) is not None]


def test_each_failing_finding_is_a_failed_test_and_each_other_question_passes_or_is_skipped() -> None:
    root = _read(make_report())
    assert _names(root, "failure") == [
        "khi nào tôi nhận được tiền hoàn lại: refund time [f-refund]",
        "How long do I have to return something?: return window [f-window]",
        "¿Cuánto cuesta devolver un pedido?: return fee [f-fee]",
        "¿Cuánto cuesta devolver un pedido?: return fee [f-policy]",
    ]
    assert len(_names(root, "skipped")) == 1
    names = [case.get("name", "") for case in root.iter("testcase")]
    assert {"When can I call you? [q-hours]", "Can I return sale items? [q-sale]", "something was compared"} < set(
        names
    )
    assert len(names) == len(set(names)) == int(root.get("tests", "")) == 8
    assert (root.get("failures"), root.get("errors")) == ("4", "0")
    assert [suite.get("name") for suite in root] == ["audit", "contact", "refund", "return", "other"]


@pytest.mark.parametrize("fail_on", FAIL_ON)
@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("status", Status)
def test_tests_fail_when_the_exit_code_says_so(fail_on: str, severity: Severity, status: Status) -> None:
    report = one_finding("x", severity=severity, status=status)
    report = replace(report, summary=replace(report.summary, compared=1))
    failed = bool(_names(_read(report, fail_on), "failure"))
    assert failed == (exit_code(report, fail_on) is ExitCode.FINDINGS) == fails(report.findings[0], fail_on)


def test_a_failure_tells_who_says_what_and_where() -> None:
    (failure,) = _read(make_report(make_report().findings[1:2])).iter("failure")
    assert failure.get("type") == "contradiction"
    assert failure.get("message") == "Amount: faq says free; macro says 4.95 EUR"
    assert "B  4.95 EUR\n   macro (es) (exports/zendesk/macros.json:212)\n" in (failure.text or "")
    assert "un coste de «4,95 €» que" in (failure.text or "")


def test_what_does_not_fail_is_told_with_its_question() -> None:
    told = "\n".join(node.text or "" for node in _read(make_report()).iter("system-out"))
    for id in ("f-sale", "f-hours", "f-stale", "f-meant", "f-scoped", "f-gap"):
        assert f"[{id}]" in told
    assert "MEDIUM contradiction, suppressed: Time of day: meant to differ [f-meant]" in told


def test_an_audit_that_compared_nothing_is_not_green() -> None:
    empty = make_report((), answers=(), questions=(), skipped=())
    root = _read(empty)
    assert exit_code(empty, "low") is ExitCode.NOTHING_EXAMINED
    assert _names(root, "error") == ["something was compared"]
    assert root.get("errors") == "1"


@given(words)
def test_any_words_give_valid_xml_without_control_codes(text: str) -> None:
    report = one_finding(text)
    told = render(report)
    SCHEMA.assertValid(etree.fromstring(told.encode("utf-8")))
    assert not any(ord(character) < 32 and character != "\n" for character in told)


def test_the_order_of_what_was_read_changes_nothing() -> None:
    assert render(make_report()) == render(shuffled(make_report()))


def test_many_findings() -> None:
    assert _read(many(3_000)).get("failures") == "3000"
