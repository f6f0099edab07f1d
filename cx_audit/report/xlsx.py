"""The report as an Excel workbook: sheets of findings, positions, questions, what was skipped, and a summary.

Every cell of words is a text cell and reads as the CSV's does, apostrophe before a formula and all: a sheet may be
saved as CSV later, and then a formula would wake up.

XlsxWriter (BSD) writes it: three times as fast as openpyxl, and with dates of our own the bytes are stable.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cx_audit.errors import CxAuditError
from cx_audit.model import Report
from cx_audit.report.safe import cell, fit_cell, reads_right_to_left
from cx_audit.report.tables import FINDINGS, POSITIONS, QUESTIONS, SEGMENTS, SKIPPED, SUMMARY, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["render"]

_SHEETS = (FINDINGS, POSITIONS, QUESTIONS, SKIPPED, SUMMARY)
_MOST_ROWS = 1_048_575  # and the header
_WIDTHS = {
    "question": 44,
    "value": 30,
    "display": 24,
    "displays": 36,
    "answer_ids": 28,
    "quotes": 80,
    "sources": 40,
    "message": 56,
    "reasons": 44,
    "policy": 36,
    "impact": 36,
    "source": 44,
    "reason": 36,
    "detail": 44,
    "part": 20,
    "name": 24,
}
_WIDTH = 16

# XML 1.0 allows neither; all other codes that it forbids, `cell` leaves out.
_ILLEGAL = re.compile("[\ufffe\uffff]")
# The oldest that a zip file can say: the bytes must not depend on when they were written.
_LONG_AGO = datetime.datetime(1980, 1, 1)  # XlsxWriter wants no zone


def render(report: Report) -> bytes:
    """``report`` as the bytes of an XLSX file; the same report gives the same bytes with the same XlsxWriter.

    Raises:
        CxAuditError: more rows than a sheet can hold.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "cx-audit", "created": _LONG_AGO})
    layout = {"valign": "top", "text_wrap": True}
    formats = {
        "head": book.add_format(layout | {"bold": True, "bottom": 1}),
        "left": book.add_format(layout),
        "right": book.add_format(layout | {"align": "right", "reading_order": 2}),
    }
    for table in (*_SHEETS, *([SEGMENTS] if report.segments else [])):
        _write(book, table, report, formats)
    book.close()
    return _same_everywhere(out)


def _write(book: Workbook, table: Table, report: Report, formats: Mapping[str, Format]) -> None:
    """One sheet: the header stays in view and filters; words are text, and on the right where they run from there."""
    sheet = book.add_worksheet(table.name)
    known: dict[str, tuple[str, Format]] = {}  # the same channel, role or question stands in many rows
    last = 0
    for column, name in enumerate(table.columns):
        sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH))
        sheet.write_string(0, column, name, formats["head"])
    for last, row in enumerate(table.rows_of(report), start=1):
        if last > _MOST_ROWS:
            continue
        for column, item in enumerate(row):
            if isinstance(item, str):
                if item not in known:
                    words = _words(item)
                    known[item] = words, formats["right" if reads_right_to_left(words) else "left"]
                if known[item][0]:
                    sheet.write_string(last, column, *known[item])
            else:
                sheet.write_number(last, column, item, formats["left"])
    if last > _MOST_ROWS:
        raise CxAuditError(
            f"the sheet {table.name} would have {last:,} rows, XLSX holds {_MOST_ROWS:,}",
            remedy="use csv or parquet",
        )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _words(text: str) -> str:
    """A cell as in the CSV, of nothing that XML or XlsxWriter would take for more than words."""
    words = cell(_ILLEGAL.sub("", text))
    # XlsxWriter takes "<r>...</r>" for its own markup, and writes it as it is.
    return fit_cell(f"'{words}") if words.startswith("<r>") else words


def _same_everywhere(saved: io.BytesIO) -> bytes:
    """The workbook packed anew: the file as XlsxWriter packs it tells Windows from the rest."""
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _LONG_AGO.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, old.read(name))
    return out.getvalue()
