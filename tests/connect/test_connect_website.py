"""Websites: which pages are read, what a file of a page holds, and what a hostile site can't do."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from connect_kit import NOW
from pytest_httpserver import HTTPServer
from werkzeug import Response

from cx_audit.connect import Circumstances, Outcome, Website, Wish, make_website, planned_pages, pull_website
from cx_audit.connect.page_file import file_name, page_file
from cx_audit.connect.sitemap import Robots, read_sitemap
from cx_audit.errors import ConnectError, NothingToExamine, UnsafeReply, UsageError
from cx_audit.model import Answer
from cx_audit.sources import discover, read_all
from cx_audit.web import Clock

FAQ = """<!DOCTYPE html><html lang="en"><head><title>Help</title><script>track()</script></head>
<body><h1>Returns</h1><h2>How long do I have?</h2><p>You have 30 days.</p><!-- build {build} -->
<input type="hidden" name="csrf" value="{build}"></body></html>"""

Read = Callable[..., Outcome]


def _sitemap(*urls: str, kind: str = "urlset", entry: str = "url") -> str:
    listed = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{kind}>'


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def read(httpserver: HTTPServer, tmp_path: Path, slept: list[float]) -> Read:
    def reading(**more: object) -> Outcome:
        site = Website("site", httpserver.url_for(""), **more)  # type: ignore[arg-type]
        clock = Clock(slept.append, lambda: sum(slept), lambda: NOW)
        return pull_website(site, Circumstances(tmp_path / "out" / "site", tmp_path / "out", NOW, clock=clock))

    return reading


def _serve(server: HTTPServer, pages: dict[str, str | Response], robots: str | None = None) -> None:
    server.expect_request("/robots.txt").respond_with_data(robots or "", 200 if robots else 404)
    for path, page in pages.items():
        if isinstance(page, Response):
            server.expect_request(path).respond_with_response(page)
        else:
            kind = "application/xml" if path.endswith(".xml") else "text/html; charset=utf-8"
            server.expect_request(path).respond_with_data(page, content_type=kind)


def test_the_pages_of_a_sitemap_are_read_and_audited(
    httpserver: HTTPServer, read: Read, tmp_path: Path, slept: list[float]
) -> None:
    url = httpserver.url_for
    listed = [url("/help/returns"), url("/help/gone"), url("/help/file"), "https://elsewhere.example/help", url("/x")]
    _serve(
        httpserver,
        {
            "/main.xml": _sitemap(url("/pages.xml"), kind="sitemapindex", entry="sitemap"),
            "/pages.xml": _sitemap(
                *listed, url("/help/secret"), url("/help/login"), url("/help/empty"), url("/help/returns")
            ),
            "/help/returns": FAQ,
            "/help/file": Response("%PDF", content_type="application/pdf"),
            "/help/login": Response("", 403),
            "/help/gone": Response("", 404),
            "/help/empty": "",
        },
        f"User-agent: *\nDisallow: /help/secret\nCrawl-delay: 3\nSitemap: {url('/main.xml')}\n",
    )
    outcome = read(only=("/help/*",))
    assert outcome.answers == {"pages": 1}
    assert outcome.skipped == {
        "pages": {
            "forbidden by robots.txt": 1,
            "needs a login": 1,
            "no such page": 1,
            "not a page": 2,
            "not asked for": 1,
            "on another host": 1,
        }
    }
    assert slept
    assert set(slept) == {3.0}
    (answer,) = [one for one in read_all(discover([tmp_path / "out"])) if isinstance(one, Answer)]
    assert (answer.question, answer.locale, answer.place.url) == ("How long do I have?", "en", url("/help/returns"))
    assert not any(request.path == "/help/secret" for request, _ in httpserver.log)


def test_what_changes_at_each_visit_is_not_kept(httpserver: HTTPServer, read: Read, tmp_path: Path) -> None:
    builds = iter("abc")
    _serve(httpserver, {})
    httpserver.expect_request("/faq").respond_with_handler(
        lambda _: Response(FAQ.replace("{build}", next(builds)), content_type="text/html")
    )
    read(urls=("/faq",))
    (file,) = (tmp_path / "out" / "site" / "pages").iterdir()
    before = file.read_bytes()
    read(urls=(httpserver.url_for("/faq"),))
    assert file.read_bytes() == before
    assert b"track()" not in before


def test_a_site_without_a_page_is_told(httpserver: HTTPServer, read: Read, tmp_path: Path) -> None:
    _serve(httpserver, {"/sitemap.xml": _sitemap("https://elsewhere.example/")})
    with pytest.raises(NothingToExamine, match="gave no pages: 1 on another host"):
        read()
    assert not (tmp_path / "out" / "site").exists()


def test_a_site_without_a_sitemap_says_what_to_do(httpserver: HTTPServer, read: Read) -> None:
    _serve(httpserver, {"/sitemap.xml": "<html><body>Not found, sorry</body></html>"})
    with pytest.raises(ConnectError, match=r"is no sitemap, but <html> \(name the pages under urls:\)"):
        read()


def test_a_site_of_too_many_pages_is_refused(
    httpserver: HTTPServer, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cx_audit.connect.website.MOST_PAGES", 2)
    _serve(httpserver, {"/sitemap.xml": _sitemap(*(httpserver.url_for(f"/{n}") for n in range(3)))})
    with pytest.raises(ConnectError, match="lists 3 pages; at most 2 are read"):
        read()


def test_sitemaps_without_end_are_refused(httpserver: HTTPServer, read: Read) -> None:
    _serve(httpserver, {})
    count = iter(range(1000))
    httpserver.expect_request("/sitemap.xml").respond_with_handler(
        lambda _: Response(
            _sitemap(*(httpserver.url_for(f"/sitemap.xml?{next(count)}") for _ in range(2)), kind="sitemapindex")
        )
    )
    with pytest.raises(UnsafeReply, match="more than 100 sitemaps"):
        read()


def test_a_few_broken_pages_do_not_stop_the_rest_but_a_site_that_is_down_does(
    httpserver: HTTPServer, read: Read
) -> None:
    _serve(httpserver, {"/faq": FAQ, **{f"/broken{n}": Response("", 500) for n in range(6)}})
    assert read(urls=("/faq", *(f"/broken{n}" for n in range(5)))).skipped == {"pages": {"can't be read": 5}}
    with pytest.raises(ConnectError, match="answered 500"):
        read(urls=("/faq", *(f"/broken{n}" for n in range(6))))


def test_sitemaps_of_all_kinds() -> None:
    url = "https://x.example/a"
    assert read_sitemap(_sitemap(url, url).encode(), "x").pages == (url,)
    assert read_sitemap(gzip.compress(_sitemap(url).encode()), "x").pages == (url,)
    assert read_sitemap(f"{url}\n\nnot a link\n".encode(), "x").pages == (url,)
    assert read_sitemap(_sitemap(url, kind="sitemapindex", entry="sitemap").encode(), "x").sitemaps == (url,)


def test_a_sitemap_can_neither_read_files_nor_grow_without_bound(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]><urlset><url><loc>&e;</loc></url></urlset>'
    assert read_sitemap(entity.encode(), "x").pages == ()
    with pytest.raises(UnsafeReply, match="unpacks to more than"):
        read_sitemap(gzip.compress(b"<" + b" " * 51_000_000), "x")
    for broken in (b"<urlset>", b"\x1f\x8bno"):
        with pytest.raises(ConnectError):
            read_sitemap(broken, "x")


@pytest.mark.parametrize(("said", "delay"), [("", 0.0), ("2", 2.0), ("900", 30.0), ("-1", 0.0), ("x", 0.0)])
def test_the_delay_of_robots_is_bounded(said: str, delay: float) -> None:
    assert Robots(f"User-agent: *\nCrawl-delay: {said}\nDisallow: /no", "cx-audit").delay == delay


def test_a_page_file_says_where_it_is_from_and_keeps_structured_data() -> None:
    page = (
        '<p>Grüße</p><script type="application/ld+json">{"@type": "FAQPage"}</script>'
        '<meta charset="iso-8859-1"><meta name="csrf-token" content="x1"><base href="https://evil.example">'
    )
    kept = page_file(page, "https://x.example/a?b=1&c=2").decode("utf-8")
    assert "Grüße" in kept
    assert "FAQPage" in kept
    assert 'href="https://x.example/a?b=1&amp;c=2"' in kept
    assert kept.count("<meta") == 1
    assert 'charset="utf-8"' in kept
    assert "evil.example" not in kept
    with pytest.raises(ConnectError, match="no page"):
        page_file("", "https://x.example/")


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/",
        "https://x.example/../../etc/passwd",
        "https://x.example/%2e%2e%2fa",
        "https://x.example/a" * 9,
    ],
)
def test_the_name_of_a_file_stays_in_its_folder(url: str) -> None:
    name = file_name(url)
    assert "/" not in name
    assert not name.startswith(".")
    assert name.endswith(".html")
    assert len(name) < 110


def test_unlike_addresses_have_unlike_files() -> None:
    assert file_name("https://x.example/a?b=1") != file_name("https://x.example/a?b=2")


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish("website", "site"), "needs its address"),
        (Wish("website", "site", {"account": "a"}, "https://x.example"), "website has no 'account'"),
        (Wish("website", "a/b", {}, "https://x.example"), "no name for a folder"),
        (Wish("website", "site", {}, "http://x.example"), "not encrypted"),
        (Wish("website", "site", {"sitemap": ("a", "b")}, "https://x.example"), "sitemap is one address"),
    ],
)
def test_wishes_for_no_website(wish: Wish, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make_website(wish)


def test_what_would_be_asked() -> None:
    site = make_website(Wish("website", "site", {"urls": ("/a", "/b")}, "https://x.example"))
    assert [one.url for one in planned_pages(site)] == [
        "https://x.example/robots.txt",
        "https://x.example/a",
        "https://x.example/b",
    ]
