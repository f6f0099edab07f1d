"""A small real bot on this machine, which answers by rules of the test and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Asked", "LiveBot", "live_bot"]


@dataclass(frozen=True)
class Asked:
    """One request: its path, its JSON and its headers in lower case."""

    path: str
    body: Any
    headers: dict[str, str]


@dataclass
class LiveBot:
    """Where it answers, and what it was asked so far."""

    url: str
    requests: list[Asked] = field(default_factory=list)

    def asked(self, key: str = "message") -> list[str]:
        return [request.body[key] for request in self.requests]


Answering = Callable[[Asked], tuple[int, Any]]
"""A request to a status and the JSON of a reply."""


@contextmanager
def live_bot(answering: Answering) -> Iterator[LiveBot]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Asked(self.path, json.loads(self.rfile.read(size)), headers)
            with lock:
                bot.requests.append(request)
            status, document = answering(request)
            data = json.dumps(document).encode()
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass  # the one who asked was killed

        def log_message(self, format: str, *args: object) -> None:
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    bot = LiveBot(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield bot
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
