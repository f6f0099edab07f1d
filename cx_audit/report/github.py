"""The report as GitHub workflow commands: annotations at the lines of the answers, for the log of a job.

A finding that fails the run (see ``gate``) is an error; what else is new a warning, omissions and the like a notice.
What is known, suppressed or rightly different by scope is not told. GitHub shows ten of each level per step: the worst
ten are told, and the last line, which is no command, counts the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cx_audit.model import Finding, FindingKind, Report, Status
from cx_audit.report.gate import fails
from cx_audit.report.overview import NOUNS, coverage_line, worst_first
from cx_audit.report.places import Places, Said, letter, own_path, shortened
from cx_audit.report.safe import log_line, one_line

__all__ = ["MOST", "render"]

MOST = 10
"""How many annotations of one level GitHub shows."""

_TITLE, _MESSAGE, _QUOTE, _MOST_QUOTES = 200, 1_000, 200, 6
_WARNINGS = frozenset({FindingKind.CONTRADICTION, FindingKind.POLICY, FindingKind.UNVERIFIED, FindingKind.STALE})


def render(report: Report, *, fail_on: str = "low") -> str:
    """``report`` as lines for a job's log; ``fail_on`` as for ``gate.fails``."""
    places, told = Places(report), Counter[str]()
    lines: list[str] = []
    for finding in worst_first(report.findings):
        if finding.status is not Status.NEW or finding.kind is FindingKind.SCOPED:
            continue
        level = _level(finding, fail_on)
        told[level] += 1
        if told[level] <= MOST:
            lines.append(_command(level, finding, places))
    rest = sum(told.values()) - len(lines)
    line = coverage_line(report, hint="")
    return "\n".join([*lines, log_line(f"{line} {rest:,} more not annotated." if rest else line)]) + "\n"


def _level(finding: Finding, fail_on: str) -> str:
    if fails(finding, fail_on):
        return "error"
    return "warning" if finding.kind in _WARNINGS else "notice"


def _command(level: str, finding: Finding, places: Places) -> str:
    said = places.to_mend(finding)
    properties: dict[str, str] = {}
    path = own_path(said[0].place) if said else None
    if path is not None:
        properties["file"] = path
        line = said[0].place.line
        if line is not None and line > 0:
            properties["line"] = str(line)
    what = f"{finding.severity.value.upper()} {NOUNS[finding.kind][0]}"
    properties["title"] = shortened(f"{what}: {places.title(finding)}", _TITLE)
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "\n".join([shortened(one_line(finding.message), _MESSAGE), *_quotes(said, len(finding.positions))])
    return f"::{level} {listed}::{_data(message)}"


def _quotes(said: tuple[Said, ...], positions: int) -> Iterator[str]:
    """Who says it; with the position where there are several."""
    for one in said[:_MOST_QUOTES]:
        side = f"{letter(one.position)} " if positions > 1 else ""
        where = f" ({one.where})" if one.where else ""
        words = f": {one.quoted(_QUOTE)}" if one.words else ""
        yield f"{side}{one.who}{where}{words}"
    if len(said) > _MOST_QUOTES:
        yield f"and {len(said) - _MOST_QUOTES:,} more"


def _data(text: str) -> str:
    """``text`` as GitHub's own toolkit writes the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """``text`` as GitHub's own toolkit writes a property of a command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
