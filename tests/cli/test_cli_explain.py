"""``cx-audit explain``: the trail of one finding, by its id and the options of its audit."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_kit import BY_INTENT, ROWS, Cli, Outcome, write_csv


@pytest.fixture
def id(audit: Callable[..., Outcome]) -> str:
    """The id of the contradiction in the small table."""
    findings = audit("-f", "json").report["findings"]
    (found,) = (finding["id"] for finding in findings if finding["kind"] == "contradiction")
    return str(found)


@pytest.fixture
def explain(cli: Cli, answers: Path) -> Callable[..., Outcome]:
    def run(id: str, *arguments: str) -> Outcome:
        return cli("explain", id, answers.name, *BY_INTENT, *arguments)

    return run


def test_a_finding_is_explained(explain: Callable[..., Outcome], id: str) -> None:
    outcome = explain(id)
    assert (outcome.code, outcome.err) == (0, "")
    for words in (id, "[You can return your order within «14 days».]", "answers.csv:2", "--group-by intent"):
        assert words in outcome.out
    assert "\x1b" not in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 80


@pytest.mark.parametrize("spelt", [lambda id: id[:6], lambda id: id.removeprefix("f-"), str.upper])
def test_an_id_may_be_short(explain: Callable[..., Outcome], id: str, spelt: Callable[[str], str]) -> None:
    assert explain(spelt(id)).out == explain(id).out


def test_an_unknown_id_is_one_line_that_says_what_to_do(explain: Callable[..., Outcome]) -> None:
    outcome = explain("f-nothing")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("cx-audit: f-nothing: none of the 1 findings here has an id that begins so (")
    assert outcome.err.count("\n") == 1


def test_an_id_that_fits_several_names_them(cli: Cli, own_place: Path) -> None:
    again = [{**row, "id": f"{row['id']}x", "intent": f"{row['intent']}x"} for row in ROWS]
    write_csv(own_place / "twice.csv", [*ROWS, *again])
    outcome = cli("explain", "f-", "twice.csv", *BY_INTENT)
    assert outcome.code == 2
    assert "2 findings begin so: f-" in outcome.err
    assert "give more of the id" in outcome.err


def test_what_another_threshold_hides_is_unknown(explain: Callable[..., Outcome], id: str) -> None:
    outcome = explain(id, "--min-confidence", "1")
    assert outcome.code == 2
    assert "nothing was found here" in outcome.err


def test_json(explain: Callable[..., Outcome], id: str) -> None:
    trail = json.loads(explain(id, "-f", "json").out)
    assert trail["finding"]["id"] == id
    assert {side["claim"] for side in (trail["compared"][0]["left"], trail["compared"][0]["right"])} == {
        "up to 14 days",
        "up to 30 days",
    }
    assert trail["compared"][0]["model"]["least"] == 0


def test_colour_follows_the_wishes_of_the_reader(
    explain: Callable[..., Outcome], id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in explain(id).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in explain(id).out


def test_demo_takes_no_paths(cli: Cli, answers: Path) -> None:
    outcome = cli("explain", "f-1", answers.name, "--demo")
    assert outcome.code == 2
    assert "--demo takes no paths" in outcome.err


def test_no_answers_is_no_id_either(cli: Cli, own_place: Path) -> None:
    (own_place / "empty.csv").write_text("channel,question,answer\n", encoding="utf-8")
    assert cli("explain", "f-1", "empty.csv").code == 3


def test_the_help_loads_no_heavy_library() -> None:
    code = "import sys, cx_audit.cli.main; print(*{'numpy', 'scipy', 'torch', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
