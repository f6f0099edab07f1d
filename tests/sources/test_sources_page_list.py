"""Sitemaps and lists of addresses."""

from __future__ import annotations

import shutil

import pytest
from sources_kit import DATA, World

from cx_audit.errors import SourceError
from cx_audit.sources.page_list import urls_in

SITEMAP = (DATA / "website/sitemap.xml").read_text("utf-8")


def test_addresses_of_a_sitemap() -> None:
    assert urls_in(SITEMAP) == [
        "https://www.larkspur.example/faq/returns/",
        "https://www.larkspur.example/faq/shipping",
        "https://www.larkspur.example/faq/payment?lang=en&v=2",
    ]


def test_addresses_of_an_index_of_sitemaps() -> None:
    index = '<sitemapindex xmlns="x"><sitemap><loc> https://a.example/1.xml </loc></sitemap></sitemapindex>'
    assert urls_in(index) == ["https://a.example/1.xml"]


def test_addresses_of_a_list_once_each() -> None:
    text = "\ufeff# ours\r\nhttps://a.example/x\r\n\r\nhttps://a.example/x\nftp://a.example/y\nfile:///etc/passwd\n"
    assert urls_in(text) == ["https://a.example/x"]


@pytest.mark.parametrize("text", ["<urlset><url>", "<urlset>&a;</urlset>"])
def test_a_broken_sitemap_is_told(text: str) -> None:
    with pytest.raises(SourceError, match=r"^map\.xml: a broken sitemap"):
        urls_in(text, "map.xml")


def test_pages_that_are_saved_are_read_and_the_others_counted(world: World) -> None:
    shutil.copytree(DATA / "website", world.root / "website")
    results = world.read()
    assert [answer.place.url for answer in results.answers] == ["https://www.larkspur.example/faq/returns", None]
    (skipped,) = results.skipped
    assert (skipped.source, skipped.reason, skipped.count) == ("website/sitemap.xml", "page that is not saved here", 1)
    assert "cx-audit pull" in (skipped.detail or "")


def test_a_list_alone_says_what_would_fetch_its_pages(world: World) -> None:
    world.write("urls.txt", "https://a.example/faq\nhttp://[broken\n")
    results = world.read("urls.txt")
    assert results.answers == []
    assert results.skipped[0].count == 2


def test_text_with_an_address_in_it_is_no_list(world: World) -> None:
    world.write("notes.txt", "https://a.example/faq\nis our page\nfor all\n")
    world.write("faq.md", "# Q?\nA.\n")
    assert world.formats() == {"faq.md": "markdown-faq"}
