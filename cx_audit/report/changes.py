"""What is new, fixed and still there between two reports."""

from __future__ import annotations

from dataclasses import dataclass

from cx_audit.model import Finding, Report, Status
from cx_audit.report.overview import worst_first

__all__ = ["Changes", "changes"]


@dataclass(frozen=True, slots=True)
class Changes:
    """``new`` and ``still`` are findings of the later report, ``fixed`` those that only the earlier one holds.

    ``same_settings`` is false where a difference may be the settings' or the version's, not the answers'.
    """

    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    still: tuple[Finding, ...]
    same_settings: bool


def changes(before: Report, after: Report) -> Changes:
    """Compare by id: ids come from what is said by whom, so a value that moved is a new finding, and the old one fixed.

    What is suppressed in a report is not in it.
    """
    old = {finding.id: finding for finding in worst_first(before.findings) if finding.status is not Status.SUPPRESSED}
    now = {finding.id: finding for finding in worst_first(after.findings) if finding.status is not Status.SUPPRESSED}
    meant = {finding.id for finding in after.findings if finding.status is Status.SUPPRESSED}
    return Changes(
        new=tuple(finding for id, finding in now.items() if id not in old),
        fixed=tuple(finding for id, finding in old.items() if id not in now and id not in meant),
        still=tuple(finding for id, finding in now.items() if id in old),
        same_settings=(before.tool_version, before.settings) == (after.tool_version, after.settings),
    )
