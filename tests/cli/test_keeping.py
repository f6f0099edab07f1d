"""The same audit once more is told from what was kept, and anything that decides it examines the answers anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_kit import ROWS, Cli, FakeEncoder, Outcome, write_csv

from cx_audit.report import Format

KNOWN = "nothing is new since an earlier run"


def _is_known(outcome: Outcome) -> bool:
    assert outcome.code in (0, 1), outcome.err
    return KNOWN in outcome.err


def test_the_second_run_takes_the_result_of_the_first(audit: Callable[..., Outcome]) -> None:
    first, second = audit("-v", "-f", "json"), audit("-v", "-f", "json")
    assert (_is_known(first), _is_known(second)) == (False, True)
    assert (first.code, first.raw) == (second.code, second.raw)


@pytest.mark.parametrize("form", [*Format])
def test_every_format_tells_the_same_from_what_was_kept(form: Format, audit: Callable[..., Outcome]) -> None:
    target = Path(f"out.{form}")
    said = []
    for _ in range(2):
        outcome = audit("-v", "-o", f"{form}:{target}", "--show-skips")
        said.append((outcome.raw, target.read_bytes()))
    assert _is_known(outcome)
    assert said[0] == said[1]


def test_without_a_cache_nothing_is_kept(audit: Callable[..., Outcome], own_place: Path) -> None:
    assert [_is_known(audit("-v", "--no-cache")) for _ in range(2)] == [False, False]
    assert not list((own_place / ".cache").glob("results*/*"))


def test_clearing_the_cache_forgets_results(audit: Callable[..., Outcome], cli: Cli) -> None:
    audit()
    assert "1 result, " in cli("cache", "info").raw.decode()
    cli("cache", "clear")
    assert not _is_known(audit("-v"))


@pytest.mark.parametrize(
    "change",
    [
        ["--threshold", "0.4"],
        ["--min-confidence", "0.9"],
        ["--policy", "policy.yml"],
        ["--config", "other.yml"],
    ],
)
def test_another_setting_examines_anew(change: list[str], audit: Callable[..., Outcome]) -> None:
    Path("policy.yml").write_text("return_window: 30 days\n", encoding="utf-8")
    Path("other.yml").write_text("region: NL\n", encoding="utf-8")
    audit()
    assert not _is_known(audit("-v", *change))
    assert _is_known(audit("-v", *change))


def test_a_changed_answer_examines_anew(audit: Callable[..., Outcome]) -> None:
    before = audit("-f", "json").report["summary"]["findings"]
    write_csv(Path("answers.csv"), [ROWS[0] | {"answer": ROWS[1]["answer"]}, *ROWS[1:]])
    after = audit("-v", "-f", "json")
    assert not _is_known(after)
    assert before.get("contradiction") == 1
    assert "contradiction" not in after.report["summary"]["findings"]


def test_after_a_change_the_report_is_that_of_a_run_without_a_cache(
    audit: Callable[..., Outcome], cli: Cli, own_place: Path
) -> None:
    audit()
    assert "2 questions, " in cli("cache", "info").out
    for text in (ROWS[1]["answer"], "Within 7 days, or 9 days at most.", ROWS[0]["answer"]):
        write_csv(Path("answers.csv"), [ROWS[0] | {"answer": text}, *ROWS[1:]])
        known, anew = audit("-f", "json"), audit("-f", "json", "--no-cache")
        assert (known.code, known.raw) == (anew.code, anew.raw)
    cli("cache", "clear")
    assert not list((own_place / ".cache").glob("questions*"))
    assert "0 questions, 0.0 MB" in cli("cache", "info").out


def test_a_broken_file_of_questions_costs_a_warning(audit: Callable[..., Outcome], own_place: Path) -> None:
    (own_place / ".cache").mkdir(exist_ok=True)
    (own_place / ".cache" / "questions-1.sqlite3").write_bytes(b"no database" * 999)
    broken = audit("-f", "json")
    assert "questions-1.sqlite3: can't be used" in broken.err
    assert broken.raw == audit("-f", "json", "--no-cache").raw


def test_another_model_examines_anew(audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    audit()
    monkeypatch.setattr(FakeEncoder, "fingerprint", "0" * 64)
    assert not _is_known(audit("-v"))


def _policy(text: str) -> None:
    Path("policy.yml").write_text(text, encoding="utf-8")


def test_a_changed_policy_holds_the_answers_against_it(audit: Callable[..., Outcome]) -> None:
    def departing() -> Iterator[tuple[bool, str]]:
        for days in (30, 14, 14):
            _policy(f"return_window: {days} days\n")
            run = audit("-v", "--policy", "policy.yml", "-f", "json")
            (told,) = (f["policy"] for f in run.report["findings"] if f["kind"] == "contradiction")
            yield _is_known(run), str(told)

    known, told = zip(*departing(), strict=True)
    assert known == (False, False, True)
    assert told[0] != told[1] == told[2]


def test_what_was_told_beside_it_is_told_again(audit: Callable[..., Outcome]) -> None:
    _policy("return_window: {value: 30 days, valid_to: 2020-01-31}\n")
    first, second = (audit("--policy", "policy.yml") for _ in range(2))
    assert "ended on 2020-01-31" in first.err
    assert first.err == second.err


def test_a_policy_line_that_ends_overnight_is_seen(
    audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    _policy("return_window: {value: 30 days, valid_to: 2026-05-01}\n")
    told = []
    for epoch in ("1777500000", "1778500000"):  # 29 April and 11 May 2026
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        told.append("ended on" in audit("--policy", "policy.yml").err)
    assert told == [False, True]
