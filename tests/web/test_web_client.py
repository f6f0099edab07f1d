"""The client over real HTTP on this machine; nothing waits, since the clock is the tests' own."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cx_audit.errors import AccessDenied, ConnectError, UnsafeReply, UsageError
from cx_audit.web import Bounds, Clock, Pace, Secret, WebClient, basic, bearer, in_header

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEY = "s3cr3t/Key+with=signs"
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n[1, 2]"


@dataclass
class Waits:
    """A clock that stands still but for the waits, which it notes."""

    slept: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        return Clock(self.slept.append, lambda: sum(self.slept), lambda: NOW)


@pytest.fixture
def waits() -> Waits:
    return Waits()


Make = Callable[..., WebClient]


@pytest.fixture
def make(httpserver: HTTPServer, waits: Waits) -> Make:
    def made(base: str | None = None, **more: object) -> WebClient:
        more.setdefault("auth", bearer(Secret(KEY, "THE_KEY")))
        return WebClient(base or httpserver.url_for("/"), clock=waits.clock(), **more)  # type: ignore[arg-type]

    return made


@contextmanager
def raw_server(*replies: bytes) -> Iterator[str]:
    """A server that answers each connection with bytes as given and closes it: cut replies need no less."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for reply in replies:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(reply)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)
    finally:
        listener.close()


def test_sends_the_key_and_reads_json(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_ordered_request(
        "/api", query_string={"page": "1", "q": "a b"}, headers={"Authorization": f"Bearer {KEY}", "X-Version": "2"}
    ).respond_with_json({"ok": True})
    with make(headers={"X-Version": "2"}) as client:
        reply = client.get("/api?page=1", params={"q": "a b"})
    assert reply.json() == {"ok": True}
    assert reply.place == f"GET {httpserver.url_for('/api')}"


@pytest.mark.parametrize(
    ("auth", "header", "value"),
    [
        (basic("ann@example.com/token", Secret("k", "K")), "Authorization", "Basic YW5uQGV4YW1wbGUuY29tL3Rva2VuOms="),
        (basic(Secret("k", "K"), "X"), "Authorization", "Basic azpY"),
        (in_header("X-Key", Secret("k", "K")), "X-Key", "k"),
        (in_header("Authorization", Secret("k", "K"), "Token token="), "Authorization", "Token token=k"),
    ],
)
def test_ways_to_say_who_asks(httpserver: HTTPServer, make: Make, auth: object, header: str, value: str) -> None:
    httpserver.expect_request("/", headers={header: value}).respond_with_json([])
    with make(auth=auth) as client:
        assert client.get("/").json() == []


def test_sends_json(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_request("/ask", method="POST", json={"q": "How long?"}).respond_with_json({"a": "30 days"})
    with make() as client:
        assert client.request("POST", "/ask", json={"q": "How long?"}).json() == {"a": "30 days"}


# Other hosts


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/x",
        "https://127.0.0.1/x",
        "//evil.example/x",
        "http://127.0.0.1:1/x",
        "http://localhost/x",
        "http://127.0.0.1@evil.example/x",
        "file:///etc/passwd",
        "http://evil.example\\@127.0.0.1/",
        "http://[::1",
    ],
)
def test_other_origins_are_refused_before_anything_is_sent(httpserver: HTTPServer, make: Make, url: str) -> None:
    with make() as client, pytest.raises(UnsafeReply):
        client.get(url)
    assert httpserver.log == []


def test_a_name_in_a_link_of_the_same_host_is_refused(httpserver: HTTPServer, make: Make) -> None:
    with make() as client, pytest.raises(UnsafeReply, match="has a name or key in it"):
        client.get(f"http://someone:else@localhost:{httpserver.port}/")


def test_a_redirect_to_another_host_is_named_and_not_followed(httpserver: HTTPServer, make: Make) -> None:
    link = f"https://evil.example/steal?key={KEY}"
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": link})
    with make() as client, pytest.raises(UnsafeReply, match=r"leads to https://evil\.example \(it was not") as caught:
        client.get("/a")
    assert KEY not in str(caught.value)


def test_redirects_on_the_same_host_are_followed_to_a_bound(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": "/b"})
    httpserver.expect_request("/b").respond_with_json(1)
    httpserver.expect_request("/round").respond_with_data("", 301, {"Location": "/round"})
    with make() as client:
        assert client.get("/a").url == httpserver.url_for("/b")
        with pytest.raises(UnsafeReply, match="redirects more than 5 times"):
            client.get("/round")


def test_a_moved_post_is_not_turned_into_a_get(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_request("/a", method="POST").respond_with_data("", 302, {"Location": "/b"})
    with make() as client, pytest.raises(ConnectError, match=r"has moved to http.*/b"):
        client.request("POST", "/a", json={})


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("http://acme.example", "not encrypted"),
        ("https://user:pw@acme.example", "name or key inside"),
        ("ftp://acme.example", "no web address"),
        ("acme.example", "no web address"),
        ("https://", "no web address"),
        ("https://a b.example", "no web address"),
    ],
)
def test_addresses_that_no_client_takes(base: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        WebClient(base)
    assert "pw" not in str(caught.value)


def test_an_address_in_other_letters_is_the_same_host() -> None:
    client = WebClient("https://Bücher.example")
    assert client.origin.resolve("https://xn--bcher-kva.EXAMPLE:443/a#b") == "https://xn--bcher-kva.example:443/a"


# Waiting


def test_waits_as_long_as_a_429_asks(httpserver: HTTPServer, make: Make, waits: Waits) -> None:
    httpserver.expect_ordered_request("/").respond_with_data("", 429, {"Retry-After": "7"})
    httpserver.expect_ordered_request("/").respond_with_data("", 503, {"Retry-After": "Sun, 01 Mar 2026 12:00:20 GMT"})
    httpserver.expect_ordered_request("/").respond_with_json("there")
    with make() as client:
        assert client.get("/").json() == "there"
    assert waits.slept[0] == 7
    assert len(waits.slept) == 2


def test_a_date_is_read_against_the_clock_of_the_other_side(make: Make, waits: Waits) -> None:
    date, until = b"Date: Sun, 01 Mar 2026 15:00:00 GMT", b"Retry-After: Sun, 01 Mar 2026 15:00:09 GMT"
    busy = b"HTTP/1.1 429 Busy\r\nContent-Length: 0\r\nConnection: close\r\n%b\r\n%b\r\n\r\n" % (date, until)
    with raw_server(busy, WHOLE) as url, make(url) as client:
        client.get("/")
    assert waits.slept == [9]


def test_a_wait_beyond_the_bound_is_given_up_at_once(httpserver: HTTPServer, make: Make, waits: Waits) -> None:
    httpserver.expect_request("/").respond_with_data("", 429, {"Retry-After": "86400"})
    with make() as client, pytest.raises(ConnectError, match=r"answered 429, too busy and asks to wait 86,400 s"):
        client.get("/")
    assert waits.slept == []


def test_all_waits_of_a_request_are_bounded(httpserver: HTTPServer, make: Make, waits: Waits) -> None:
    httpserver.expect_request("/").respond_with_data("", 429, {"Retry-After": "40"})
    with make(bounds=Bounds(attempts=50, total_wait=100)) as client, pytest.raises(ConnectError, match="too busy"):
        client.get("/")
    assert waits.slept == [40, 40]


def test_a_server_error_is_tried_again_ever_later(httpserver: HTTPServer, make: Make, waits: Waits) -> None:
    httpserver.expect_request("/").respond_with_data(KEY, 500)
    with make() as client, pytest.raises(ConnectError, match="answered 500") as caught:
        client.get("/")
    assert len(httpserver.log) == 6
    assert all(2**n <= wait <= 2**n + 1 for n, wait in enumerate(waits.slept))
    assert KEY not in str(caught.value)


def test_a_cut_reply_is_asked_for_again(make: Make, waits: Waits) -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1, 2"
    with raw_server(cut, b"", WHOLE) as url, make(url) as client:
        assert client.get("/").json() == [1, 2]
    assert len(waits.slept) == 2


def test_no_connection_is_told_without_a_traceback(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with make(f"http://127.0.0.1:{port}") as client, pytest.raises(ConnectError, match="can't be reached"):
        client.get("/")


def test_a_certificate_that_no_one_vouches_for_is_refused_before_anything_is_sent(make: Make, waits: Waits) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with HTTPServer("localhost", ssl_context=context) as server, make(server.url_for("/")) as client:
        server.expect_request("/").respond_with_json(1)
        with pytest.raises(ConnectError, match="its certificate can't be verified"):
            client.get("/")
        assert server.log == []
    assert waits.slept == []


def test_what_may_have_been_acted_on_is_not_repeated(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_ordered_request("/e", method="POST").respond_with_data("", 500)
    httpserver.expect_ordered_request("/b", method="POST").respond_with_data("", 429)
    httpserver.expect_ordered_request("/b", method="POST").respond_with_json("done")
    with make() as client:
        with pytest.raises(ConnectError, match="answered 500"):
            client.request("POST", "/e", json={}, repeatable=False)
        assert len(httpserver.log) == 1
        assert client.request("POST", "/b", json={}, repeatable=False).json() == "done"


def test_a_used_up_limit_is_waited_for_before_the_next_request(
    httpserver: HTTPServer, make: Make, waits: Waits
) -> None:
    reset = str(int(NOW.timestamp()) + 12)
    httpserver.expect_request("/").respond_with_json(1, headers={"X-Left": "0", "X-Reset": reset})
    with make(pace=Pace(remaining="X-Left", reset="X-Reset")) as client:
        client.get("/")
        assert waits.slept == []
        client.get("/")
    assert waits.slept == [12]


def test_a_full_bucket_is_waited_for(httpserver: HTTPServer, make: Make, waits: Waits) -> None:
    httpserver.expect_request("/").respond_with_json(1, headers={"X-Calls": "40/40"})
    with make(pace=Pace(used="X-Calls")) as client:
        client.get("/")
        client.get("/")
    assert waits.slept == [1]


def test_requests_keep_their_distance(httpserver: HTTPServer, make: Make, waits: Waits) -> None:
    httpserver.expect_request("/").respond_with_json(1)
    with make(pace=Pace(interval=2)) as client:
        for _ in range(3):
            client.get("/")
    assert waits.slept == [2, 2]


# Replies that are no use


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_named_by_its_variable(httpserver: HTTPServer, make: Make, status: int) -> None:
    httpserver.expect_request("/").respond_with_json({"error": f"bad token {KEY}"}, status)
    with make(renew="make a new one under Admin > API") as client, pytest.raises(AccessDenied, match="THE_KEY") as c:
        client.get("/")
    assert "make a new one under Admin > API" in str(c.value)
    assert KEY not in str(c.value)
    assert len(httpserver.log) == 1


def test_other_refusals_are_not_repeated(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_request("/").respond_with_data("", 404)
    with make() as client:
        assert client.get("/", accept=(404,)).status == 404
        with pytest.raises(ConnectError, match="answered 404, no such page"):
            client.get("/")
    assert len(httpserver.log) == 2


def test_a_large_reply_is_refused(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_request("/").respond_with_data(b"x" * 1001)
    with make(bounds=Bounds(max_bytes=1000)) as client, pytest.raises(UnsafeReply, match="more than 1,000 bytes"):
        client.get("/")


def test_a_reply_that_unpacks_to_much_is_refused(httpserver: HTTPServer, make: Make) -> None:
    packed = gzip.compress(b"0" * 5_000_000)
    httpserver.expect_request("/").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
    with make(bounds=Bounds(max_bytes=1_000_000)) as client, pytest.raises(UnsafeReply, match="more than 1,000,000"):
        client.get("/")


def test_a_reply_that_drips_is_cut(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(b"x")
    ticks = iter(range(0, 10_000, 200))
    clock = Clock(lambda _: None, lambda: next(ticks), lambda: NOW)
    with (
        WebClient(httpserver.url_for("/"), clock=clock, bounds=Bounds(whole=100)) as client,
        pytest.raises(UnsafeReply, match="for more than 100 s"),
    ):
        client.get("/")


@pytest.mark.parametrize("body", ["<html>log in</html>", "[" * 100_000, "", '{"a": ' + "9" * 5000 + "}", "\xff\xfe"])
def test_no_json_is_told_without_its_words(httpserver: HTTPServer, make: Make, body: str) -> None:
    httpserver.expect_request("/").respond_with_data(body.encode("latin-1"), content_type="text/html")
    with make() as client, pytest.raises(ConnectError, match="answered no readable JSON, but text/html") as caught:
        client.get("/").json()
    assert "log in" not in str(caught.value)


def test_a_broken_packing_is_told(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_request("/").respond_with_data(b"no gzip", headers={"Content-Encoding": "gzip"})
    with make() as client, pytest.raises(ConnectError, match="can't be unpacked"):
        client.get("/")


# Keys


def test_no_log_and_no_cause_holds_the_key(
    httpserver: HTTPServer, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def echo(request: Request) -> Response:
        return Response(request.headers["Authorization"], 400)

    httpserver.expect_request("/").respond_with_handler(echo)
    caplog.set_level(logging.DEBUG)
    with make() as client, pytest.raises(ConnectError) as caught:
        client.get("/", params={"key": KEY})
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert KEY not in f"{caught.value!r} {client.origin}"
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("cx_audit"))
    assert KEY not in ours


def test_cookies_are_not_kept(httpserver: HTTPServer, make: Make) -> None:
    httpserver.expect_request("/").respond_with_json(1, headers={"Set-Cookie": "session=1"})
    with make() as client:
        client.get("/")
        client.get("/")
    assert [("Cookie" in request.headers) for request, _ in httpserver.log] == [False, False]
