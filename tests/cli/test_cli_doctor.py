"""``cx-audit doctor``: each thing that can be wrong is told with what to do, and decides the exit code."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from cli_kit import Cli, Outcome
from pytest_httpserver import HTTPServer

from cx_audit.cli import doctor_parts


def _checks(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {f"{check['part']} {check['name']}": check for check in json.loads(outcome.out)["checks"]}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules are checked by tests of their own."""
    monkeypatch.setattr("cx_audit.cli.rules.packaged_mistakes", lambda: (19, []))


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("no_network")
def test_a_sound_installation_is_told_without_a_connection(cli: Cli) -> None:
    outcome = cli("doctor", "-f", "json")
    assert outcome.code == 0, outcome.out
    told = json.loads(outcome.out)
    assert told["healthy"] is True
    assert {check["part"] for check in told["checks"]} == {
        "installed",
        "models",
        "caches",
        "rules",
        "configuration",
        "terminal",
    }
    assert all(check["remedy"] for check in told["checks"] if check["state"] != "ok")


def test_the_text_says_the_same(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    outcome = cli("doctor")
    assert outcome.code == 0
    assert outcome.out.rstrip().splitlines()[-1].endswith("checks, all fine.")
    assert max(map(len, outcome.out.splitlines())) <= 60


def test_a_broken_configuration_fails(cli: Cli) -> None:
    Path("cx-audit.yml").write_text("fail_on: sometimes\n", encoding="utf-8")
    outcome = cli("doctor", "-f", "json")
    assert outcome.code == 2
    check = _checks(outcome)["configuration file"]
    assert check["state"] == "fail"
    assert "line 1" in check["found"]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("sources: [{path: gone}]", "sources", "no such file or folder"),
        ("policy: gone.yml", "policy", "can't be read"),
        ("metrics: [{path: gone.csv}]", "metrics", "gone.csv"),
        ("rules: [gone]", "rules", "gone"),
    ],
)
def test_what_the_configuration_names_is_looked_at(cli: Cli, text: str, name: str, said: str) -> None:
    Path("cx-audit.yml").write_text(text + "\n", encoding="utf-8")
    outcome = cli("doctor", "-f", "json")
    assert outcome.code == 2
    check = _checks(outcome)[f"configuration {name}"]
    assert check["state"] == "fail"
    assert said in check["found"]


def test_a_damaged_model_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.embed.folder.file_sha256", lambda path: "0" * 64)
    outcome = cli("doctor", "-f", "json")
    assert outcome.code == 2
    assert "is damaged" in _checks(outcome)["models cx-audit-encoder-1"]["found"]


def test_a_missing_package_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda name: ["no-such-package-x>=1", "numpy>=999"])
    found = [check.found for check in doctor_parts.installed() if check.state is doctor_parts.State.FAIL]
    assert found[0] == "no-such-package-x is missing"
    assert found[1].endswith("is not >=999")


def test_a_cache_that_cant_be_written_is_a_warning(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    outcome = cli("doctor", "-f", "json")
    assert outcome.code == 0
    check = _checks(outcome)["caches folder"]
    assert check["state"] == "warn"
    assert "Read-only file system" in check["found"]
    assert "CX_AUDIT_CACHE_DIR" in check["remedy"]


def test_a_configuration_that_init_wrote_below_is_named(cli: Cli) -> None:
    Path("exports").mkdir()
    Path("exports/cx-audit.yml").write_text("fail_on: high\n")
    told = _checks(cli("doctor", "-f", "json"))["configuration file"]["found"]
    assert told == "none here or above; exports/cx-audit.yml below: look at it with --config exports/cx-audit.yml"
    told = _checks(cli("doctor", "-f", "json", "--config", "exports/cx-audit.yml"))["configuration file"]["found"]
    assert told == "exports/cx-audit.yml, valid"


def test_looking_leaves_no_trace(cli: Cli, own_place: Path) -> None:
    cli("doctor")
    assert list(own_place.iterdir()) == []


def test_a_narrow_terminal_is_a_warning(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    outcome = cli("doctor", "-f", "json")
    assert (outcome.code, _checks(outcome)["terminal width"]["state"]) == (0, "warn")


@pytest.mark.parametrize("name", ["zendesk", "ask"])
@pytest.mark.usefixtures("no_network")
def test_only_what_is_configured_is_asked(cli: Cli, name: str) -> None:
    outcome = cli("doctor", "--online", name, "-f", "json")
    assert outcome.code == 2
    assert _checks(outcome)[f"online {name}"]["state"] == "fail"


def test_a_host_that_answers_gets_no_key(cli: Cli, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENDESK_API_TOKEN", "hunter2hunter2")
    Path("cx-audit.yml").write_text(
        f"pull: [{{vendor: zendesk, user: ann@shop.example, base_url: '{httpserver.url_for('/')}'}}]\n",
        encoding="utf-8",
    )
    outcome = cli("doctor", "--online", "zendesk", "-f", "json")
    assert "answers (500)" in _checks(outcome)["online zendesk"]["found"]  # the test server expects nothing
    ((request, _),) = httpserver.log
    assert (request.method, request.path) == ("HEAD", "/")
    assert "authorization" not in {name.lower() for name, _ in request.headers.items()}
    assert "hunter2" not in outcome.out


def test_a_host_that_is_gone_fails(cli: Cli) -> None:
    Path("cx-audit.yml").write_text("ask: {bot: rasa, settings: {url: 'http://127.0.0.1:9'}}\n", encoding="utf-8")
    outcome = cli("doctor", "--online", "ask", "-f", "json")
    assert outcome.code == 2
    assert "can't be reached" in _checks(outcome)["online ask"]["found"]


def test_deep_loads_the_model(cli: Cli) -> None:
    outcome = cli("doctor", "--deep", "-f", "json")
    assert "embeds a text in" in _checks(outcome)["models loads"]["found"]
