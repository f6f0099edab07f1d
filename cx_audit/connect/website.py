"""The pages of a website: those of its sitemap, or of a list, as HTML files that ``audit`` reads."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from cx_audit.connect.fetch import Fetcher
from cx_audit.connect.memory import Memory
from cx_audit.connect.page_file import file_name, page_file
from cx_audit.connect.plan import NAME, Wish
from cx_audit.connect.run import MEMORY, Circumstances, Outcome, Planned
from cx_audit.connect.sitemap import Robots, read_sitemap
from cx_audit.connect.snapshot import check_target, manifest, stamped, write_snapshot
from cx_audit.errors import AccessDenied, ConnectError, NothingToExamine, UnsafeReply, UsageError
from cx_audit.web import NO_AUTH, Origin, Pace, WebClient

__all__ = ["INTERVAL", "MOST_PAGES", "WEBSITE", "Website", "make_website", "planned_pages", "pull_website"]

WEBSITE = "website"
MOST_PAGES = 2_000
INTERVAL = 0.5
_MOST_SITEMAPS = 100
_MOST_FAILURES = 5
_FAILED = "can't be read"
_PAGES = ("text/html", "application/xhtml+xml", "")
_NO_ROBOTS = (400, 401, 403, 404, 410)


@dataclass(frozen=True, slots=True)
class Website:
    """A site and what to read of it: ``urls``, else its ``sitemap``, else the one that it names; ``only`` are globs on
    the path ("/help/*")."""

    name: str
    base_url: str
    sitemap: str | None = None
    urls: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides what is read."""
        said = json.dumps([self.base_url, self.sitemap, self.urls, self.only])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def make_website(wish: Wish) -> Website:
    """The site that a wish names.

    Raises:
        UsageError: it has no address, or says what no website knows.
    """
    known = {"sitemap", "urls", "only"}
    unknown = sorted(set(wish.settings) - known) + sorted(wish.what) + sorted(wish.keys)
    if unknown:
        raise UsageError(f"website has no {unknown[0]!r}", remedy=f"there are: base_url, {', '.join(sorted(known))}")
    if not wish.base_url:
        raise UsageError("website needs its address", remedy="give --base-url https://www.example.com")
    if not NAME.fullmatch(wish.name):
        raise UsageError(f"{wish.name!r} is no name for a folder", remedy="use letters, digits, - and _")
    said = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in wish.settings.items()}
    sitemap = said.get("sitemap", ())
    if len(sitemap) > 1:
        raise UsageError("website: sitemap is one address", remedy="name pages under urls")
    Origin.of(wish.base_url)
    return Website(
        wish.name, wish.base_url, sitemap[0] if sitemap else None, said.get("urls", ()), said.get("only", ())
    )


def pull_website(site: Website, here: Circumstances) -> Outcome:
    """Read the pages and write the snapshot. No key is sent, no cookie kept, no script run.

    robots.txt is followed, also its Crawl-delay up to 30 s; between two requests there is at least half a second.

    Raises:
        UsageError: no https address, or the folder holds what pull did not write.
        ConnectError: the site can't be read; nothing was written.
        NothingToExamine: no page could be read.
    """
    check_target(here.folder)
    memory = Memory(here.into / MEMORY / site.name, site.fingerprint, here.now, fresh=here.fresh)
    files: dict[str, bytes] = {}
    skipped: Counter[str] = Counter()
    with WebClient(
        site.base_url,
        NO_AUTH,
        bounds=here.bounds,
        pace=Pace(interval=INTERVAL),
        clock=here.clock,
        user_agent=here.agent,
    ) as client:
        fetcher = Fetcher(client, memory, lambda pages: here.tell("pages", pages))
        for url in _urls(site, client, skipped):
            reason = _take(url, fetcher, files, skipped[_FAILED])
            if reason:
                skipped[reason] += 1
        fetcher.settle()
    if not files:
        memory.end()
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items())) or "none named"
        raise NothingToExamine(f"{Origin.of(site.base_url)} gave no pages: {told}", remedy="see docs/pull.md")
    counts = {"pages": {"pages": len(files), "left_out": dict(sorted(skipped.items()))}}
    host = Origin.of(site.base_url).host
    said = manifest(site.name, WEBSITE, host, ["each page"], counts)
    write_snapshot(here.folder, files, stamped(said, here.now, here.version))
    memory.end()
    return Outcome(here.folder, {"pages": len(files)}, {"pages": dict(sorted(skipped.items()))}, memory.resumed)


def _take(url: str, fetcher: Fetcher, files: dict[str, bytes], failed: int) -> str:
    """Add one page to the files; why not, where it gives none: a few bad pages don't stop the rest."""
    try:
        page = fetcher.page(url, missing=True, accept="text/html, application/xhtml+xml")
    except AccessDenied:
        return "needs a login"
    except UnsafeReply:
        return "too large, or moved to another host"
    except ConnectError as error:
        if failed >= _MOST_FAILURES or error.path is not None:  # the site is down, or our own disk is full
            raise
        return _FAILED
    if page is None:
        return "no such page"
    if page.kind not in _PAGES:
        return "not a page"
    try:
        files[f"pages/{file_name(url)}"] = page_file(page.text, url)
    except ConnectError:
        return "not a page"
    return ""


def planned_pages(site: Website) -> Iterator[Planned]:
    """The requests that ``pull_website`` would make, as far as they are known before the first."""
    origin = Origin.of(site.base_url)
    yield Planned("GET", f"{origin}/robots.txt", "none", "which pages may be read")
    if not site.urls:
        yield Planned("GET", site.sitemap or f"{origin}/sitemap.xml", "none", "and those that it or robots.txt names")
        yield Planned("GET", f"{origin}/...", "none", "each page of the sitemap that fits")
    for url in site.urls:
        yield Planned("GET", origin.resolve(url), "none")


def _urls(site: Website, client: WebClient, skipped: Counter[str]) -> list[str]:
    """The addresses of the pages to read, sorted; those left out are counted."""
    reply = client.get("/robots.txt", headers={"accept": "text/plain"}, accept=_NO_ROBOTS)
    robots = Robots(reply.body.decode("utf-8", "replace") if reply.status == 200 else "", "cx-audit")
    client.slow_down(robots.delay)
    named = site.urls or tuple(_listed(site, client, robots, skipped))
    found: set[str] = set()
    for url in named:
        try:
            address = client.absolute(url)
        except UnsafeReply:
            skipped["on another host"] += 1
            continue
        if site.only and not any(fnmatchcase(urlsplit(address).path, pattern) for pattern in site.only):
            skipped["not asked for"] += 1
        elif not robots.allows(address):
            skipped["forbidden by robots.txt"] += 1
        else:
            found.add(address)
    if len(found) > MOST_PAGES:
        what = f"{client.origin} lists {len(found):,} pages; at most {MOST_PAGES:,} are read"
        raise ConnectError(what, remedy='name those that matter: only: ["/help/*"]')
    return sorted(found)


def _listed(site: Website, client: WebClient, robots: Robots, skipped: Counter[str]) -> Iterator[str]:
    """The pages of the sitemaps, those of sitemaps in sitemaps too."""
    queue: list[str] = [site.sitemap] if site.sitemap else list(robots.sitemaps or ("/sitemap.xml",))
    seen: set[str] = set()
    while queue:
        try:
            address = client.absolute(queue.pop(0))
        except UnsafeReply:
            skipped["sitemap on another host"] += 1
            continue
        if address in seen:
            continue
        seen.add(address)
        if len(seen) > _MOST_SITEMAPS:
            raise UnsafeReply(f"{client.origin} has more than {_MOST_SITEMAPS} sitemaps", remedy="name one: sitemap:")
        reply = client.get(address, headers={"accept": "application/xml, text/xml, text/plain, application/gzip"})
        found = read_sitemap(reply.body, reply.place)
        queue += found.sitemaps
        yield from found.pages
