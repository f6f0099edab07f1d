"""sitemap.xml (https://www.sitemaps.org/protocol.html) and robots.txt (RFC 9309), read from strangers' hands."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

from lxml import etree

from cx_audit.errors import ConnectError, UnsafeReply

__all__ = ["Robots", "Sitemap", "read_sitemap"]

_MOST_BYTES = 50_000_000
_LONGEST_DELAY = 30.0


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages that it lists, and further sitemaps."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]


def read_sitemap(body: bytes, place: str) -> Sitemap:
    """A sitemap, a sitemap index, or a text of one URL a line, packed with gzip or not.

    Raises:
        ConnectError: it is none of these; UnsafeReply where it unpacks to more than 50 MB.
    """
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(body, place)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
        return Sitemap(tuple(line for line in lines if line.startswith(("https://", "http://"))), ())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ConnectError(f"{place} is no sitemap that can be read", remedy="name the pages under urls:") from None
    kind = etree.QName(root).localname
    if kind not in ("urlset", "sitemapindex"):
        raise ConnectError(f"{place} is no sitemap, but <{kind[:40]}>", remedy="name the pages under urls:")
    named = [
        (element.text or "").strip()
        for entry in root
        if isinstance(entry.tag, str)
        for element in entry
        if isinstance(element.tag, str) and etree.QName(element).localname == "loc"
    ]
    found = tuple(dict.fromkeys(filter(None, named)))
    return Sitemap(found, ()) if kind == "urlset" else Sitemap((), found)


def _unpacked(body: bytes, place: str) -> bytes:
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        data = reader.decompress(body, _MOST_BYTES)
    except zlib.error:
        raise ConnectError(f"{place} can't be unpacked") from None
    if reader.unconsumed_tail:
        raise UnsafeReply(f"{place} unpacks to more than {_MOST_BYTES:,} bytes")
    return data


class Robots:
    """What a robots.txt lets ``agent`` read; an empty text allows all."""

    def __init__(self, text: str, agent: str) -> None:
        self._agent = agent
        self._parser = RobotFileParser()
        self._parser.parse(text.splitlines())

    def allows(self, url: str) -> bool:
        """Whether a page may be read."""
        return self._parser.can_fetch(self._agent, url)

    @property
    def delay(self) -> float:
        """The seconds between requests that it asks for, at most 30; 0 if it doesn't say."""
        said = self._parser.crawl_delay(self._agent)
        try:
            return min(max(float(said or 0), 0.0), _LONGEST_DELAY)
        except ValueError:
            return 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names."""
        return tuple(self._parser.site_maps() or ())
