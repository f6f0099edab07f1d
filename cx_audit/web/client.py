"""The one client through which cx-audit talks to another system.

It talks to one origin and to no other; verifies certificates; bounds each reply, each wait and the number of tries;
and no error of it holds a key. Requests go one after the other unless the caller uses threads, which is safe.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from cx_audit.errors import AccessDenied, ConnectError, CxAuditError, UnsafeReply
from cx_audit.web.auth import NO_AUTH, Auth
from cx_audit.web.bounds import Bounds, Clock
from cx_audit.web.origin import Origin
from cx_audit.web.pace import Pace, retry_after
from cx_audit.web.reply import Reply
from cx_audit.web.retry import Again, persistently
from cx_audit.web.secret import Scrubber

if TYPE_CHECKING:
    import httpx2

__all__ = ["WebClient"]

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_KEEP_METHOD = (307, 308)


class WebClient:
    """Sends requests to the origin of ``base_url``, with ``auth``, and nowhere else.

    ``renew`` tells the user how to get a new key, for the error of a refused one. Use it as a context manager.

    Raises:
        UsageError: ``base_url`` is no https address (http for this machine only), or has a key in it.
    """

    def __init__(
        self,
        base_url: str,
        auth: Auth = NO_AUTH,
        *,
        headers: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
        pace: Pace | None = None,
        clock: Clock | None = None,
        renew: str = "",
        user_agent: str = "cx-audit",
    ) -> None:
        self.origin = Origin.of(base_url)
        self.scrub = Scrubber(auth.hidden())
        self._auth, self._renew = auth, renew
        self._bounds, self._pace, self._clock = bounds or Bounds(), pace or Pace(), clock or Clock()
        self._headers = {"accept": "application/json", "accept-encoding": "gzip, deflate", "user-agent": user_agent}
        self._headers |= {name.lower(): value for name, value in (headers or {}).items()}
        self._lock = threading.Lock()
        self._not_before = 0.0
        self._last: float | None = None
        self._opened: httpx2.Client | None = None

    def __enter__(self) -> WebClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def slow_down(self, interval: float) -> None:
        """Leave at least ``interval`` seconds between requests from now on, as a robots.txt may ask."""
        self._pace = replace(self._pace, interval=max(self._pace.interval, interval))

    def absolute(
        self, url: str, params: Mapping[str, str] | None = None, *, base: str = "", what: str = "a link"
    ) -> str:
        """``url`` as it would be asked for: from ``base`` or the root of the origin, with ``params`` in its query.

        Raises:
            UnsafeReply: it leads to another origin; ``what`` says what it is.
        """
        try:
            target = self.origin.resolve(url, base, what)
        except UnsafeReply as error:  # the other host's name may repeat what it was given
            raise UnsafeReply(self.scrub(error.what), remedy=error.remedy) from None
        return f"{target}{'&' if '?' in target else '?'}{urlencode(params)}" if params else target

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
    ) -> Reply:
        """``request`` with GET."""
        return self.request("GET", url, params=params, headers=headers, accept=accept)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,  # noqa: ANN401 - what JSON holds
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        accept: Collection[int] = (),
        repeatable: bool = True,
    ) -> Reply:
        """One request; the reply, where its status is 2xx or one of ``accept`` (304 and 404 are such).

        ``url`` is a path or an absolute URL of the same origin, ``params`` are added to its query, ``json`` or
        ``form`` is the body, or ``body`` as it is. 429, 503, other 5xx and cut connections are tried again; without
        ``repeatable`` only what the other side surely did not act on: 429, 503, and no connection.

        Raises:
            AccessDenied: 401 or 403.
            UnsafeReply: the URL or a redirect leads to another origin, or the reply is too large or too slow.
            ConnectError: anything else that fails, after the last try.
        """
        content: dict[str, Any] = {"json": json} if form is None else {"data": dict(form)}
        if body is not None:
            content = {"content": body}
        target = self.absolute(url, params)
        place = self.scrub(f"{method} {target.partition('?')[0]}")
        try:
            return persistently(
                lambda: self._followed(method, target, place, headers, content, accept),
                self._bounds,
                self._clock,
                repeatable=repeatable,
            )
        except Again as again:
            error: CxAuditError = again.error
        except CxAuditError as caught:
            error = caught
        # Without its cause, since a library's own words may hold what was sent; and scrubbed, whatever it says.
        raise type(error)(self.scrub(error.what), remedy=self.scrub(error.remedy or "") or None) from None

    def _followed(
        self,
        method: str,
        url: str,
        place: str,
        headers: Mapping[str, str] | None,
        content: Mapping[str, Any],
        accept: Collection[int],
    ) -> Reply:
        """One try, redirects included."""
        for _ in range(self._bounds.redirects + 1):
            reply = self._sent(method, url, place, headers, content)
            link = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not link:
                return self._accepted(reply, accept)
            url = self.origin.resolve(link, url, "a redirect")
            if method != "GET" and reply.status not in _KEEP_METHOD:
                raise ConnectError(f"{place} has moved to {url.partition('?')[0]}", remedy="ask there")
        raise UnsafeReply(f"{place} redirects more than {self._bounds.redirects} times")

    def _sent(
        self, method: str, url: str, place: str, headers: Mapping[str, str] | None, content: Mapping[str, Any]
    ) -> Reply:
        import httpx2

        self._take_turn()
        sent = {**self._headers, **{name.lower(): value for name, value in (headers or {}).items()}}
        sent |= {name.lower(): value.reveal() for name, value in self._auth.headers.items()}
        if self._auth.sign:
            sent |= self._auth.sign(method, url, sent, content.get("content", b""))
        client = self._client()
        try:
            with client.stream(method, url, headers=sent, **content) as response:
                body = self._body(response, place)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            if "certificate" in str(error).lower():  # worth telling from no network, and no better next time
                what = f"{self.origin}: its certificate can't be verified"
                raise ConnectError(what, remedy="nothing was sent; see SSL_CERT_FILE") from None
            gone = ConnectError(f"{self.origin} can't be reached", remedy="check the address and the network")
            raise Again(gone, untouched=True) from None
        except httpx2.DecodingError:
            raise ConnectError(f"{place} answered what can't be unpacked") from None
        except httpx2.TransportError as error:
            broken = "took too long" if isinstance(error, httpx2.TimeoutException) else "was cut off"
            raise Again(ConnectError(f"{place} {broken}", remedy="try again later")) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise ConnectError(f"{place} can't be asked: {type(error).__name__}") from None
        links = {str(link.get("rel")): link["url"] for link in response.links.values() if "url" in link}
        reply = Reply(response.status_code, url, place, dict(response.headers), body, links)
        self._note_pace(reply)
        return reply

    def _client(self) -> httpx2.Client:
        import httpx2

        with self._lock:
            if self._opened is None:
                self._opened = httpx2.Client(
                    timeout=httpx2.Timeout(self._bounds.read, connect=self._bounds.connect),
                    verify=True,
                    follow_redirects=False,
                    # A proxy of the company is for other machines; this one is reached directly.
                    trust_env=not self.origin.is_loopback,
                )
            self._opened.cookies.clear()  # each request stands alone, so that two runs ask the same
            return self._opened

    def _body(self, response: httpx2.Response, place: str) -> bytes:
        begun, parts, size = self._clock.monotonic(), [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self._bounds.max_bytes:
                what = f"{place} answered more than {self._bounds.max_bytes:,} bytes"
                raise UnsafeReply(what, remedy="ask for less, or export to a file")
            if self._clock.monotonic() - begun > self._bounds.whole:
                raise UnsafeReply(f"{place} sent its answer for more than {self._bounds.whole:g} s")
            parts.append(part)
        return b"".join(parts)

    def _accepted(self, reply: Reply, accept: Collection[int]) -> Reply:
        status, place = reply.status, reply.place
        if 200 <= status < 300 or status in accept:
            return reply
        if status in (401, 403):
            raise self._denied(status, place)
        if status in _BUSY:
            after = retry_after(reply.headers, self._pace, self._clock.now())
            asked = "" if after is None else f" and asks to wait {after:,.0f} s"
            error = ConnectError(f"{place} answered {status}, too busy{asked}", remedy="run it again later")
            raise Again(error, after, untouched=True)
        if status >= 500:
            raise Again(ConnectError(f"{place} answered {status}, an error of its own", remedy="try again later"))
        what = "no such page" if status in (404, 410) else "refused the request"
        raise ConnectError(f"{place} answered {status}, {what}", remedy="check the address and the account")

    def _denied(self, status: int, place: str) -> AccessDenied:
        names = " and ".join(self._auth.names)
        if not names:
            return AccessDenied(f"{place} answered {status}: it wants a key, and none is set up")
        what = "is not accepted: wrong, expired or revoked" if status == 401 else "lacks the right to read this"
        return AccessDenied(f"{place} answered {status}: the key in {names} {what}", remedy=self._renew or None)

    def _take_turn(self) -> None:
        """Wait until the rate limit lets the next request go; each thread waits its own time."""
        with self._lock:
            now = self._clock.monotonic()
            spaced = now if self._last is None else self._last + self._pace.interval
            self._last = max(now, spaced, self._not_before)
            wait = self._last - now
        if wait > 0:
            self._clock.sleep(wait)

    def _note_pace(self, reply: Reply) -> None:
        pause = self._pace.spent_pause(reply.headers, self._clock.now())
        if pause:
            with self._lock:
                until = self._clock.monotonic() + min(pause, self._bounds.longest_wait)
                self._not_before = max(self._not_before, until)
