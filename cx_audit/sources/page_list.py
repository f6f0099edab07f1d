"""Lists of pages: a sitemap, or a text file with an address a line. They name pages; nothing is fetched here.

Pages that are saved among the files are read as pages; for the others the user is told what would fetch them.
Format: sitemaps.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Skipped
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip

__all__ = ["PageList", "unsaved", "urls_in"]

_SITEMAP = re.compile(
    r"\s*(?><\?[^>]{0,500}\?>\s*)*+(?><!--.{0,2000}?-->\s*)*+<(?:\w+:)?(?P<kind>urlset|sitemapindex)\b", re.S
)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z", re.I)
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


class PageList:
    """A sitemap or a list of addresses. It gives no answers itself."""

    name = "page-list"
    default_channel: str | None = "faq"

    def detect(self, item: Item) -> float:
        """By the root element of a sitemap, or lines that are all addresses."""
        text = peek(item.file)
        if _SITEMAP.match(text):
            return CERTAIN
        lines = _lines(text)[:50]
        return CERTAIN if lines and all(_ADDRESS.match(line) for line in lines[: max(len(lines) - 1, 1)]) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """Nothing: see ``unsaved``. SourceError where the list is broken."""
        urls_in(decode(item.file, item.limits.max_whole), item.path)
        return iter(())


def urls_in(text: str, path: str | None = None) -> list[str]:
    """The addresses that a sitemap, an index of sitemaps or a list names, each once, in their order.

    Only http and https. SourceError, with ``path``, where a sitemap is broken XML.
    """
    said = _locations(text, path) if _SITEMAP.match(text) else _lines(text)
    return list(dict.fromkeys(url for url in (one.strip() for one in said) if _ADDRESS.match(url)))


def unsaved(items: Iterable[Item], answers: Iterable[Answer]) -> Iterator[Skipped]:
    """How many of the pages that each list names gave no answer, since they are not among the files."""
    places = [answer.place for answer in answers]
    urls = {_plain(place.url) for place in places if place.url}
    files = {PurePosixPath(place.path).stem.casefold() for place in places if place.path and _is_page(place.path)}
    for item in items:
        text = decode(item.file, item.limits.max_whole)
        named = urls_in(text, item.path)
        missing = [url for url in named if _plain(url) not in urls and not (_names(url) & files)]
        if missing or not named:
            yield skip(item.path, Reason.NOT_SAVED, _told(item.path, missing, named), count=len(missing))


def _told(path: str, missing: list[str], named: list[str]) -> str:
    if not named:
        return f"{path}: names no page"
    how = "save them beside it, or let `cx-audit pull` with the vendor `website` fetch them; nothing is fetched here"
    return f"{path}: {len(missing)} of {len(named)} pages, such as {missing[0]}: {how}"


def _locations(text: str, path: str | None) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).strip().encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"a broken sitemap: {error}", path=path, remedy="save it again") from error
    return [location.text or "" for location in root.iterfind("{*}*/{*}loc")]


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _plain(url: str) -> str:
    """An address without what makes no other page of it."""
    parts = _split(url)
    return f"{parts.netloc.casefold().removeprefix('www.')}{unquote(parts.path).rstrip('/')}?{parts.query}"


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # what looks like an IPv6 address and is none
        return SplitResult("", "", url, "", "")


def _names(url: str) -> set[str]:
    """The name that a saved page of this address would have."""
    last = PurePosixPath(unquote(_split(url).path)).name
    return {last.casefold(), PurePosixPath(last).stem.casefold()} - {"", "index"}


def _is_page(path: str) -> bool:
    return path.lower().endswith(_PAGE_ENDINGS)
