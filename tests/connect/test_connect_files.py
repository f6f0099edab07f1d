"""Connector files: all of ours are right, and what is wrong with one is told with its line, all at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from connect_kit import NOW
from pytest_httpserver import HTTPServer

from cx_audit.connect import (
    Circumstances,
    Wish,
    find_connectors,
    load_connector,
    make_plan,
    own_file,
    planned_requests,
    pull,
)
from cx_audit.connect.expressions import evaluate
from cx_audit.connect.schema import Auth
from cx_audit.errors import ConfigError, ConnectError, UnsafeReply, UsageError

OWN = """
vendor: desk
title: Our desk
docs: https://desk.example
base_url: https://desk.example
auth: {kind: bearer, token_env: DESK_TOKEN}
keys: {DESK_TOKEN: a token}
rights: read
renew: ask IT
pulls:
  replies:
    about: replies
    channel: macro
    steps:
      - path: /replies
        paging: PAGING
        records: items
    answer: {id: id, question: q, answer: a}
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        file = tmp_path / "rules" / "connectors" / "desk.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return written


@pytest.mark.parametrize("name", find_connectors())
def test_ours_are_right_and_explained(name: str) -> None:
    connector = load_connector(find_connectors()[name])
    assert connector.docs.startswith("https://")
    assert connector.base_url.startswith("https://")
    assert set(connector.keys) == set(connector.auth.variables)


def test_a_connector_of_the_user_works_likewise(
    write: Write, httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(OWN.replace("PAGING", "{kind: link, next: next}"))
    monkeypatch.setenv("DESK_TOKEN", "a-token-of-the-desk")
    first = {"items": [{"id": 2, "q": "Costs", "a": "5 €"}], "next": httpserver.url_for("/replies?page=2")}
    httpserver.expect_ordered_request("/replies", query_string="").respond_with_json(first)
    httpserver.expect_ordered_request("/replies", query_string="page=2").respond_with_json(
        {"items": [{"id": 1, "q": "Returns", "a": "30 days"}, {"id": 3, "q": "", "a": "x"}, {"id": 4, "q": "x"}]}
    )
    found = find_connectors([file.parent.parent])
    plan = make_plan(Wish("desk", "own", base_url=httpserver.url_for(""), trusted=True), load_connector(found["desk"]))
    outcome = pull(plan, Circumstances(tmp_path / "out" / "own", tmp_path / "out", NOW))
    lines = (outcome.folder / "replies.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"channel": "macro", "question": "Returns", "answer": "30 days", "id": "own-replies-1"},
        {"channel": "macro", "question": "Costs", "answer": "5 €", "id": "own-replies-2"},
    ]
    assert outcome.skipped == {"replies": {"empty answer": 1, "no question": 1}}
    said = json.loads((outcome.folder / "cx-audit-pull.json").read_text(encoding="utf-8"))
    assert said["pulled_at"] == "2026-03-01T12:00:00Z"
    assert said["host"] == "localhost"
    assert said["endpoints"] == ["/replies"]
    assert said["files"]["replies.jsonl"]["answers"] == 2


def test_a_link_of_a_connector_to_another_host_is_refused(
    write: Write, httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(OWN.replace("PAGING", "{kind: link, next: next}"))
    monkeypatch.setenv("DESK_TOKEN", "a-token-of-the-desk")
    body = {"items": [{"id": 1, "q": "q", "a": "a"}], "next": "https://evil.example/replies"}
    httpserver.expect_request("/replies").respond_with_json(body)
    plan = make_plan(Wish("desk", "own", base_url=httpserver.url_for(""), trusted=True), load_connector(file))
    with pytest.raises(UnsafeReply, match=r"the link to the next page of .* leads to https://evil\.example"):
        pull(plan, Circumstances(tmp_path / "out" / "own", tmp_path / "out", NOW))
    assert not (tmp_path / "out" / "own").exists()


def test_offsets_count_what_was_sent(
    write: Write, httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may send fewer than were asked for: a short page is not the last one."""
    file = write(OWN.replace("PAGING", "{kind: offset, param: skip}"))
    monkeypatch.setenv("DESK_TOKEN", "a-token-of-the-desk")
    for skip, ids in ((0, [1, 2]), (2, [3]), (3, [4, 5]), (5, [])):
        items = [{"id": one, "q": f"q{one}", "a": "a"} for one in ids]
        httpserver.expect_ordered_request("/replies", query_string={"skip": str(skip)}).respond_with_json(
            {"items": items}
        )
    plan = make_plan(Wish("desk", "own", base_url=httpserver.url_for(""), trusted=True), load_connector(file))
    assert pull(plan, Circumstances(tmp_path / "out" / "own", tmp_path / "out", NOW)).answers == {"replies": 5}


def test_every_mistake_is_told_with_its_line(write: Write) -> None:
    text = OWN.replace("PAGING", "{kind: sideways}").replace("question: q", "question: 'q['")
    text = text.replace("title: Our desk", "title: Our desk\ntitel: x").replace("DESK_TOKEN}", "desk}")
    with pytest.raises(ConfigError) as caught:
        load_connector(write(text))
    told = str(caught.value)
    for part in (
        "line 4: titel: extra inputs are not permitted",
        "line 7: auth.token_env: string should match pattern",
        "line 17: pulls.replies.steps.0.paging.kind: input should be",
        "line 19: pulls.replies.answer.question: no JMESPath",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("vendor: desk", "vendor: other", "line 2: vendor: should be the file's name, desk"),
        ("answer: a}", "answr: a}", "answer: unknown field answr"),
        ("answer: a}", "url: a}", "answer: needs answer"),
        ("path: /replies", "path: replies", "string should match pattern"),
        ("path: /replies", "each: x", "the first step needs a path"),
        ("paging: PAGING", "vary: languages", "there is no setting languages"),
        ("PAGING", "{kind: cursor}", "cursor needs next"),
        ("PAGING", "{kind: page}", "page needs param"),
        ("channel: macro", "channel: macro\n    fill: texts", "fill: there is no pull texts"),
        ("keys: {DESK_TOKEN: a token}", "keys: {}", "keys: says nothing of DESK_TOKEN"),
        ("kind: bearer, token_env: DESK_TOKEN", "kind: basic", "basic needs"),
        ("rights: read", "rights: read\nheaders: {X-Api-Key: abc}", "line 9: headers: 'X-Api-Key' looks like a key"),
        ("kind: bearer,", "kind: basic, user: ann, password: hunter2,", "auth.password: input should be 'X'"),
        ("rights: read", "rights: &a read", "a"),
        ("rights: read", "rights: *a", "YAML aliases"),
        ("title: Our desk", "title: [", "not valid YAML"),
        ("title: Our desk", "title: x\ntitle: y", "title: is written twice"),
    ],
)
def test_mistakes_that_a_writer_makes(write: Write, before: str, after: str, message: str) -> None:
    text = OWN.replace(before, after).replace("PAGING", "{kind: link, next: next}")
    if message == "a":
        assert load_connector(write(text)).rights == "read"
        return
    with pytest.raises(ConfigError) as caught:
        load_connector(write(text))
    assert message in str(caught.value)


# What a plan refuses


def _plan(vendor: str, **more: Any) -> object:  # noqa: ANN401
    more.setdefault("name", vendor)
    return make_plan(Wish(vendor, **more), load_connector(find_connectors()[vendor]))


@pytest.mark.parametrize(
    ("vendor", "more", "message"),
    [
        ("zendesk", {"settings": {"user": "a@b.example"}}, "zendesk needs account: the part before .zendesk.com"),
        ("zendesk", {"settings": {"account": "acme"}}, "zendesk needs user"),
        ("zendesk", {"settings": {"account": "acme"}}, "give --set user=..., or user: under pull:"),
        ("zendesk", {"settings": {"account": "evil.example/x#"}}, "is no account"),
        ("zendesk", {"settings": {"account": "acme", "colour": "x"}}, "zendesk has no setting 'colour'"),
        ("zendesk", {"what": ("tickets",)}, "zendesk has no pull 'tickets' (there are: macros"),
        ("zendesk", {"keys": {"OTHER": "X"}}, "zendesk has no key 'OTHER'"),
        ("zendesk", {"name": "../up"}, "is no name for a folder"),
        ("zendesk", {"settings": {"account": ("a", "b")}}, "account is one value, not 2"),
        (
            "zendesk",
            {"settings": {"user": "a@b.example"}, "base_url": "https://evil.example"},
            "the key in ZENDESK_API_TOKEN is not sent to evil.example: it is no host of Zendesk",
        ),
        ("zendesk", {"settings": {"user": "a@b.example"}, "base_url": "http://acme.zendesk.com"}, "not encrypted"),
        ("zammad", {"base_url": "https://help.example.com/zammad"}, "has a path"),
        ("zammad", {"base_url": "https://help.example.com"}, "type it yourself: --trust help.example.com"),
        ("zammad", {}, "zammad needs account"),
    ],
)
def test_wishes_that_do_not_fit(vendor: str, more: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        _plan(vendor, **more)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("vendor", "base_url", "trusted"),
    [
        ("intercom", "https://api.eu.intercom.io", False),
        ("zammad", "https://help.example.com", True),
        ("guru", "https://guru.example.com", True),
        ("guru", "http://127.0.0.1:8000", False),
    ],
)
def test_addresses_that_a_key_is_sent_to(vendor: str, base_url: str, trusted: bool) -> None:
    settings = {"user": "a@b.example"} if vendor == "guru" else {}
    plan = _plan(vendor, settings=settings, base_url=base_url, trusted=trusted)
    requests = list(planned_requests(plan))
    assert requests
    assert all(one.url.startswith(f"{base_url}/") for one in requests)


def test_a_second_account_has_variables_of_its_own() -> None:
    settings = {"account": "acme-de", "user": "a@b.example"}
    plan = _plan("zendesk", name="acme-de", settings=settings, keys={"ZENDESK_API_TOKEN": "ACME_DE_TOKEN"})
    assert all("ACME_DE_TOKEN" in one.auth for one in planned_requests(plan))  # type: ignore[arg-type]


# The functions that we add to JMESPath


@pytest.mark.parametrize(
    ("expression", "value", "found"),
    [
        ("lookup(t, k)", {"t": {"7": "x"}, "k": 7}, "x"),
        ("lookup(t, k)", {"t": None, "k": 7}, None),
        ("entries(@)", {"a": 1}, [{"key": "a", "value": 1}]),
        ("entries(nothing)", {}, []),
        ("utc(@)", 1767225600, "2026-01-01T00:00:00Z"),
        ("utc(@)", "2026-01-01", "2026-01-01"),
        ("utc(@)", 10**30, None),
        ("query(@, 'p')", "https://x.example/?p=a%2Fb&q=1", "a/b"),
        ("query(@, 'p')", None, None),
        ("between(@, '{{dc.', '}}')", "{{dc.return_time }}", "return_time"),
        ("between(@, '{{dc.', '}}')", "{{dc.return_time", None),
        ("last_text(@)", ["channel:all", "Hi"], "Hi"),
        ("last_text(@)", "Hi", "Hi"),
        ("last_text(@)", [], None),
    ],
)
def test_functions(expression: str, value: object, found: object) -> None:
    assert evaluate(expression, value) == found


def test_a_wrong_shape_is_told_without_the_value() -> None:
    with pytest.raises(ConnectError, match="another shape than 'length") as caught:
        evaluate("length(@)", 7)
    assert "7" not in str(caught.value)


# A connector that came with a repository


def test_a_key_goes_where_a_connector_of_others_says_only_if_it_was_typed(write: Write) -> None:
    file = write(OWN.replace("PAGING", "{kind: link, next: next}"))
    own: dict[str, Any] = {"own": own_file(file)}
    with pytest.raises(UsageError, match=r"the key in DESK_TOKEN is not sent to desk\.example: .* --trust desk\.ex"):
        make_plan(Wish("desk", "desk", **own), load_connector(file))
    with pytest.raises(UsageError, match=r"the key in MINE is not sent to other\.example"):
        make_plan(
            Wish("desk", "desk", base_url="https://other.example", keys={"DESK_TOKEN": "MINE"}, **own),
            load_connector(file),
        )
    for trust in (("desk.example",), ("*.example", "else.org"), ("DESK.example",)):
        assert make_plan(Wish("desk", "desk", trust=trust, **own), load_connector(file)).base_url
    typed = Wish("desk", "desk", base_url="https://other.example", trusted=True, **own)
    assert make_plan(typed, load_connector(file)).base_url == "https://other.example"


def test_a_connector_without_a_key_needs_no_trust(write: Write) -> None:
    file = write(OWN.replace("PAGING", "{kind: link, next: next}"))
    free = load_connector(file).model_copy(update={"auth": Auth(kind="none"), "keys": {}})
    assert make_plan(Wish("desk", "desk", own=str(file)), free).base_url == "https://desk.example"


def test_only_connectors_from_elsewhere_have_a_file_of_their_own(write: Write) -> None:
    file = write(OWN.replace("PAGING", "{kind: link, next: next}"))
    assert own_file(file) == file.as_posix()
    assert {own_file(one) for one in find_connectors().values()} == {""}
