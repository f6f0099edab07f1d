"""The report as JUnit XML, which Jenkins, GitLab and most other CI services show as tests.

A suite is a stage of the customer's journey. Every question is a test case: passed if nothing in it fails the run,
skipped if fewer than two answer it. A question with findings that fail the run (see ``gate``) is a failed test case for
each of them instead. Findings that don't fail stand in the ``system-out`` of their question. One more case, "something
was compared", is an error where nothing was: an empty audit must not look like a clean one.

Written for ``junit-10.xsd`` of the Jenkins xUnit plugin, without times: the same report gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from cx_audit.model import Finding, Question, Report, Status
from cx_audit.report.gate import fails
from cx_audit.report.overview import NOUNS, coverage_line, percent, worst_first
from cx_audit.report.places import Places, letter, shortened
from cx_audit.report.safe import one_line

__all__ = ["render"]

_NO_STAGE = "other"
_NAME, _MESSAGE, _QUOTE = 200, 1_000, 400
_MOST_QUOTES, _MOST_OTHERS = 12, 20
# XML 1.0 has no way to write these; the other codes that it forbids, `one_line` leaves out.
_ILLEGAL = re.compile("[\ufffe\uffff]")


def render(report: Report, *, fail_on: str = "low") -> str:
    """``report`` as JUnit XML, to be written as UTF-8; ``fail_on`` as for ``gate.fails``."""
    suites: defaultdict[str, list[etree._Element]] = defaultdict(list)
    places = Places(report)
    of_question: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in worst_first(report.findings):
        of_question[finding.question_id].append(finding)
    for question in report.questions:
        stage = _text(question.stage or "") or _NO_STAGE
        suites[stage] += _cases(question, stage, of_question[question.id], places, fail_on)
    suites["audit"].append(_something_was_compared(report))
    root = etree.Element("testsuites", name="cx-audit")
    for stage in sorted(suites, key=lambda stage: (stage == _NO_STAGE, stage)):
        root.append(_suite(stage, suites[stage], report))
    _count(root, [case for cases in suites.values() for case in cases])
    etree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _text(text: str) -> str:
    return _ILLEGAL.sub("", one_line(text))


def _suite(stage: str, cases: list[etree._Element], report: Report) -> etree._Element:
    suite = etree.Element("testsuite", name=stage)
    _count(suite, cases)
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    told = etree.SubElement(suite, "properties")
    etree.SubElement(told, "property", name="cx-audit", value=_text(report.tool_version))
    suite.extend(cases)
    return suite


def _count(element: etree._Element, cases: Iterable[etree._Element]) -> None:
    cases = list(cases)
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", str(sum(case.find("error") is not None for case in cases)))


def _case(name: str, stage: str) -> etree._Element:
    # Readers cut the class name at its last full stop to find the package.
    return etree.Element("testcase", name=name, classname=f"cx-audit.{stage.replace('.', ' ')}")


def _cases(
    question: Question, stage: str, findings: list[Finding], places: Places, fail_on: str
) -> list[etree._Element]:
    """The failed test cases of a question, or its one passed or skipped one."""
    failing = [finding for finding in findings if fails(finding, fail_on)]
    others = [finding for finding in findings if not fails(finding, fail_on)]
    title = shortened(_text(question.title), _NAME)
    cases = [_failed(finding, title, stage, places) for finding in failing]
    if not cases:
        case = _case(f"{title} [{_text(question.id)}]", stage)
        if not _compared(question, places):
            etree.SubElement(case, "skipped", message="not compared: only one speaker answers this question")
        cases.append(case)
    if others:
        told = [_mentioned(finding) for finding in others[:_MOST_OTHERS]]
        more = len(others) - len(told)
        told += [f"and {more:,} more" if more else ""]
        etree.SubElement(cases[0], "system-out").text = "\n".join(filter(None, told))
    return cases


def _compared(question: Question, places: Places) -> bool:
    """Whether two speakers, or one in two languages, answer it."""
    languages = {locale.replace("_", "-").partition("-")[0].lower() for locale in question.locales}
    return len(languages) > 1 or len(places.speakers(question)) > 1


def _failed(finding: Finding, title: str, stage: str, places: Places) -> etree._Element:
    about = (finding.role or finding.fact_kind or NOUNS[finding.kind][0]).replace("_", " ")
    case = _case(f"{title}: {_text(about)} [{_text(finding.id)}]", stage)
    message = shortened(_text(finding.message), _MESSAGE)
    failure = etree.SubElement(case, "failure", type=finding.kind.value, message=message)
    failure.text = _body(finding, message, places)
    return case


def _body(finding: Finding, message: str, places: Places) -> str:
    """Who says what, in their words and where; the text of a failure is all that some readers show."""
    lines = [f"{finding.severity.value.upper()} {NOUNS[finding.kind][0]}, {percent(finding.confidence)} sure", message]
    said = places.said(finding)
    shown = -1
    for one in said[:_MOST_QUOTES]:
        if one.position != shown:
            shown = one.position
            lines.append(f"{letter(shown)}  {one.display}")
        where = f" ({one.where})" if one.where else ""
        lines += [f"   {one.who}{where}", *([f"      {one.quoted(_QUOTE)}"] if one.words else [])]
    if len(said) > _MOST_QUOTES:
        lines.append(f"   and {len(said) - _MOST_QUOTES:,} more")
    return _ILLEGAL.sub("", "\n".join(line.rstrip() for line in lines))


def _mentioned(finding: Finding) -> str:
    known = "" if finding.status is Status.NEW else f", {finding.status.value}"
    what = f"{finding.severity.value.upper()} {NOUNS[finding.kind][0]}{known}"
    return f"{what}: {shortened(_text(finding.message), _MESSAGE)} [{_text(finding.id)}]"


def _something_was_compared(report: Report) -> etree._Element:
    case = _case("something was compared", "audit")
    line = _text(coverage_line(report, hint=""))
    if report.summary.compared == 0:
        etree.SubElement(case, "error", type="nothing compared", message="no question is answered by two speakers")
    etree.SubElement(case, "system-out").text = line
    return case
