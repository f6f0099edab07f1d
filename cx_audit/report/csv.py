"""The report as a tidy CSV, for a spreadsheet or a notebook: one row per position, or one per finding.

UTF-8 with a byte order mark, so that Excel reads it right; "\\r\\n" line ends (RFC 4180). A cell that a
spreadsheet would take for a formula begins with an apostrophe; control codes are left out; a cell holds at most
what Excel's can (32,767 characters). ``tables.py`` says what the columns hold.
"""

from __future__ import annotations

import csv
import io

from cx_audit.model import Report
from cx_audit.report.safe import cell
from cx_audit.report.tables import FINDINGS, POSITIONS, Table

__all__ = ["render", "render_findings"]


def render(report: Report) -> str:
    """A row per position, byte order mark first; a report without findings gives the header alone."""
    return _written(POSITIONS, report)


def render_findings(report: Report) -> str:
    """A row per finding, byte order mark first."""
    return _written(FINDINGS, report)


def _written(table: Table, report: Report) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(table.columns)
    for row in table.rows_of(report):
        writer.writerow([cell(item) if isinstance(item, str) else f"{item:.6g}" for item in row])
    return f"\ufeff{out.getvalue()}"
