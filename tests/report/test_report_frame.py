"""The frames hold the rows of the CSV with types, and the words without what steers a terminal."""

from __future__ import annotations

import csv
import io

from report_samples import ESCAPE, FORMULA, make_report

from cx_audit.report.csv import render
from cx_audit.report.frame import positions_frame, skipped_frame, summary_frame
from cx_audit.report.safe import cell
from cx_audit.report.tables import POSITIONS

COLUMNS = POSITIONS.columns
EMPTY = make_report((), answers=(), questions=(), skipped=(), settings={})
NUMBERS = {"position": "int64", "confidence": "float64"}


def test_the_columns_and_rows_are_those_of_the_csv() -> None:
    frame = positions_frame(make_report(), clean=cell)
    told = list(csv.DictReader(io.StringIO(render(make_report()).removeprefix("\ufeff"), newline=""), strict=True))
    assert tuple(frame.columns) == COLUMNS
    assert frame.drop(columns=list(NUMBERS)).to_dict("records") == [
        {column: text for column, text in row.items() if column not in NUMBERS} for row in told
    ]
    for column in NUMBERS:
        assert frame[column].tolist() == [float(row[column]) for row in told]


def test_numbers_are_numbers_and_the_rest_is_text() -> None:
    for frame in (positions_frame(make_report()), positions_frame(EMPTY)):
        told = {column: str(kind) for column, kind in frame.dtypes.items()}
        assert told == {column: NUMBERS.get(column, "string") for column in COLUMNS}


def test_what_is_not_known_is_empty_not_missing() -> None:
    frame = positions_frame(make_report())
    assert not frame.isna().any(axis=None)
    (gap,) = frame[frame.finding_id == "f-gap"].to_dict("records")
    assert (gap["position"], gap["value"], gap["channels"]) == (0, "", "")


def test_words_stay_as_said_but_for_control_codes() -> None:
    frame = positions_frame(make_report())
    assert FORMULA in set(frame.question)
    text = frame.to_csv()
    assert ESCAPE not in text
    assert "\x1b" not in text


def test_the_skips_are_those_of_the_report() -> None:
    frame = skipped_frame(make_report())
    assert frame["count"].dtype == "int64"
    assert frame.to_dict("records")[0] == {
        "source": "exports/zendesk/macros.json",
        "reason": "draft",
        "count": 4,
        "detail": "",
        "answer_id": "",
    }
    assert frame.answer_id.tolist() == ["", "", "faq-6"]
    assert "\x1b" not in "".join(frame.detail)
    assert skipped_frame(EMPTY).empty


def test_the_summary_counts_what_the_report_counts() -> None:
    told = {(part, name): value for part, name, value in summary_frame(make_report()).to_numpy().tolist()}
    assert told["questions", ""] == told["questions", "compared"] + told["questions", "not compared"] == 6
    assert told["findings", "contradiction"] == 3
    assert told["questions answered", "faq"] == 5
    assert told["tool", "cx-audit"] == "0.0.0"
    assert told["setting", "languages"] == "ar, en"
    assert told["result", ""].startswith("3 contradictions")
    assert "--show-skips" not in told["result", ""]
