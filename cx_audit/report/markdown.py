"""The report as Markdown, for a comment on a pull request or the summary of a job.

With an earlier report: what is new, fixed and still there. Without: what is new and what the baseline knows. What
differs by scope or is suppressed is counted, not told. At most ``LONGEST`` characters, since GitHub takes no longer
comment: quotes are left out first, then the least severe findings, and each time it is said how many.

Words of others stand in code blocks, or with all that Markdown knows escaped; an invisible character after "@" and "#"
keeps them from calling people and issues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cx_audit.ledger import Change, Changes, changes
from cx_audit.model import Finding, FindingKind, Report, Status
from cx_audit.report.gate import fails
from cx_audit.report.impact import impact_line
from cx_audit.report.overview import NOUNS, coverage_line, percent, worst_first
from cx_audit.report.places import Places, letter, shortened
from cx_audit.report.safe import one_line
from cx_audit.report.stands import stand_words

__all__ = ["LONGEST", "MARKER", "render"]

LONGEST = 65_000
"""GitHub takes 65,536 characters; an emoji counts as two."""

MARKER = "<!-- cx-audit -->"
"""The first line, by which a script finds the comment that it wrote before."""

_TITLE, _MESSAGE, _ID, _QUOTE, _MOST_QUOTES = 200, 600, 80, 300, 8
_ROOM_FOR_ENDS = 2_000
_ROOM_FOR_QUOTES = LONGEST * 3 // 5
# What means something within a line: markup, HTML, mathematics, addresses, emoji and people.
_PUNCTUATION = re.compile(r"[\\`*_\[\]<>#!|~&$:@]|(?<=[Ww]{3})\.")
_CALLS = re.compile(r"[@#]")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class _Section:
    """``quoted`` says whether its findings are told with their quotes."""

    title: str
    findings: Sequence[Finding]
    places: Places
    quoted: bool


def render(report: Report, *, fail_on: str = "low", before: Report | None = None) -> str:
    """``report`` as Markdown; ``fail_on`` as for ``gate.fails``, ``before`` an earlier report to compare with."""
    changed = changes(before, report) if before is not None else None
    sections = list(_sections(report, changed, before))
    head = [MARKER, f"## cx-audit: {_headline(report, changed)}", ""]
    failing = sum(fails(finding, fail_on) for finding in report.findings)
    verdict = f"**{failing:,} fail{'s' if failing == 1 else ''} this check.** " if failing else ""
    head.append(f"{verdict}{_inline(coverage_line(report, hint=''))}")
    if before is not None and not _made_alike(before, report):
        head += [
            "",
            "The earlier report was made by another version or with other settings: a change may be due to that.",
        ]
    text = "\n".join(head) + "\n"
    left = LONGEST - _ROOM_FOR_ENDS - _size(text)
    for section in sections:
        told = _section(section, left)
        left -= _size(told)
        text += told
    return text


def _headline(report: Report, changed: Changes | None) -> str:
    if changed is not None:
        new, fixed, still = (len(_changed(part)) for part in (changed.new, changed.fixed, changed.still))
        return f"{new:,} new, {fixed:,} fixed, {still:,} still there"
    told = _told(worst_first(report.findings))
    known = sum(finding.status is Status.BASELINE for finding in told)
    return f"{len(told) - known:,} found" + (f", {known:,} known" if known else "")


def _told(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.kind is not FindingKind.SCOPED and f.status is not Status.SUPPRESSED]


def _changed(part: Sequence[Change]) -> list[Finding]:
    return _told([change.finding for change in part])


def _made_alike(before: Report, after: Report) -> bool:
    """Whether a difference can only be due to the answers."""
    return (before.tool_version, before.settings) == (after.tool_version, after.settings)


def _sections(report: Report, changed: Changes | None, before: Report | None) -> Iterator[_Section]:
    places = Places(report)
    if changed is None or before is None:
        told = _told(worst_first(report.findings))
        yield _Section("Found", [f for f in told if f.status is Status.NEW], places, quoted=True)
        yield _Section("Known", [f for f in told if f.status is not Status.NEW], places, quoted=False)
        return
    yield _Section("New", _changed(changed.new), places, quoted=True)
    yield _Section("Fixed", _changed(changed.fixed), Places(before), quoted=False)
    yield _Section("Still there", _changed(changed.still), places, quoted=False)


def _section(section: _Section, left: int) -> str:
    """The section in at most ``left`` characters and a line that counts what is left out."""
    if not section.findings:
        return ""
    text = f"\n### {section.title} ({len(section.findings):,})\n\n"
    left -= _size(text)
    for number, finding in enumerate(section.findings):
        room = left > _ROOM_FOR_QUOTES
        line = _line(finding, section.places, whole=room)
        if section.quoted and room:
            line += _quotes(finding, section.places)
        if _size(line) > left:
            return f"{text}\nAnd {len(section.findings) - number:,} more: the full report has them.\n"
        text += line
        left -= _size(line)
    return text


def _line(finding: Finding, places: Places, *, whole: bool) -> str:
    """A finding on a line; ``whole`` with what it touches, which goes before findings do, as quotes go."""
    what = f"{NOUNS[finding.kind][0]}, {percent(finding.confidence)} sure, {_code(shortened(finding.id, _ID))}"
    title = _inline(shortened(places.title(finding), _TITLE))
    message = _inline(shortened(one_line(finding.message), _MESSAGE))
    touches = impact_line(finding, most=1) if whole else ""
    known = f" {_inline(touches)}." if touches else ""
    return f"- **{finding.severity.value.upper()}** {title}: {message} ({what}){known}\n"


def _quotes(finding: Finding, places: Places) -> str:
    """Who says what, folded away; four spaces before each line keep a quote from ending the block."""
    lines: list[str] = []
    said = places.said(finding)
    shown = -1
    for one in said[:_MOST_QUOTES]:
        if one.position != shown and finding.positions:
            shown = one.position
            stand = stand_words(finding, finding.positions[shown])
            told = f"  ({stand})" if stand else ""
            lines.append(f"    {letter(shown)}  {shortened(one.display, _TITLE)}{told}")
        where = f"  {shortened(one.where, _TITLE)}" if one.where else ""
        lines.append(f"       {shortened(one.who, _TITLE)}{where}")
        lines += [f"         {one.quoted(_QUOTE)}"] if one.words else []
    if len(said) > _MOST_QUOTES:
        lines.append(f"       and {len(said) - _MOST_QUOTES:,} more")
    # The block stands in a list: two spaces more than the item's dash.
    block = "\n".join(f"  {line}" for line in lines)
    return f"\n  <details><summary>In their words</summary>\n\n  ```text\n{block}\n  ```\n\n  </details>\n\n"


def _inline(text: str) -> str:
    """Harmless ``text`` within a line of Markdown: no markup, no HTML, no link, nobody called."""
    escaped = _PUNCTUATION.sub(lambda mark: _HTML.get(mark[0], f"\\{mark[0]}"), text)
    return _CALLS.sub(lambda mark: f"{mark[0]}\u2060", escaped)


def _code(text: str) -> str:
    return f"`{one_line(text).replace('`', chr(39))}`"


def _size(text: str) -> int:
    """Characters as GitHub's database and JavaScript count them."""
    return len(text) + sum(character > "\uffff" for character in text)
