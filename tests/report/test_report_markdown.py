"""Markdown: what changed, in the space of a comment, and nothing in it that others wrote comes alive."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from ci_samples import NASTY, many, one_finding, shuffled, words
from hypothesis import given
from markdown_it import MarkdownIt
from report_samples import make_report

from cx_audit.model import Finding, Report, Severity, Status
from cx_audit.report.markdown import LONGEST, MARKER, render

OURS = {"h2", "h3", "p", "ul", "li", "strong", "code", "pre", "details", "summary"}


class _Page(HTMLParser):
    """The tags and the text outside code of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self._code = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._code else data


def _page(report: Report, before: Report | None = None) -> _Page:
    """As a page shows it, HTML and all."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return _Page(reader.render(render(report, before=before)))


def _some(*ids: str) -> Report:
    return make_report([finding for finding in make_report().findings if finding.id in ids])


def test_what_is_new_fixed_and_still_there() -> None:
    before, after = _some("f-fee", "f-refund", "f-meant"), _some("f-fee", "f-window", "f-scoped", "f-meant")
    told = render(after, before=before)
    assert told.startswith(f"{MARKER}\n## cx-audit: 1 new, 1 fixed, 1 still there\n")
    parts = dict(zip(re.findall(r"^### (.+)$", told, re.M), re.split(r"^### .+$", told, flags=re.M)[1:], strict=True))
    assert {name: re.findall(r"`(f-\w+)`", part) for name, part in parts.items()} == {
        "New (1)": ["f-window"],
        "Fixed (1)": ["f-refund"],
        "Still there (1)": ["f-fee"],
    }
    assert "another version" not in told


def test_what_was_suppressed_since_is_not_called_fixed() -> None:
    before = _some("f-fee")
    after = make_report([replace(finding, status=Status.SUPPRESSED) for finding in before.findings])
    assert "## cx-audit: 0 new, 0 fixed, 0 still there" in render(after, before=before)


def test_other_settings_are_told() -> None:
    before = replace(_some("f-fee"), tool_version="0.0.1")
    assert "another version or with other settings" in render(_some("f-fee"), before=before)


def test_without_an_earlier_report_the_baseline_says_what_is_new() -> None:
    told = render(make_report())
    assert "## cx-audit: 7 found, 1 known" in told
    assert (
        told.index("### Found (7)") < told.index("`f-window`") < told.index("### Known (1)") < told.index("`f-stale`")
    )
    assert "f-scoped" not in told
    assert "f-meant" not in told


@pytest.mark.parametrize(("fail_on", "verdict"), [("low", "4 fail"), ("high", "2 fail"), ("never", None)])
def test_the_verdict_is_that_of_the_exit_code(fail_on: str, verdict: str | None) -> None:
    told = render(make_report(), fail_on=fail_on)
    assert (f"**{verdict} this check.**" in told) if verdict else ("this check" not in told)


def test_nothing_found_is_said_with_what_was_looked_at() -> None:
    told = render(make_report(()))
    assert told.splitlines()[1] == "## cx-audit: 0 found"
    assert "0 contradictions in 6 questions" in told


@pytest.mark.parametrize(
    ("before", "sections"),
    [(None, 3_000), (make_report(()), 3_000), (many(4_000), 4_000)],
    ids=["all found", "all new", "some fixed, the rest still there"],
)
def test_it_fits_a_comment_and_counts_what_it_leaves_out(before: Report | None, sections: int) -> None:
    told = render(many(3_000, "🎉 [x](y) " * 100), before=before)
    assert len(told.encode("utf-16-le")) // 2 <= LONGEST
    listed = len(re.findall(r"^- \*\*HIGH\*\*", told, re.M))
    left_out = re.findall(r"^And ([\d,]+) more: the full report has them\.$", told, re.M)
    assert listed > 50
    assert listed + sum(int(number.replace(",", "")) for number in left_out) == sections


def test_quotes_go_before_findings_do() -> None:
    report = many(120, "short")
    told = render(report)
    assert len(re.findall(r"^- \*\*HIGH\*\*", told, re.M)) == 120
    assert 0 < told.count("In their words") < 120


@given(words)
def test_words_of_others_make_no_markup(text: str) -> None:
    page = _page(one_finding(text), before=one_finding("another"))
    assert page.tags <= OURS
    assert page.attributes <= {"class"}


@given(words)
def test_no_bare_address_becomes_a_link(text: str) -> None:
    """GitHub makes links of these wherever they stand outside code, but for escaped ones."""
    outside = re.sub(r"```text.*?\n  ```|`[^`\n]*`", "", render(one_finding(text)), flags=re.DOTALL)
    assert not re.search(r"\w://|www\.", outside, re.IGNORECASE)


@pytest.mark.parametrize("text", NASTY)
def test_nobody_is_called_and_no_control_code_gets_through(text: str) -> None:
    report = one_finding(text)
    assert not re.search(r"[@#][\w-]", _page(report).text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", render(report))


def test_the_words_themselves_can_be_read() -> None:
    page = _page(_some("f-window"))
    assert "How long do I have to return something?" in page.text
    assert "chatbot and faq say 30 days; agent Mia, chatbot and macro say 14 days" in page.text
    assert page.text.count("In their words") == 1


def test_the_worst_stands_first() -> None:
    def named(id: str, severity: Severity) -> Finding:
        return replace(make_report().findings[0], id=id, severity=severity)

    told = render(make_report([named("f-low", Severity.LOW), named("f-high", Severity.HIGH)]))
    assert told.index("f-high") < told.index("f-low")


def test_the_order_of_what_was_read_changes_nothing() -> None:
    assert render(make_report()) == render(shuffled(make_report()))
