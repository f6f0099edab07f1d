"""A vendor on this machine that can be made to fail, and a pull of it whose clock stands still."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from connect_sites import Site
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cx_audit.connect import Circumstances, Outcome, Plan, Wish, find_connectors, load_connector, make_plan
from cx_audit.connect import pull as run_pull
from cx_audit.web import Bounds, Clock

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Fault = Callable[[Request], Response | None]


def _key(path: str, query: list[tuple[str, str]]) -> tuple[str, tuple[tuple[str, str], ...]]:
    return path, tuple(sorted(query))


@dataclass
class Vendor:
    """Answers with the pages of a site; ``faults`` are asked first, by the number of the request (from 1)."""

    site: Site
    server: HTTPServer
    faults: dict[int, Fault] = field(default_factory=dict)
    always: Fault | None = None
    etags: bool = False
    asked: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.base = self.server.url_for("/").rstrip("/")
        self._pages = {}
        for address, held in self.site.pages.items():
            path, _, query = address.partition("?")
            body, headers = held if isinstance(held, tuple) else (held, {})
            self._pages[_key(path, [tuple(one.split("=", 1)) for one in query.split("&") if one])] = (body, headers)  # type: ignore[misc]
        self.server.clear_all_handlers()
        self.server.expect_request(_Any()).respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        self.asked.append(request.full_path.rstrip("?"))
        response = self._answer(request)
        self.statuses.append(response.status_code)
        return response

    def _answer(self, request: Request) -> Response:
        header, value = self.site.authorization
        if request.path != "/v2/oauth2/token" and not request.headers.get(header, "").startswith(value):
            return Response("{}", 401)
        for fault in (self.faults.get(len(self.asked)), self.always):
            response = fault(request) if fault else None
            if response is not None:
                return response
        return self.page(request.path, parse_qsl(request.query_string.decode()), request)

    def page(self, path: str, query: list[tuple[str, str]], request: Request | None = None) -> Response:
        """The page of the site, 404 where it has none."""
        found = self._pages.get(_key(path, query))
        if found is None:
            return Response("{}", 404, content_type="application/json")
        body, headers = found
        if body is None:
            return Response("", 204)
        sent = {name: text.replace("{base}", self.base) for name, text in headers.items()}
        response = Response(json.dumps(body), 200, sent, content_type="application/json")
        if self.etags and request is not None:
            response.add_etag()
            response.make_conditional(request)
        return response

    def first(self) -> Response:
        """The first page of the path that has several."""
        path = self.site.paged
        (query,) = [list(key[1]) for key in list(self._pages) if key[0] == path][:1]
        return self.page(path, query)


class _Any(str):
    """A path that equals all paths."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


@dataclass
class Puller:
    """Pulls a site into a folder; ``slept`` notes the waits."""

    into: Path
    monkeypatch: pytest.MonkeyPatch
    slept: list[float] = field(default_factory=list)
    now: datetime = NOW
    bounds: Bounds = field(default_factory=Bounds)

    def plan(self, vendor: Vendor, **more: object) -> Plan:
        site = vendor.site
        for name, key in site.keys.items():
            self.monkeypatch.setenv(name, key)
        wish = Wish(site.vendor, more.pop("name", site.vendor), site.settings, vendor.base, **more)
        return make_plan(wish, load_connector(find_connectors()[site.vendor]))

    def __call__(self, vendor: Vendor, *, fresh: bool = False, **more: object) -> Outcome:
        plan = self.plan(vendor, **more)
        clock = Clock(self.slept.append, lambda: sum(self.slept), lambda: self.now)
        here = Circumstances(self.into / plan.name, self.into, self.now, fresh=fresh, clock=clock, bounds=self.bounds)
        return run_pull(plan, here)

    def rows(self, name: str) -> dict[str, dict[str, Any]]:
        """The rows of the snapshot, by id without the name of the source."""
        files = sorted((self.into / name).glob("*.jsonl"))
        rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        return {row["id"].removeprefix(f"{name}-"): row for row in rows}

    def bytes(self, name: str) -> dict[str, bytes]:
        """The files of the snapshot but the manifest."""
        files = sorted((self.into / name).glob("*.jsonl"))
        return {file.name: file.read_bytes() for file in files}
