"""From a page to the next one, and the refusal to go round in circles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from cx_audit.connect.expressions import evaluate
from cx_audit.connect.fetch import Fetched, Fetcher
from cx_audit.connect.schema import Paging
from cx_audit.errors import ConnectError, UnsafeReply

__all__ = ["MOST_PAGES", "walk_pages"]

MOST_PAGES = 5_000
_NEXT = "the link to the next page"


def walk_pages(
    fetcher: Fetcher,
    path: str,
    params: Mapping[str, str],
    paging: Paging | None,
    records: str,
    *,
    missing: bool = False,
) -> Iterator[tuple[Any, list[Any]]]:
    """Each page's body as JSON and the records in it, from the first page to the last.

    Raises what ``Fetcher.page`` raises, and:
        UnsafeReply: a page comes again, there are more than ``MOST_PAGES``, or the next one is on another host.
        ConnectError: a page has no list of records, or no readable next link.
    """
    first = dict(params)
    if paging is not None and paging.kind in ("page", "offset") and paging.param:
        first.setdefault(paging.param, str(paging.start if paging.kind == "page" else 0))
    url: str | None = fetcher.client.absolute(path, first)
    base, seen, offset = fetcher.client.absolute(path), _Seen(), 0
    for number in range(MOST_PAGES):
        if url is None:
            return
        seen.address(url)
        page = fetcher.page(url, rel=paging.rel if paging else "next", missing=missing)
        if page is None:
            return
        body = page.json()
        found = _records(body, records, page.place)
        offset += len(found)
        if paging is None:
            yield body, found
            return
        if found:
            seen.content(page, counted=paging.kind in ("page", "offset"))
        yield body, found
        url = _following(fetcher, paging, page, body, found, number, base, first, offset)
    raise UnsafeReply(f"{base} has more than {MOST_PAGES:,} pages", remedy="pull less at once")


class _Seen:
    """What was read, so that a page which comes again ends the walk with an error, not with doubled records."""

    def __init__(self) -> None:
        self._addresses: set[str] = set()
        self._contents: set[bytes] = set()

    def address(self, url: str) -> None:
        if url in self._addresses:
            raise UnsafeReply(f"{url.partition('?')[0]} leads in a circle: the same next page twice")
        self._addresses.add(url)

    def content(self, page: Fetched, *, counted: bool) -> None:
        """A server that doesn't know the page parameter sends the first page for ever."""
        digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).digest()
        if counted and digest in self._contents:
            raise UnsafeReply(f"{page.place} answers the same page twice", remedy="see `paging` of its connector")
        self._contents.add(digest)


def _records(body: Any, expression: str, place: str) -> list[Any]:  # noqa: ANN401
    if body is None:  # 204, which some send after the last page
        return []
    found = evaluate(expression, body)
    if isinstance(found, dict):
        return [found]
    if not isinstance(found, list):
        where = "" if expression == "@" else f" under {expression!r}"
        raise ConnectError(f"{place} answered no list of records{where}", remedy="has its API changed?")
    return [one for one in found if one is not None]


def _following(
    fetcher: Fetcher,
    paging: Paging,
    page: Fetched,
    body: Any,  # noqa: ANN401
    found: list[Any],
    number: int,
    base: str,
    first: Mapping[str, str],
    offset: int,
) -> str | None:
    """The URL of the next page; None after the last one."""
    if paging.more is not None and not evaluate(paging.more, body):
        return None
    match paging.kind:
        case "header":
            return fetcher.client.absolute(page.link, base=page.url, what=_NEXT) if page.link else None
        case "link" | "cursor":
            value = None if body is None else evaluate(paging.next or "", body)
            if value in (None, "", False):
                return None
            if not isinstance(value, str | int):
                raise ConnectError(f"{page.place} names the next page in a way that can't be read")
            if paging.kind == "link":
                return fetcher.client.absolute(str(value), base=page.url, what=_NEXT)
            return fetcher.client.absolute(base, {**first, str(paging.param): str(value)})
    if not found:
        return None
    following = paging.start + number + 1
    if paging.pages is not None:
        last = evaluate(paging.pages, body)
        if isinstance(last, int) and number + 1 >= last:
            return None
    step = following if paging.kind == "page" else offset
    return fetcher.client.absolute(base, {**first, str(paging.param): str(step)})
