"""The asking itself, over real HTTP on this machine: hostile bots, broken bots, and an end when there is none."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from ask_kit import ask, call, live, no_waiting
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cx_audit.ask.asker import Live, Patience, ask_all, find_auth, open_client
from cx_audit.ask.journal import open_journal
from cx_audit.ask.plan import Call, calls
from cx_audit.ask.questions import Asking
from cx_audit.ask.reading import Said, Unsaid
from cx_audit.errors import AccessDenied, ConnectError, UsageError
from cx_audit.sources.interface import Reason

WEBHOOK = "/webhooks/rest/webhook"
MANY = [Asking(f"ask-{n}", "en", (f"Question {n}?",)) for n in range(20)]


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_TOKEN", raising=False)


@pytest.fixture
def rasa(httpserver: HTTPServer) -> Live:
    return live("rasa", {"url": httpserver.url_for("")})


def unsaid(reply: object) -> Unsaid:
    assert isinstance(reply, Unsaid)
    return reply


def test_a_reply_that_is_too_large(httpserver: HTTPServer, rasa: Live) -> None:
    httpserver.expect_request(WEBHOOK).respond_with_data(b"[" + b" " * 3_000_000 + b"]")
    reply = unsaid(ask(rasa))
    assert reply.reason is Reason.BOT_ERROR
    assert "more than 2,000,000 bytes" in reply.detail


@pytest.mark.parametrize("body", [b"<html>sign in</html>", b"", b"\xff\xfe", b"[" * 100_000, b'{"a":', b"NaN x"])
def test_a_reply_that_is_no_json(httpserver: HTTPServer, rasa: Live, body: bytes) -> None:
    httpserver.expect_request(WEBHOOK).respond_with_data(body)
    assert unsaid(ask(rasa)).reason is Reason.BOT_ERROR


def test_a_redirect_to_another_host_is_not_followed(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TOKEN", "rasa-secret")
    httpserver.expect_request(WEBHOOK).respond_with_data(
        "", status=307, headers={"Location": "http://localhost.example/steal?rasa-secret"}
    )
    reply = unsaid(ask(live("rasa", {"url": httpserver.url_for("")})))
    assert "leads to" in reply.detail
    assert "rasa-secret" not in reply.detail
    assert len(httpserver.log) == 1


def test_a_busy_bot_is_asked_again(httpserver: HTTPServer, rasa: Live) -> None:
    httpserver.expect_ordered_request(WEBHOOK).respond_with_data("", status=429, headers={"Retry-After": "7"})
    httpserver.expect_ordered_request(WEBHOOK).respond_with_data("", status=502)
    httpserver.expect_ordered_request(WEBHOOK).respond_with_json([{"text": "30 days."}])
    assert ask(rasa) == Said("30 days.")


def test_a_bot_on_another_machine_is_asked_by_https_only() -> None:
    with pytest.raises(UsageError, match="not encrypted"):
        open_client(live("rasa", {"url": "http://rasa.example"}), call())


def test_the_limit_per_minute_is_kept(httpserver: HTTPServer, rasa: Live) -> None:
    httpserver.expect_request(WEBHOOK).respond_with_json([{"text": "30 days."}])
    clock = no_waiting()
    with open_client(rasa, call(), per_minute=30, clock=clock) as client:
        for run in range(4):
            rasa.ask(call(run=run), client)
    assert clock.monotonic() == 6.0, "three waits of two seconds"


def test_basic_needs_both_sides_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    auth = live("rasa", {}).bot.auth.model_copy(update={"kind": "basic", "env": "PASS", "user_env": "NAME"})
    monkeypatch.setenv("PASS", "p")
    monkeypatch.setenv("NAME", "n")
    assert find_auth(auth, {}).headers["Authorization"].reveal() == "Basic bjpw"


def run(tmp_path: Path, reply: object, concurrency: int = 1, times: int = 1) -> dict[str, Said | Unsaid]:
    """Ask MANY; what the journal holds afterwards, however it ended."""
    with open_journal(tmp_path / "j", "bot") as journal:
        try:
            ask_all(list(calls(MANY, times)), reply, journal, concurrency=concurrency, told=lambda n: None)  # type: ignore[arg-type]
        finally:
            kept = dict(journal.known)
    return kept


def test_all_are_asked_whatever_the_number_at_a_time(tmp_path: Path) -> None:
    for concurrency in (1, 3, 50):
        folder = tmp_path / str(concurrency)
        folder.mkdir()
        kept = run(folder, lambda one: Said(one.wording), concurrency, times=2)
        assert kept == {one.key: Said(one.wording) for one in calls(MANY, 2)}


def test_no_more_than_told_are_asked_at_a_time(tmp_path: Path) -> None:
    running, most, lock, full = [0], [0], threading.Lock(), threading.Event()

    def reply(one: Call) -> Said:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
            if running[0] == 3:
                full.set()
        full.wait(5)
        with lock:
            running[0] -= 1
        return Said("x")

    run(tmp_path, reply, concurrency=3)
    assert most[0] == 3


def test_a_single_error_is_recorded_and_the_rest_goes_on(tmp_path: Path) -> None:
    failing = {3, 4, 5, 6, 11}

    def reply(one: Call) -> Said | Unsaid:
        number = int(one.asking.id.removeprefix("ask-"))
        return Unsaid(Reason.BOT_ERROR, "answered 500") if number in failing else Said("x")

    kept = run(tmp_path, reply)
    assert len(kept) == 20
    assert sum(isinstance(one, Unsaid) for one in kept.values()) == len(failing)


def test_a_bot_that_is_gone_ends_the_run_and_keeps_what_it_said(tmp_path: Path) -> None:
    def reply(one: Call) -> Said | Unsaid:
        number = int(one.asking.id.removeprefix("ask-"))
        return Said("x") if number < 4 else Unsaid(Reason.BOT_ERROR, "can't be reached")

    with pytest.raises(ConnectError, match="5 questions in a row drew an error, the last: can't be reached"):
        run(tmp_path, reply)
    with open_journal(tmp_path / "j", "bot") as journal:
        assert len(journal.known) == 9


def test_a_refused_key_ends_the_run_at_once(tmp_path: Path) -> None:
    sent = []

    def reply(one: Call) -> Said:
        sent.append(one)
        if len(sent) == 3:
            raise AccessDenied("the key in X is not accepted")
        return Said("x")

    with pytest.raises(AccessDenied):
        run(tmp_path, reply)
    assert len(sent) == 3


def test_what_was_asked_is_not_asked_again_but_errors_are(tmp_path: Path) -> None:
    planned = list(calls(MANY, 1))
    with open_journal(tmp_path / "j", "bot") as journal:
        for one in planned[:10]:
            journal.add(one.key, Said("x"))
        journal.add(planned[10].key, Unsaid(Reason.BOT_ERROR))
    sent: list[str] = []

    def reply(one: Call) -> Said:
        sent.append(one.key)
        return Said("x")

    run(tmp_path, reply)
    assert sent == [one.key for one in planned[10:]]


def test_nobody_sits_out_a_wait_when_the_run_is_over(httpserver: HTTPServer, rasa: Live) -> None:
    begun = threading.Event()

    def busy(request: Request) -> Response:
        begun.set()
        return Response("", status=503, headers={"Retry-After": "250"})

    httpserver.expect_request(WEBHOOK).respond_with_handler(busy)
    patience = Patience()
    clock = no_waiting()
    clock = type(clock)(sleep=patience.sleep)
    replies: list[object] = []
    with open_client(rasa, call(), clock=clock) as client:
        thread = threading.Thread(target=lambda: replies.append(rasa.ask(call(), client)))
        thread.start()
        assert begun.wait(5)
        patience.end()
        thread.join(5)
    assert not thread.is_alive()
    assert unsaid(replies[0]).reason is Reason.BOT_ERROR
