"""Figures of metrics against hand computation."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx_audit.errors import ConfigError
from cx_audit.impact import Table, Tally, find_layout, read_rows
from cx_audit.impact.figures import figures
from cx_audit.impact.numbers import count_of, score_of
from cx_audit.sources.metrics import read_metrics


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("7.0", 7), ("3.5", None), ("", None), ("x", None)],
)
def test_counts_are_read_as_spreadsheets_write_them(text: str, value: float | None) -> None:
    assert count_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("4.25", 4.25), ("4,25", 4.25), ("1.234,50", 1234.5), ("1,234.50", 1234.5), ("-3", -3), ("", None), ("n/a", None)],
)
def test_scores_may_have_a_decimal_comma(text: str, value: float | None) -> None:
    assert score_of(text) == value


def _table(columns: list[str], rows: list[list[str]], months: int | None = None) -> Table:
    cells = [(line, dict(zip(columns, row, strict=True))) for line, row in enumerate(rows, 2)]
    return read_rows("m.csv", cells, find_layout(columns, "m.csv"), months)


def test_nps_is_promoters_less_detractors_of_all_answers() -> None:
    own = Tally()
    # 10, 9: promoters; 8, 7: passives; 6, 0, 3: detractors -> (2 - 3) / 7
    for row in _table(["question", "nps"], [["a", n] for n in ("10", "9", "8", "7", "6", "0", "3")]).rows:
        own.add(row.tally)
    rest = Tally(promoters=6, passives=2, detractors=2)
    told = figures(own, rest, None)["nps"]
    assert told["score"] == pytest.approx(-14.29)
    assert (told["promoters"], told["passives"], told["detractors"]) == (2, 2, 3)
    assert told["rest"] == 40
    # 7 answers at 60 % promoters would be 4.2: 2.2 more than the two there are
    assert told["promoters_lost"] == pytest.approx(2.2)
    assert told["small_sample"] is True


def test_a_mean_counts_its_responses_and_stands_beside_the_rest() -> None:
    table = _table(["question", "csat", "csat responses"], [["a", "3,0", "10"], ["a", "4.5", "30"], ["b", "5", ""]])
    own = Tally()
    for row in table.rows[:2]:
        own.add(row.tally)
    told = figures(own, table.rows[2].tally, None)["csat"]
    # thirty of 4.5 and ten of 3.0
    assert told["mean"] == pytest.approx(4.125, abs=0.006)
    assert told["answers"] == 40
    assert told["rest"] == 5
    assert told["rest_answers"] == 1
    assert told["small_sample"] is False


def test_what_no_row_says_is_not_there() -> None:
    assert figures(Tally(), Tally(contacts=5, contact_rows=1), None) == {}


def test_times_are_weighted_by_contacts_and_turned_into_one_unit() -> None:
    table = _table(
        ["question", "contacts", "aht (sec)", "resolution hours"], [["a", "1", "60", "2"], ["a", "3", "180", "6"]]
    )
    own = Tally()
    for row in table.rows:
        own.add(row.tally)
    told = figures(own, Tally(), None)
    assert told["handling"]["minutes"] == pytest.approx(2.5)
    assert told["resolution"]["hours"] == pytest.approx(5)


def test_churn_needs_both_its_columns() -> None:
    told = _table(["question", "lost", "at start"], [["a", "5", "200"], ["a", "5", ""]]).rows
    own = Tally()
    for row in told:
        own.add(row.tally)
    assert figures(own, Tally(), None)["churn"]["rate"] == 0.025


def test_cells_out_of_range_are_told_and_left_out() -> None:
    table = _table(["question", "csat", "nps"], [["a", "7", "11"], ["a", "4", "9.5"], ["", "4", "9"]])
    assert len(table.broken) == 4
    assert "m.csv:2: csat is '7', not 1 to 5" in table.broken
    assert "m.csv:4: names no question" in table.broken
    assert [row.tally.csat for row in table.rows] == [4]


def test_months_are_counted_only_where_every_row_is_dated() -> None:
    assert _table(["question", "contacts", "month"], [["a", "1", "2026-01"], ["a", "1", "2026-02-03"]]).months == 2
    assert _table(["question", "contacts", "month"], [["a", "1", "2026-01"], ["a", "1", "Feb"]]).months is None
    assert _table(["question", "contacts"], [["a", "1"]], months=3).months == 3


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        (["csat"], "no column names a question"),
        (["question"], "no column holds a figure"),
        (["question", "aht"], "unknown unit"),
    ],
)
def test_a_table_that_says_too_little_is_refused(columns: list[str], what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        find_layout(columns, "m.csv")


def test_the_user_may_name_the_columns() -> None:
    layout = find_layout(
        ["Onderwerp", "Aantal", "AHT"],
        "m.csv",
        {"question": "Onderwerp", "contacts": "aantal", "handling_minutes": "AHT"},
    )
    assert layout.keys == {"question": "Onderwerp"}
    assert layout.measures == {"contacts": "Aantal", "handling": "AHT"}
    with pytest.raises(ConfigError, match="no column 'Tickets'"):
        find_layout(["a"], "m.csv", {"contacts": "Tickets"})


def test_tables_are_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("\ufeffid;contacts\n007;1.234\n\n008;2\n", encoding="utf-8")
    table = read_metrics(path, "m.csv")
    assert table.columns == ("id", "contacts")
    assert table.rows == ((2, {"id": "007", "contacts": "1.234"}), (4, {"id": "008", "contacts": "2"}))
