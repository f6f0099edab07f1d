"""The report as SARIF 2.1.0 (OASIS), for GitHub code scanning, Azure DevOps and editors.

A rule is a kind of finding and what it is about ("contradiction/return_window"); a result is a finding. Its
``locations`` are the places of its quotes, the likeliest to mend first: GitHub shows that one, and the others through
the links in the message. ``partialFingerprints`` are those of the baseline: no line and no wording changes them. SARIF
allows a level only to results of kind "fail", so what is unverified is for "review" and what differs by scope is
"informational", both of level "none". No times: the same report gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from cx_audit.model import Finding, FindingKind, Place, Report, Severity, Status
from cx_audit.report.json import dump
from cx_audit.report.overview import coverage_line, worst_first
from cx_audit.report.places import Places, Said, letter, own_path, shortened
from cx_audit.report.safe import one_line, web_link
from cx_audit.report.sarif_rules import Rules

__all__ = ["MOST_RESULTS", "render", "to_document"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
"""GitHub refuses a file with more."""

_MOST_PLACES, _MOST_LINKS = 100, 10
_TITLE, _MESSAGE, _QUOTE = 200, 1_000, 400

_LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note", Severity.INFO: "note"}
_KINDS = {FindingKind.UNVERIFIED: "review", FindingKind.SCOPED: "informational"}
_STATES = {Status.NEW: "new", Status.BASELINE: "unchanged", Status.SUPPRESSED: "unchanged"}
_SPECIAL = re.compile(r"[\\\[\]]")
_DRIVE = re.compile(r"[A-Za-z]:/")


def render(report: Report) -> str:
    """``report`` as SARIF text."""
    return dump(to_document(report))


def to_document(report: Report) -> dict[str, Any]:
    """``report`` as plain data in the shape of SARIF."""
    rules, places = Rules(), Places(report)
    told = worst_first(report.findings)[:MOST_RESULTS]
    compared = any(finding.status is not Status.NEW for finding in report.findings)
    results = [_result(finding, rules, places, compared=compared) for finding in told]
    notes = [coverage_line(report, hint="")]
    if len(told) < len(report.findings):
        notes.append(f"the {len(report.findings) - len(told):,} least severe findings are left out")
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "cx-audit",
                        "version": one_line(report.tool_version),
                        "informationUri": "https://github.com/cx-audit/cx-audit",
                        "rules": rules.documents(),
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {"level": "note", "message": {"text": _plain(one_line(note))}} for note in notes
                        ],
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _plain(text: str) -> str:
    """Literal text as SARIF's messages write it (3.11.5, 3.11.6): doubled braces, no links."""
    return _SPECIAL.sub(r"\\\g<0>", text.replace("{", "{{").replace("}", "}}"))


def _result(finding: Finding, rules: Rules, places: Places, *, compared: bool) -> dict[str, Any]:
    said = places.to_mend(finding)
    kind = _KINDS.get(finding.kind, "fail")
    rule = rules.of(finding)
    result: dict[str, Any] = {
        "ruleId": rule.id,
        "ruleIndex": rule.index,
        "kind": kind,
        "level": _LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": _message(finding, said, places)},
        "locations": [_location(one) for one in said[:_MOST_PLACES]],
        "partialFingerprints": {
            "findingContent/v1": places.fingerprint(finding),
            # the only one that GitHub reads; a line number in it would make a moved answer a new finding
            "primaryLocationLineHash": f"{places.fingerprint(finding)}:1",
        },
        "rank": round(100 * finding.confidence, 2),
    }
    related = [_location(one, number) for number, one in enumerate(said[1 : _MOST_LINKS + 1], start=1)]
    if related:
        result["relatedLocations"] = related
    if compared:
        result["baselineState"] = _STATES[finding.status]
    if finding.status is Status.SUPPRESSED:
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result | {"properties": _properties(finding, said, places)}


def _message(finding: Finding, said: Sequence[Said], places: Places) -> str:
    title = _plain(shortened(places.title(finding), _TITLE))
    text = f"{title}: {_plain(shortened(one_line(finding.message), _MESSAGE))}"
    links = [
        f"[{_plain(' '.join(filter(None, (one.who, shortened(one.display, _TITLE)))))}]({number})"
        for number, one in enumerate(said[1 : _MOST_LINKS + 1], start=1)
    ]
    return f"{text}. See also: {'; '.join(links)}" if links else text


def _location(said: Said, id: int | None = None) -> dict[str, Any]:
    words = f"{letter(said.position)} {said.display}: {said.quoted(_QUOTE)}" if said.words else ""
    text = ". ".join(filter(None, (said.who, words)))
    location: dict[str, Any] = {} if id is None else {"id": id}
    uri = _uri(said.place)
    if uri is not None:
        physical: dict[str, Any] = {"artifactLocation": uri}
        if said.place.line is not None and said.place.line > 0:
            physical["region"] = {"startLine": said.place.line}
        location["physicalLocation"] = physical
    if said.place.record or uri is None:
        record = one_line(said.place.record or said.answer.id)
        location["logicalLocations"] = [{"name": record, "fullyQualifiedName": f"{said.who}: {record}"}]
    return location | {"message": {"text": _plain(text)}}


def _uri(place: Place) -> dict[str, Any] | None:
    path = own_path(place)
    if path is None:
        url = web_link(place.url)
        return {"uri": url} if url and url.isascii() else None
    encoded = quote(path, safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{encoded}"}
    if _DRIVE.match(path):
        return {"uri": f"file:///{path[0]}:{encoded[4:]}"}
    return {"uri": encoded, "uriBaseId": "%SRCROOT%"}


def _properties(finding: Finding, said: Sequence[Said], places: Places) -> dict[str, Any]:
    question = places.question(finding)
    told = {
        "id": one_line(finding.id),
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, 6),
        "status": finding.status.value,
        "role": finding.role and one_line(finding.role),
        "factKind": finding.fact_kind and one_line(finding.fact_kind),
        "questionId": one_line(finding.question_id),
        "question": places.title(finding),
        "stage": question.stage and one_line(question.stage),
        "channels": sorted({one_line(one.answer.channel) for one in said}),
        "values": [one_line(position.display) for position in finding.positions],
        "quotes": len(said),
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}
