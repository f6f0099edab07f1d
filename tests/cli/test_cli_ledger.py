"""Baseline, suppressions, history and diff as a user meets them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from cli_kit import BY_INTENT, ROWS, Cli, Outcome, write_csv

BASELINE = Path("cx-audit-baseline.jsonl")
DAY = 86_400
MARCH_4 = 1_772_582_400
LEVEL, LOUD = "(?:high|medium|low)", "(?:HIGH|MEDIUM|LOW)"  # how bad it is, is for other tests

Audit = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """It is 4 March 2026, until a test says that days have passed."""

    def passed(days: int) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(MARCH_4 + days * DAY))

    passed(0)
    return passed


@pytest.fixture
def baseline(cli: Cli, answers: Path) -> Callable[..., Outcome]:
    """``cx-audit baseline COMMAND`` of the small table."""

    def run(command: str, *arguments: str | Path) -> Outcome:
        return cli("baseline", command, answers.name, *BY_INTENT, *arguments)

    return run


def _answers(*rows: Mapping[str, str]) -> None:
    write_csv(Path("answers.csv"), rows)


def _moved(answer: str) -> list[dict[str, str]]:
    """The table with another answer of the FAQ on returns."""
    return [row | {"answer": answer} if row["id"] == "faq-1" else row for row in ROWS]


def _statuses(outcome: Outcome) -> list[str]:
    return [f["status"] for f in outcome.report["findings"] if f["kind"] == "contradiction"]


def test_the_gate(audit: Audit, baseline: Audit, the_day: Callable[[int], None]) -> None:
    """Fails on what is there, passes with the baseline and a rewording, fails again when the value moves."""
    assert audit().code == 1
    created = baseline("create")
    assert created.code == 0
    assert re.search(rf"1 known finding \(1 {LEVEL}; the oldest 0 days old\)", created.out)
    the_day(30)
    known = audit("-f", "json")
    assert (known.code, _statuses(known)) == (0, ["baseline"])
    assert re.search(rf"1 known finding \(1 {LEVEL}; the oldest 30 days old\); 0 new, 0 resolved", known.err)
    _answers(*_moved("Send it back to us within 30 days, please."))
    assert audit().code == 0
    _answers(*_moved("You can return your order within 45 days."))
    moved = audit("-f", "json")
    assert (moved.code, _statuses(moved)) == (1, ["new"])
    assert re.search(f"resolved: {LOUD} contradiction, 30 days old: ", moved.err)


def test_an_update_drops_and_tells_and_adds_only_when_asked(baseline: Audit, the_day: Callable[[int], None]) -> None:
    baseline("create")
    the_day(2)
    _answers(*_moved("You can return your order within 45 days."))
    done = baseline("update")
    assert done.code == 0
    assert re.search(f"resolved and dropped: {LOUD} contradiction, 2 days old: ", done.out)
    assert re.search(f"new, and not added without --add: {LOUD} contradiction, 0 days old: ", done.out)
    assert done.out.endswith("0 known findings\n")
    assert BASELINE.read_text() == '{"cx_audit_baseline": 1}\n'
    assert re.search(f"^added: {LOUD} contradiction, 0 days old: ", baseline("update", "--add").out)
    assert '"first_seen": "2026-03-06"' in BASELINE.read_text()


def test_an_update_with_nothing_to_do_changes_no_byte(baseline: Audit, the_day: Callable[[int], None]) -> None:
    baseline("create")
    before = BASELINE.read_bytes()
    the_day(9)
    assert baseline("update", "--add").code == 0
    assert BASELINE.read_bytes() == before
    assert list(Path().glob(".*.tmp")) == []


def test_show_tells_age_and_severity(cli: Cli, baseline: Audit, the_day: Callable[[int], None]) -> None:
    baseline("create")
    the_day(100)
    shown = cli("baseline", "show")
    assert shown.code == 0
    assert re.search(f"^{LOUD} +100 days, since 2026-03-04 · contradiction · ", shown.out)
    assert ROWS[0]["question"] in shown.out
    assert re.search(rf"1 known finding \(1 {LEVEL}; the oldest 100 days old\)\n$", shown.out)


def test_new_only_tells_the_new_alone_everywhere(audit: Audit, baseline: Audit) -> None:
    baseline("create")
    told = audit("--new-only", "-f", "json", "-o", "new.json")
    assert (told.code, told.report["findings"], told.report["summary"]["findings"]) == (0, [], {})
    assert json.loads(Path("new.json").read_text()) == told.report


def test_a_baseline_by_name_in_the_configuration_and_by_default(audit: Audit, baseline: Audit, cli: Cli) -> None:
    Path("team").mkdir()
    Path("cx-audit.yml").write_text("baseline: team/known.jsonl\n")
    missing = audit()
    assert (missing.code, missing.err.count("\n")) == (2, 1)
    assert "team/known.jsonl: no such baseline (cx-audit baseline create writes one)" in missing.err
    assert baseline("create").code == 0
    assert Path("team/known.jsonl").exists()
    assert audit().code == 0
    Path("cx-audit.yml").unlink()
    assert audit().code == 1
    assert audit("--baseline", "team/known.jsonl").code == 0
    assert audit("--baseline", "none.jsonl").code == 2


def test_an_older_baseline_is_not_overwritten(baseline: Audit) -> None:
    baseline("create")
    before = BASELINE.read_bytes()
    again = baseline("create")
    assert again.code == 2
    assert "is there already (cx-audit baseline update keeps it up to date)" in again.err
    assert BASELINE.read_bytes() == before


@pytest.mark.parametrize("command", [("update",), ("show",)])
def test_no_baseline(cli: Cli, answers: Path, command: tuple[str, ...]) -> None:
    told = cli("baseline", *command)
    assert told.code == 2
    assert "no such baseline (cx-audit baseline create writes one)" in told.err


def test_a_broken_baseline_is_one_line_and_stops_the_run_before_it_begins(
    audit: Audit, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(model: object = None) -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr("cx_audit.embed.open_encoder", never)
    BASELINE.write_text('{"cx_audit_baseline": 1}\n{"fingerprint": 5}\n')
    for told in (audit(), cli("baseline", "show"), cli("baseline", "update", "answers.csv")):
        assert told.code == 2
        assert told.err.count("\n") == 1
        assert f"{BASELINE}:2: is not an entry of a baseline: " in told.err
        assert "delete this line" in told.err
    BASELINE.write_bytes(b"\xff")
    assert "is not UTF-8" in audit().err
    BASELINE.unlink()
    BASELINE.mkdir()
    assert (audit().code, "can't be read" in audit().err) == (2, True)


def test_an_export_with_one_channel_resolves_nothing(baseline: Audit) -> None:
    baseline("create")
    before = BASELINE.read_bytes()
    _answers(ROWS[0])
    assert baseline("update").code == 3
    assert BASELINE.read_bytes() == before


SUPPRESSED = """
suppressions:
  - {role: return_window, channels: [faq, chatbot], reason: the app is for members, owner: Ann%s}
"""


def test_a_suppression_and_its_last_day(audit: Audit, the_day: Callable[[int], None]) -> None:
    Path("cx-audit.yml").write_text(SUPPRESSED % ", until: 2026-03-24")
    told = audit("-f", "json")
    assert (told.code, _statuses(told), told.err) == (0, ["suppressed"], "")
    the_day(6)
    soon = audit()
    assert soon.code == 0
    assert "warning: suppressions.0 (return_window, faq and chatbot; Ann: the app is for members) ends in 14 days" in (
        soon.err
    )
    the_day(20)
    assert "ends today, 2026-03-24" in audit().err
    the_day(21)
    over = audit()
    assert over.code == 1
    assert "ended 1 day ago, after 2026-03-24, and no longer suppresses" in over.err


def test_an_unused_suppression_is_told(audit: Audit) -> None:
    Path("cx-audit.yml").write_text("suppressions:\n  - {role: deposit, reason: r, owner: o}\n")
    told = audit()
    assert told.code == 1
    assert "warning: suppressions.0 (deposit; o: r) suppresses nothing (remove it)" in told.err


def test_a_suppressed_finding_is_not_written_into_the_baseline(baseline: Audit) -> None:
    Path("cx-audit.yml").write_text(SUPPRESSED % "")
    assert "0 known findings" in baseline("create").out


def test_the_history(audit: Audit, cli: Cli, the_day: Callable[[int], None]) -> None:
    audit()
    assert cli("history").code == 2
    audit("--record")
    the_day(7)
    _answers(*_moved("You can return your order within 45 days."))
    Path("cx-audit.yml").write_text("history: cx-audit-history.sqlite3\n")
    audit()
    told = cli("history")
    assert told.code == 0
    head, *runs = [line.split() for line in told.out.splitlines()]
    assert head == ["date", "questions", "compared", "high", "medium", "low", "known", "new", "fixed"]
    assert [run[:3] + run[6:] for run in runs] == [
        ["2026-03-04", "2", "2", "0", "-", "-"],
        ["2026-03-11", "2", "2", "0", "1", "1"],
    ]
    assert [sum(map(int, run[3:6])) for run in runs] == [1, 1]
    assert [row["new"] for row in json.loads(cli("history", "-f", "json").out)] == [None, 1]


def test_the_page_shows_the_recorded_runs(audit: Audit, the_day: Callable[[int], None]) -> None:
    page = Path("report.html")
    audit("--record", "-o", str(page))
    assert "Contradictions over time" not in page.read_text(encoding="utf-8")  # there was no run before it
    the_day(7)
    audit("--record", "-o", str(page))
    told = page.read_text(encoding="utf-8")
    assert "Contradictions over time" in told
    assert "2026-03-04" in told
    audit("-o", str(page))
    assert "Contradictions over time" not in page.read_text(encoding="utf-8")  # nobody asked for the history


def test_a_history_without_a_folder_is_told_before_the_work_begins(audit: Audit) -> None:
    Path("cx-audit.yml").write_text("history: no/such/runs.sqlite3\n")
    told = audit()
    assert (told.code, told.out) == (2, "")
    assert "no/such/runs.sqlite3: there is no folder no/such (make it first)" in told.err


def test_a_history_that_is_none(audit: Audit, cli: Cli) -> None:
    connection = sqlite3.connect("cx-audit-history.sqlite3")
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for told in (audit("--record"), cli("history")):
        assert told.code == 2
        assert "is no history of this version of cx-audit" in told.err


@pytest.fixture
def two_reports(audit: Audit) -> None:
    audit("-o", "old.json")
    _answers(*_moved("<b>@octocat</b> [see](https://evil.example) \x1b[31mreturns | within 45 days #1"))
    audit("-o", "new.json")


@pytest.mark.usefixtures("two_reports")
def test_diff(cli: Cli) -> None:
    told = cli("diff", "old.json", "new.json")
    assert told.code == 0
    assert told.out.startswith("New (1)\n  ")
    assert told.out.endswith("1 new, 1 fixed, 0 still there.\n")
    assert (
        cli("diff", "old.json", "old.json").out
        == "Still there (1)\n"
        + "\n".join(told.out.split("Fixed (1)\n")[1].splitlines()[:4])
        + "\n0 new, 0 fixed, 1 still there.\n"
    )


@pytest.mark.usefixtures("two_reports")
def test_diff_as_json(cli: Cli) -> None:
    told = cli("diff", "old.json", "new.json", "-f", "json").report
    assert told["summary"] == {"new": 1, "fixed": 1, "still": 0}
    (new,) = told["new"]
    assert {"fingerprint", "question", "id", "severity", "message", "positions"} <= new.keys()


@pytest.mark.usefixtures("two_reports")
def test_diff_as_markdown_links_and_mentions_nobody(cli: Cli) -> None:
    path = Path("new.json")
    report = json.loads(path.read_text())
    report["findings"][0]["message"] = "@octocat closes #1 | <img src=x> [a](https://evil.example) www.evil.example `x"
    path.write_text(json.dumps(report))
    told = cli("diff", "old.json", "new.json", "-f", "markdown").out
    assert told.startswith("### cx-audit: 1 new, 1 fixed, 0 still there.\n")
    assert "@\u2060octocat closes #\u20601 \\| \\<img src=x\\> \\[a\\](https\\://evil.example) www\\.evil" in told
    assert "<details><summary>Fixed (1)</summary>" in told


def test_diff_of_what_is_no_report(cli: Cli, audit: Audit) -> None:
    audit("--new-only", "-o", "part.json")
    Path("no.json").write_text("{}")
    for name, expected in (
        ("part.json", "new findings only"),
        ("no.json", "is not a report"),
        ("gone", "can't be read"),
    ):
        told = cli("diff", name, name)
        assert (told.code, told.err.count("\n")) == (2, 1)
        assert expected in told.err


def test_a_clock_that_shows_no_time(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    told = audit()
    assert told.code == 2
    assert "SOURCE_DATE_EPOCH=yesterday is no time (give whole seconds since 1970)" in told.err
