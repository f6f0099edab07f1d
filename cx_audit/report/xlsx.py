"""The report as an Excel workbook: the rows of the CSV in a sheet "positions", then "skipped" and "summary".

Every cell of words is a text cell and reads as the CSV's does, apostrophe before a formula and all: a sheet may be
saved as CSV later, and then a formula would wake up.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import TYPE_CHECKING

from cx_audit.errors import CxAuditError
from cx_audit.model import Report
from cx_audit.report.frame import positions_frame, skipped_frame, summary_frame
from cx_audit.report.safe import cell, fit_cell

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["render"]

_MOST_ROWS = 1_048_575  # and the header
_WIDTHS = {
    "question": 44,
    "value": 30,
    "display": 24,
    "answer_ids": 28,
    "quotes": 80,
    "sources": 40,
    "message": 56,
    "source": 44,
    "reason": 36,
    "detail": 44,
    "part": 20,
    "name": 24,
}
_WIDTH = 16

# XML 1.0 allows neither; all other codes that it forbids, `cell` leaves out.
_ILLEGAL = re.compile("[\ufffe\uffff]")
# Excel reads "_x003D_" as "=" (ECMA-376, ST_Xstring); "_x005F_" is the underscore that stays one.
_ENCODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

# The oldest that a zip file can say: the bytes must not depend on when they were written.
_LONG_AGO = datetime.datetime(1980, 1, 1)  # openpyxl wants no zone
_CORE = "docProps/core.xml"


def render(report: Report) -> bytes:
    """``report`` as the bytes of an XLSX file; the same report gives the same bytes with the same openpyxl.

    Raises:
        CxAuditError: more rows than a sheet can hold.
    """
    import pandas as pd

    sheets = {
        "positions": positions_frame(report, clean=_words),
        "skipped": skipped_frame(report, clean=_words),
        "summary": summary_frame(report, clean=_words),
    }
    for name, frame in sheets.items():
        if len(frame) > _MOST_ROWS:
            raise CxAuditError(
                f"the sheet {name} would have {len(frame):,} rows, XLSX holds {_MOST_ROWS:,}",
                remedy="use csv or parquet",
            )
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
            _lay_out(writer.sheets[name])
    return _dateless(out, writer.book)


def _words(text: str) -> str:
    """A cell as in the CSV that Excel reads as it is written."""
    return fit_cell(_ENCODED.sub("_x005F_", cell(_ILLEGAL.sub("", text))))


def _lay_out(sheet: Worksheet) -> None:
    """The header stays in view and filters; long words wrap; what looks like a formula or an error is text."""
    from openpyxl.styles import Alignment

    wrapped = Alignment(wrap_text=True, vertical="top")
    for column in sheet.iter_cols():
        sheet.column_dimensions[column[0].column_letter].width = _WIDTHS.get(column[0].value, _WIDTH)
        for place in column:
            place.alignment = wrapped
            if isinstance(place.value, str):
                place.data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _dateless(saved: io.BytesIO, book: Workbook) -> bytes:
    """The workbook ``saved``, packed anew without the time of day: openpyxl writes it in two places."""
    from openpyxl.xml.functions import tostring

    book.properties.creator = "cx-audit"
    book.properties.created = book.properties.modified = _LONG_AGO
    core = tostring(book.properties.to_tree())
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _LONG_AGO.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # or it would tell Windows from the rest
            new.writestr(info, core if name == _CORE else old.read(name))
    return out.getvalue()
