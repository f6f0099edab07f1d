"""The workbook opens, is fit to read, runs nothing, and has the same bytes tomorrow."""

from __future__ import annotations

import datetime
import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import FORMULA, make_report

from cx_audit.errors import CxAuditError
from cx_audit.model import Report, Skipped
from cx_audit.report import xlsx
from cx_audit.report.frame import findings_frame, positions_frame, questions_frame
from cx_audit.report.safe import cell
from cx_audit.report.tables import FINDINGS, POSITIONS, QUESTIONS, Table
from cx_audit.report.xlsx import render

EMPTY = make_report((), answers=(), questions=(), skipped=(), settings={})
SHEETS = ["findings", "positions", "questions", "skipped", "summary"]
EVIL = [
    FORMULA,
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "\ufffe=1+1",
    "#N/A",
    "#REF!",
    "_x003D_1+1",
    '";=1"',
    "<r><t>x</t></r>",
]
TEXT = st.text(
    st.one_of(st.sampled_from("=+-@;'\" \t\r\n\x1b\x00\x0b\x85\ufffe\uffff\ud800_x03D"), st.characters()), max_size=20
)


def titled(title: str) -> Report:
    """The sample with another title for its first question, which an export may choose."""
    report = make_report()
    return replace(report, questions=(replace(report.questions[0], title=title), *report.questions[1:]))


def cells(data: bytes) -> list[tuple[str, str, object]]:
    """The name of the sheet, the type and the value of each cell that is not empty."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == SHEETS
    return [
        (sheet.title, cell.data_type, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def read(data: bytes, sheet: str) -> pd.DataFrame:
    return pd.read_excel(io.BytesIO(data), sheet_name=sheet, keep_default_na=False)


@pytest.mark.parametrize(
    ("table", "frame"),
    [(POSITIONS, positions_frame), (FINDINGS, findings_frame), (QUESTIONS, questions_frame)],
    ids=["positions", "findings", "questions"],
)
def test_pandas_reads_the_rows_of_the_tables(table: Table, frame: Callable[..., pd.DataFrame]) -> None:
    told = read(render(make_report()), table.name)
    wanted = frame(make_report(), clean=cell)
    assert tuple(told.columns) == table.columns
    unknown_as_empty = wanted.astype("object").where(wanted.notna(), "")
    assert told.to_dict("records") == unknown_as_empty.to_dict("records")


def test_the_other_sheets_say_what_was_skipped_and_counted() -> None:
    data = render(make_report())
    assert read(data, "skipped")[["source", "count"]].to_numpy().tolist()[0] == ["exports/zendesk/macros.json", 4]
    summary = read(data, "summary")
    assert summary[summary.name == "contradiction"].value.tolist() == [3]


@pytest.mark.parametrize("report", [make_report(), EMPTY], ids=["sample", "empty"])
def test_each_sheet_has_a_header_that_stays_and_filters(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(report)))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    heads = {cell.value: cell for cell in book["positions"][1]}
    assert tuple(heads) == POSITIONS.columns
    quotes, channel = (book["positions"].column_dimensions[heads[n].column_letter] for n in ("quotes", "channels"))
    assert quotes.width > 3 * channel.width
    assert all(cell.alignment.wrap_text for row in book["positions"].iter_rows() for cell in row if cell.value)


def test_what_runs_from_the_right_stands_on_the_right() -> None:
    for title, side in (("مدة الإرجاع", ("right", 2)), ("WhatsApp مدة", (None, 0)), ("Return", (None, 0))):
        book = openpyxl.load_workbook(io.BytesIO(render(titled(title))))
        (place,) = (c for c in book["questions"][2] if c.value == title)
        assert (place.alignment.horizontal, place.alignment.readingOrder) == side


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_cells_are_inert(evil: str) -> None:
    report = replace(titled(evil), settings={evil: evil})
    report = replace(report, skipped=(Skipped(evil, evil, detail=evil, answer_id=evil),))
    told = cells(render(report))
    assert {kind for _, kind, _ in told} == {"s", "n"}
    for _, _, value in told:
        assert not (isinstance(value, str) and value.startswith(("=", "+", "-", "@", "＝")))


def test_what_excel_would_decode_is_encoded() -> None:
    """Excel reads "_x003D_" as "=", unless its first underscore stands as "_x005F_"; openpyxl hides the difference."""
    with zipfile.ZipFile(io.BytesIO(render(titled("_x003D_1 x0041_ _x41_")))) as archive:
        written = archive.read("xl/sharedStrings.xml").decode()
    assert "<t>_x005F_x003D_1 x0041_ _x41_</t>" in written


@given(TEXT)
@settings(deadline=None, max_examples=30)
def test_any_text_can_be_written_and_reads_like_the_csv(title: str) -> None:
    told = read(render(titled(title)), "positions").question[0]
    wanted = cell(title.replace("\ufffe", "").replace("\uffff", ""))
    assert told.replace("_x005F_x", "_x") == wanted.replace("_x005F_x", "_x")


def test_arabic_and_emoji_survive() -> None:
    words = "إرجاع 🎉 🧑‍🤝‍🧑 Ừ"
    told = read(render(titled(words)), "positions")
    assert told.question[0] == words
    assert "يمكنك إرجاع أي منتج خلال 14 يومًا" in told.quotes[0]


def test_a_long_text_is_cut_to_what_a_cell_holds() -> None:
    told = read(render(titled("long " * 8000)), "positions").question[0]
    assert len(told) == 32_767
    assert told.endswith("…")


def test_the_clock_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    data = render(make_report())
    later = time.localtime(time.time() + 86_400)
    monkeypatch.setattr("zipfile.time", SimpleNamespace(time=time.time, localtime=lambda *_: later))
    monkeypatch.setattr("xlsxwriter.core.datetime", _Tomorrow)
    assert render(make_report()) == data


class _AnyDate(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime.datetime)


class _Tomorrow(datetime.datetime, metaclass=_AnyDate):
    """A clock that is a day ahead."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return datetime.datetime.now(tz) + datetime.timedelta(days=1)


def test_the_file_says_no_date_and_no_user() -> None:
    with zipfile.ZipFile(io.BytesIO(render(make_report()))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    properties = openpyxl.load_workbook(io.BytesIO(render(make_report()))).properties
    assert properties.created == properties.modified == datetime.datetime(1980, 1, 1)
    assert (properties.creator, properties.lastModifiedBy) == ("cx-audit", "cx-audit")


def test_more_rows_than_a_sheet_holds_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 17)
    with pytest.raises(CxAuditError, match=r"sheet positions would have 18 rows, XLSX holds 17 \(use csv or parquet\)"):
        render(make_report())
