"""Pages, from the server or from memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cx_audit.connect.memory import Memory, Page
from cx_audit.errors import ConnectError, UnsafeReply
from cx_audit.web import Reply, WebClient

__all__ = ["Fetched", "Fetcher"]

_MOST_REQUESTS = 50_000
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: its text, its media type, and the URL of the next one where the Link header names it."""

    url: str
    place: str
    text: str
    link: str | None
    kind: str = ""

    def json(self) -> Any:  # noqa: ANN401 - what JSON holds
        """The page as JSON, None where it is empty (204); ConnectError where it is no JSON."""
        return Reply(200, self.url, self.place, {}, self.text.encode()).json() if self.text.strip() else None


class Fetcher:
    """Reads the pages of one pull, each at most once from the server.

    ``tell`` is called after each page with how many there were. ``rel`` is the relation of the next page.
    """

    def __init__(self, client: WebClient, memory: Memory, tell: Callable[[int], None] = lambda _: None) -> None:
        self.client = client
        self._memory = memory
        self._tell = tell
        self._count = 0
        self._read: Page | None = None

    def page(self, url: str, *, rel: str = "next", missing: bool = False, accept: str | None = None) -> Fetched | None:
        """The page at an absolute ``url``; None where there is none and ``missing`` lets that pass.

        A page is remembered when the next one is asked for: one that the reader chokes on is asked for again.

        Raises what the client raises; UnsafeReply also where there are too many pages.
        """
        self.settle()
        self._count += 1
        if self._count > _MOST_REQUESTS:
            raise UnsafeReply(f"more than {_MOST_REQUESTS:,} pages at {self.client.origin}", remedy="pull less at once")
        place = self.client.scrub(f"GET {url.partition('?')[0]}")
        page = self._memory.finished(url)
        if page is None:
            page = self._read = self._asked(url, rel, missing, accept)
        self._tell(self._count)
        return None if page is None else Fetched(url, place, page.body, page.link, page.kind or "")

    def settle(self) -> None:
        """Remember the last page: what was to be read from it has been."""
        if self._read is not None:
            self._memory.keep(self._read)
            self._read = None

    def _kept(self, version: str | None) -> str | None:
        """A version to ask for the next time; none that repeats the key, since it is written down."""
        return version if version and self.client.scrub(version, least=_LEAST) == version else None

    def _asked(self, url: str, rel: str, missing: bool, accept: str | None) -> Page | None:
        known = self._memory.known(url)
        headers = {"if-none-match": known.etag or "", "if-modified-since": known.modified or ""} if known else {}
        headers |= {"accept": accept or ""}
        sent = {name: value for name, value in headers.items() if value}
        reply = self.client.get(url, headers=sent, accept=(304, 404) if missing else (304,))
        if reply.status == 404:
            return None
        if reply.status == 304:
            if known is None:
                raise ConnectError(f"{reply.place} answered 304, and nothing was kept", remedy="run it with --fresh")
            return known
        link = reply.links.get(rel)
        return Page(
            url,
            self.client.scrub(_text(reply), least=_LEAST),
            None if link is None else self.client.scrub(link, least=_LEAST),
            self._kept(reply.headers.get("etag")),
            self._kept(reply.headers.get("last-modified")),
            reply.headers.get("content-type", "").partition(";")[0].strip().lower(),
        )


def _text(reply: Reply) -> str:
    """The body as text: UTF-8, or what the header or the bytes say."""
    try:
        return reply.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        kind = reply.headers.get("content-type", "")
        if "json" in kind:
            raise ConnectError(f"{reply.place} answered no readable JSON") from None
        from charset_normalizer import from_bytes

        best = from_bytes(reply.body).best()
        return str(best) if best is not None else reply.body.decode("utf-8", "replace")
