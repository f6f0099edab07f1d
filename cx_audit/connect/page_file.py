"""A web page as a file of a snapshot: without scripts and what changes at each visit, and saying where it is from."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from lxml import etree, html

from cx_audit.errors import ConnectError
from cx_audit.sources.ids import short_hash, slug

__all__ = ["file_name", "page_file"]

_DROPPED = ("style", "noscript", "template", "iframe", "object", "embed")
_STRUCTURED = "application/ld+json"


def file_name(url: str) -> str:
    """The name of the file of a page: from its path, and unlike that of any other page."""
    parts = urlsplit(url)
    return f"{slug(unquote(parts.path), 80) or 'index'}-{short_hash([url])}.html"


def page_file(text: str, url: str) -> bytes:
    """The page as UTF-8. Scripts (but for structured data), comments, hidden fields and nonces are left out.

    Raises:
        ConnectError: there is no page in it.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ConnectError(f"{url.partition('?')[0]} is no page that can be read") from None
    for element in list(root.iter(*_DROPPED, "script", "input", "meta", "base")):
        kind = (element.get("type") or "").lower()
        keep = (
            (element.tag == "script" and kind == _STRUCTURED)
            or (element.tag == "input" and kind != "hidden")
            or (
                element.tag == "meta"
                and element.get("charset") is None
                and element.get("name") != "csrf-token"
                and (element.get("http-equiv") or "").lower() != "content-type"
            )
        )
        if not keep:
            element.drop_tree()
    for element in root.iter():
        for name in ("nonce", "data-nonce", "integrity"):
            element.attrib.pop(name, None)
    _say_origin(root, url)
    return bytes(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")) + b"\n"


def _say_origin(root: html.HtmlElement, url: str) -> None:
    head = root.find("head")
    if head is None:
        head = html.Element("head")
        root.insert(0, head)
    head.insert(0, html.Element("meta", charset="utf-8"))
    links = [link for link in head.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    if not links:
        head.insert(1, html.Element("link", rel="canonical", href=url))
