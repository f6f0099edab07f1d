"""What changed between two reports, and the history of many."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ledger_kit import BOT, FAQ, FEE, TODAY, WINDOW, Dispute, Said, dispute, entries, make_report

from cx_audit.errors import LedgerError
from cx_audit.ledger import Changes, Suppression, changes, record, rows, settle
from cx_audit.model import FindingKind, Report, Severity

NOW = datetime(2026, 3, 4, 9, 30, 12, 345, tzinfo=UTC)
MOVED = dispute(replace(FAQ, value="day:45"), BOT)


def _roles(found: Changes) -> tuple[list[str | None], ...]:
    return tuple([one.finding.role for one in part] for part in (found.new, found.fixed, found.still))


def _suppressed(*disputes: Dispute) -> Report:
    return settle(make_report(*disputes), (), (Suppression("r", "o", role="return_window"),), TODAY).report


def test_new_fixed_and_still_there() -> None:
    low = replace(FEE, severity=Severity.LOW)
    other = replace(FEE, said=(Said("a", "faq", "Deposit"), Said("b", "macro", "Deposit")), role="deposit")
    found = changes(make_report(WINDOW, low), make_report(low, other, MOVED, row=50))
    new, fixed, still = _roles(found)
    assert set(new) == {"return_window", "deposit"}
    assert (fixed, still) == (["return_window"], ["return_fee"])
    assert found.still[0].finding.id == make_report(low, other, MOVED, row=50).findings[0].id


def test_a_report_against_itself_and_against_nothing() -> None:
    whole = make_report(WINDOW, FEE)
    assert [len(part) for part in _roles(changes(whole, whole))] == [0, 0, 2]
    assert [len(part) for part in _roles(changes(make_report(), whole))] == [2, 0, 0]
    assert [len(part) for part in _roles(changes(whole, make_report()))] == [0, 2, 0]


def test_the_worst_is_told_first() -> None:
    low = replace(FEE, severity=Severity.LOW)
    omission = replace(FEE, said=(Said("a", "faq", "x"), Said("", "macro", "y")), kind=FindingKind.OMISSION, role=None)
    assert _roles(changes(make_report(), make_report(omission, low, WINDOW)))[0] == [
        "return_window",
        None,
        "return_fee",
    ]


def test_what_is_suppressed_is_neither_new_nor_fixed() -> None:
    assert _roles(changes(make_report(WINDOW), _suppressed(WINDOW))) == ([], [], [])
    assert _roles(changes(make_report(), _suppressed(WINDOW))) == ([], [], [])
    assert _roles(changes(_suppressed(WINDOW), make_report(WINDOW))) == ([], [], ["return_window"])
    assert _roles(changes(_suppressed(WINDOW), make_report())) == ([], [], [])


def test_a_line_for_each_run(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    known = settle(make_report(WINDOW, replace(FEE, severity=Severity.LOW)), entries(FEE), (), TODAY).report
    first = record(path, known, NOW)
    assert (first.at, first.questions, first.high, first.low, first.known) == ("2026-03-04T09:30:12+00:00", 2, 1, 1, 1)
    assert (first.new, first.fixed) == (None, None)
    second = record(path, make_report(MOVED, row=40), NOW)
    assert (second.new, second.fixed, second.high) == (1, 2, 1)
    third = record(path, make_report(MOVED, replace(FEE, kind=FindingKind.OMISSION)), NOW)
    assert (third.new, third.fixed) == (0, 0)
    assert rows(path) == (first, second, third)


def test_what_is_suppressed_is_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "h"
    record(path, make_report(FEE), NOW)
    row = record(path, _suppressed(WINDOW, FEE), NOW)
    assert (row.high, row.new, row.fixed) == (1, 0, 0)


def test_no_history_another_program_s_and_no_database_at_all(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no such history"):
        rows(tmp_path / "none")
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = other.read_bytes()
    for use in (lambda: rows(other), lambda: record(other, make_report(WINDOW), NOW)):
        with pytest.raises(LedgerError, match=r"other\.sqlite3: is no history of this version"):
            use()
    assert other.read_bytes() == before
    text = tmp_path / "text"
    text.write_text("no database at all, however long it is" * 100)
    with pytest.raises(LedgerError, match="can't be used"):
        record(text, make_report(WINDOW), NOW)
    with pytest.raises(LedgerError, match="can't be used"):
        record(tmp_path / "no" / "folder", make_report(WINDOW), NOW)


def test_a_run_that_fails_leaves_the_history_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "h"
    record(path, make_report(WINDOW), NOW)
    before = rows(path)

    def fail(entry: object) -> str:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patch:
        patch.setattr("cx_audit.ledger.history.dump_entry", fail)
        with pytest.raises(RuntimeError):
            record(path, make_report(FEE), NOW)
    assert rows(path) == before
    assert record(path, make_report(WINDOW), NOW).new == 0
