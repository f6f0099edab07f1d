"""From cx-audit.yml and the options to what the audit does; ``tests/test_config.py`` has the file itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_kit import ROWS, Cli, Outcome, write_csv


def _configure(text: str, folder: Path = Path()) -> None:
    (folder / "cx-audit.yml").write_text(text, encoding="utf-8")


def test_settings_reach_the_report(cli: Cli, answers: Path) -> None:
    _configure("languages: [nl, en]\nregion: NL\nthreshold: 0.3\nmin_confidence: 0.6\ngroup_by: intent\n")
    settings = cli("audit", answers.name, "-f", "json").report["settings"]
    wanted = {"languages": ["nl", "en"], "region": "NL", "threshold": 0.3, "min_confidence": 0.6, "group_by": "intent"}
    assert {key: settings[key] for key in wanted} == wanted


def test_an_option_wins_over_the_configuration(audit: Callable[..., Outcome]) -> None:
    _configure("threshold: 0.3\nmin_confidence: 0.6\ngroup_by: meaning\n")
    settings = audit("-f", "json", "--threshold", "0.25").report["settings"]
    assert (settings["threshold"], settings["min_confidence"], settings["group_by"]) == (0.25, 0, "intent")


def test_the_region_decides_what_a_date_is(cli: Cli) -> None:
    closing = [("chatbot", "3/2/2027"), ("faq", "3 February 2027")]
    rows = [ROWS[0] | {"id": who, "channel": who, "answer": f"The offer ends on {when}."} for who, when in closing]
    write_csv(Path("offer.csv"), rows)
    told = {}
    for region in ("NL", "US"):
        _configure(f"region: {region}\ngroup_by: intent\nmin_confidence: 0\n")
        told[region] = [f["kind"] for f in cli("audit", "offer.csv", "-f", "json").report["findings"]]
    assert "contradiction" not in told["NL"]
    assert "contradiction" in told["US"]


def test_the_languages_decide_what_an_answer_is_taken_for(cli: Cli) -> None:
    write_csv(Path("a.csv"), [row | {"question": "?", "answer": "Gratis retour binnen 14 dagen."} for row in ROWS[:2]])
    locales = {}
    for languages in ("nl, en", "es, en"):
        _configure(f"languages: [{languages}]\ngroup_by: intent\n")
        (locales[languages],) = {a["locale"] for a in cli("audit", "a.csv", "-f", "json").report["answers"]}
    assert locales["nl, en"] == "nl"
    assert locales["es, en"] != "nl"


def test_the_report_language_chooses_the_title(cli: Cli) -> None:
    dutch = ROWS[1] | {"id": "nl", "locale": "nl", "question": "Hoe lang mag ik retourneren?"}
    write_csv(Path("a.csv"), [ROWS[0] | {"locale": "en"}, dutch])
    for language, title in (("nl", dutch["question"]), ("en", ROWS[0]["question"])):
        _configure(f"report_language: {language}\ngroup_by: intent\n")
        assert cli("audit", "a.csv", "-f", "json").report["questions"][0]["title"] == title


def test_sources_are_read_from_the_folder_of_the_configuration(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("exports").mkdir()
    Path("elsewhere").mkdir()
    for row in ROWS[:2]:
        bare = {key: value for key, value in row.items() if key != "channel"}
        write_csv(Path("exports", f"{row['channel']}-x.csv"), [bare])
    _configure(
        "group_by: intent\nmin_confidence: 0\n"
        "sources:\n"
        "  - {path: 'exports/ch*.csv', channel: voice}\n"
        "  - {path: exports/faq-x.csv, channel: web, format: table}\n"
    )
    here = cli("audit", "-f", "json")
    assert {a["channel"] for a in here.report["answers"]} == {"voice", "web"}
    assert here.code == 1
    monkeypatch.chdir("elsewhere")
    for arguments in ((), ("../exports",), ("--config", "../cx-audit.yml")):
        outcome = cli("audit", *arguments, "-f", "json")
        assert {a["channel"] for a in outcome.report["answers"]} == {"voice", "web"}, arguments


@pytest.mark.parametrize("pattern", ["exports/*.csv", "/nowhere/at/all/*.csv"])
def test_a_glob_that_matches_nothing_is_an_error(cli: Cli, pattern: str) -> None:
    _configure(f"sources: [{{path: '{pattern}'}}]\n")
    outcome = cli("audit")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("cx-audit: ")
    assert "nothing matches this entry of sources:" in outcome.err


def test_a_name_with_brackets_is_a_name_first(cli: Cli, answers: Path) -> None:
    answers.rename("answers [1].csv")
    _configure("group_by: intent\nmin_confidence: 0\nsources: [{path: 'answers [1].csv'}]\n")
    assert cli("audit").code == 1


def test_every_error_of_a_configuration_is_told_with_its_line(audit: Callable[..., Outcome]) -> None:
    _configure("fail_on: sometimes\ncolour: red\nsources:\n  - path: a\n  - chanel: faq\n")
    outcome = audit()
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith("cx-audit: cx-audit.yml: ")
    for told in ("line 1: fail_on: ", "line 2: colour: ", "line 5: sources.1.path: ", "line 5: sources.1.chanel: "):
        assert told in outcome.err


def test_the_demo_is_the_same_under_any_configuration(cli: Cli) -> None:
    plain = cli("demo", "-f", "json")
    _configure("fail_on: sometimes\n")
    assert cli("demo", "-f", "json") == plain


def test_a_wrong_path_is_told_before_the_model_is_looked_for(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_model(model: str | None = None) -> None:
        pytest.fail("the model was opened")

    monkeypatch.setattr("cx_audit.embed.open_encoder", no_model)
    assert cli("audit", "nowhere").err == "cx-audit: nowhere: no such file or folder (check the path)\n"
