"""``cx-audit report``, ``--compare`` and ``--step-summary``: a saved report told again, without its answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_kit import BY_INTENT, ROWS, Cli, Outcome, write_csv

from cx_audit.report import Format

CI = ("junit", "sarif", "github", "gitlab", "markdown")


@pytest.fixture
def saved(audit: Callable[..., Outcome]) -> Path:
    """The JSON report of the small table, its answers gone."""
    audit("-o", "saved.json")
    Path("answers.csv").unlink()
    return Path("saved.json")


@pytest.mark.parametrize("format", Format)
def test_a_saved_report_is_told_as_the_audit_told_it(audit: Callable[..., Outcome], cli: Cli, format: Format) -> None:
    told = audit("-f", format.value, "-o", "saved.json", "-o", f"{format.value}:first")
    Path("answers.csv").unlink()
    again = cli("report", "saved.json", "-f", format.value, "-o", f"{format.value}:second")
    assert (again.code, again.err) == (0, "")
    assert again.raw == told.raw
    assert Path("first").read_bytes() == Path("second").read_bytes()


def test_an_ending_names_its_format(saved: Path, cli: Cli) -> None:
    endings = ("md", "xml", "sarif")
    assert cli("report", saved, *(part for ending in endings for part in ("-o", f"r.{ending}"))).code == 0
    for ending, format in zip(endings, ("markdown", "junit", "sarif"), strict=True):
        cli("report", saved, "-o", f"{format}:again")
        assert Path(f"r.{ending}").read_bytes() == Path("again").read_bytes()


@pytest.mark.parametrize(("fail_on", "failed"), [((), 1), (("--fail-on", "never"), 0)])
def test_fail_on_says_what_fails_but_not_the_exit_code(
    saved: Path, cli: Cli, fail_on: tuple[str, ...], failed: int
) -> None:
    outcome = cli("report", saved, "-f", "junit", *fail_on)
    assert outcome.code == 0
    assert f'failures="{failed}"' in outcome.out.splitlines()[1]


def test_the_formats_of_an_audit_fail_by_the_configuration(audit: Callable[..., Outcome]) -> None:
    Path("cx-audit.yml").write_text("fail_on: never\n", encoding="utf-8")
    outcome = audit("-f", "github", "-o", "junit:j.xml")
    assert outcome.code == 0
    assert outcome.out.startswith("::warning file=answers.csv,line=")
    assert 'failures="0"' in Path("j.xml").read_text(encoding="utf-8").splitlines()[1]


def test_compare_tells_what_a_value_that_moved_does(saved: Path, cli: Cli) -> None:
    rows = [row | {"answer": row["answer"].replace("14 days", "21 days")} for row in ROWS]
    write_csv(Path("answers.csv"), rows)
    moved = cli("audit", "answers.csv", *BY_INTENT, "-f", "markdown", "--compare", saved, "-o", "new.json")
    assert "## cx-audit: 1 new, 1 fixed, 0 still there" in moved.out
    same = cli("report", "new.json", "-f", "markdown", "--compare", "new.json")
    assert "## cx-audit: 0 new, 0 fixed, 1 still there" in same.out


def test_compare_without_markdown_is_refused_before_any_work(cli: Cli) -> None:
    outcome = cli("audit", "not-even-there", "--compare", "neither")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "cx-audit: --compare is told in Markdown only (add -o markdown:PATH, or leave it out)\n"


def test_compare_needs_all_findings_on_both_sides(saved: Path, cli: Cli) -> None:
    outcome = cli("audit", "not-even-there", "--new-only", "-f", "markdown", "--compare", saved)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("cx-audit: --compare with --new-only: ")
    write_csv(Path("answers.csv"), ROWS)
    cli("audit", "answers.csv", *BY_INTENT, "--new-only", "-o", "part.json")
    outcome = cli("report", saved, "-f", "markdown", "--compare", "part.json")
    assert outcome.code == 2
    assert outcome.err.startswith("cx-audit: part.json: holds new findings only")


def test_the_step_summary_is_added_to_what_stands_there(saved: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("summary").write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary")
    assert cli("report", saved).code == 0
    assert Path("summary").read_text(encoding="utf-8") == "before\n"
    assert cli("report", saved, "--step-summary", "-o", "markdown:m").code == 0
    assert Path("summary").read_text(encoding="utf-8") == "before\n" + Path("m").read_text(encoding="utf-8")


@pytest.mark.parametrize("value", [None, ""])
def test_a_step_summary_outside_github_is_refused(
    saved: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    if value is not None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", value)
    outcome = cli("report", saved, "--step-summary")
    assert outcome.code == 2
    assert "GITHUB_STEP_SUMMARY is not set" in outcome.err


def test_a_step_summary_that_can_not_be_written(saved: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/folder")
    outcome = cli("report", saved, "--step-summary")
    assert outcome.code == 2
    assert outcome.err.startswith("cx-audit: no/folder: can't be written: ")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "can't be read: No such file"),
        (b"\xff\xfe{}", "is not UTF-8"),
        (b"{}", "is not a report of cx-audit, schema version 1"),
        (b"[" * 100_000, "is not a report of cx-audit"),
    ],
)
def test_what_is_no_report_is_one_line(cli: Cli, data: bytes | None, told: str) -> None:
    if data is not None:
        Path("x.json").write_bytes(data)
    for arguments in (("report", "x.json"), ("audit", "none", "-f", "markdown", "--compare", "x.json")):
        outcome = cli(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith(f"cx-audit: x.json: {told}")
        assert outcome.err.count("\n") == 1


def test_a_report_has_a_size(saved: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.cli.files._LARGEST_REPORT", 100)
    outcome = cli("report", saved)
    assert outcome.code == 2
    assert "is larger than" in outcome.err


@pytest.mark.parametrize("format", CI)
def test_the_order_of_what_is_read_changes_no_byte(cli: Cli, format: str) -> None:
    more = [row | {"id": f"{row['id']}x", "intent": f"{row['intent']}x"} for row in ROWS]
    files = {f"{number}.csv": row for number, row in enumerate([*ROWS, *more])}
    for name, row in files.items():
        write_csv(Path(name), [row])
    told = [
        cli("audit", *names, *BY_INTENT, "-f", format).raw
        for names in (list(files), list(files)[::-1], [*list(files)[3:], *list(files)[:3]])
    ]
    assert told[0] == told[1] == told[2]
    assert told[0]


def test_a_saved_report_may_hold_what_later_versions_add(saved: Path, cli: Cli) -> None:
    document = json.loads(saved.read_text(encoding="utf-8"))
    saved.write_text(json.dumps(document | {"later": 1}), encoding="utf-8")
    assert cli("report", saved, "-f", "sarif").code == 0


def test_what_is_complained_of_is_no_command_to_a_runner(cli: Cli) -> None:
    outcome = cli("report", "::error::x ##[set-env name=X]y\n::add-mask::z")
    assert outcome.code == 2
    assert outcome.err.startswith("cx-audit: ::error::x # #[set-env name=X]y ::add-mask::z: can't be read")
    assert outcome.err.count("\n") == 1
