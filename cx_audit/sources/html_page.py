"""An HTML page as a tree: its main content without furniture, and what it says of itself.

lxml is used since it is fast, mends broken markup and keeps the line of each element. selectolax keeps no
lines; BeautifulSoup keeps them only with a parser that does not close <p>, <li> and <dt>; trafilatura drops
the accordions that we look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser

from cx_audit.errors import SourceError
from cx_audit.sources.ids import squeeze, tidy

__all__ = ["Page", "element_line", "inner_html", "loose_words", "outer_html", "parse_fragment", "parse_page", "words"]

_SILENT = ("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "video", "audio", "map")
_FURNITURE = ("nav", "footer", "aside", "dialog", "input", "select", "textarea")
_FURNITURE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"}
)
_CONSENT = re.compile(r"(?:cookie|consent|gdpr).*(?:banner|bar|notice|popup|modal|dialog|overlay|law|sdk)|cookiebot")
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del em font i ins kbd label mark q s small span strong sub sup time u var".split()  # noqa: SIM905
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_SAVED_FROM = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,9}\)(https?://[^\s<>]{1,2000}?)\s{0,9}-->", re.I)
_UPDATED_META = ("article:modified_time", "og:updated_time", "last-modified", "datemodified", "dcterms.modified")
_LAST_LINE = 65_535  # libxml2 counts no further


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its tree as it came (for structured data), its main content, and its own words on itself."""

    tree: HtmlElement
    main: HtmlElement
    title: str
    locale: str | None
    url: str | None
    updated: str | None


def parse_page(text: str, path: str) -> Page:
    """A whole page; SourceError where it has no content at all."""
    tree, copy = _parse(text, path), _parse(text, path)
    main = _main(copy)
    _drop_furniture(main)
    return Page(
        tree=tree,
        main=main,
        title=_title(tree),
        locale=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip() or None,
        url=_url(tree) or _saved_from(text),
        updated=_updated(tree, main),
    )


def parse_fragment(text: str, path: str) -> HtmlElement:
    """The body of an article: the same without a page around it."""
    root = _parse(f"<html><body>{text}</body></html>", path).find("body")
    assert root is not None
    _drop_furniture(root)
    return root


def _parse(text: str, path: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(tidy(text).encode(), parser=parser)
    except (LxmlError, ValueError) as error:
        raise SourceError(f"HTML that can't be read: {error}", path=path) from error
    for part in list(tree.iter("dt", "dd")):
        # The parser nests a <dt> that follows an unclosed <dt>; they are siblings.
        above = part.getparent()
        if above is not None and above.tag in ("dt", "dd"):
            above.addnext(part)
    return tree


def _main(tree: HtmlElement) -> HtmlElement:
    """The element with the content: <main>, else the only <article>, else the body."""
    body = tree.find("body")
    body = tree if body is None else body
    for query in (".//main", ".//*[@role='main']", ".//article"):
        found = [element for element in body.iterfind(query) if words(element)]
        if len(found) == 1 and (found[0].tag != "article" or len(words(found[0])) * 2 > len(words(body))):
            return found[0]
    return body


def _drop_furniture(root: HtmlElement) -> None:
    for element in list(root.iter()):
        if element is not root and isinstance(element.tag, str) and _is_furniture(element, root):
            element.drop_tree()


def _is_furniture(element: HtmlElement, root: HtmlElement) -> bool:
    if element.tag in _SILENT or element.tag in _FURNITURE:
        return True
    if element.tag == "header":  # of the site; that of an article holds its title
        return root.tag == "body" and not any(above.tag in ("article", "main") for above in element.iterancestors())
    if (element.get("role") or "").strip().lower() in _FURNITURE_ROLES:
        return True
    named = f"{element.get('id', '')} {element.get('class', '')}".lower()
    return element.tag in ("div", "section") and any(_CONSENT.search(name[:100]) for name in named.split())


def _title(tree: HtmlElement) -> str:
    for query in (".//title", ".//h1"):
        found = tree.find(query)
        if found is not None and words(found):
            return words(found)
    return ""


def _url(tree: HtmlElement) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    urls = [*links, *_meta(tree, ("og:url",))]
    return next((url.strip() for url in urls if url and url.strip().lower().startswith(("https://", "http://"))), None)


def _saved_from(text: str) -> str | None:
    """The address that browsers note at the head of a page they save."""
    found = _SAVED_FROM.search(text, 0, 4_000)
    return found.group(1) if found else None


def _updated(tree: HtmlElement, main: HtmlElement) -> str | None:
    times = (f"{time.get('datetime') or ''} {time.text_content()}" for time in main.iter("time"))
    for said in (*_meta(tree, _UPDATED_META), *times):
        if found := _ISO_DATE.search(said):
            return found.group()
    return None


def _meta(tree: HtmlElement, names: tuple[str, ...]) -> Iterator[str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        said.setdefault(name.lower(), meta.get("content") or "")
    return (said[name] for name in names if name in said)


def words(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return squeeze(loose_words(element))


def loose_words(element: HtmlElement) -> str:
    """The text of an element with a space where a block or a line begins and ends."""
    return "".join(_texts(element))


def _texts(element: HtmlElement) -> Iterator[str]:
    edge = "" if element.tag in _INLINE else " "
    yield edge + (element.text or "")
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield edge


def outer_html(element: HtmlElement) -> str:
    """The element as HTML, without the text that follows it."""
    return str(lxml.html.tostring(element, encoding="unicode", with_tail=False))


def inner_html(element: HtmlElement) -> str:
    """What stands inside the element, as HTML."""
    parts = [escape(element.text or "", quote=False)]
    parts += [outer_html(child) + escape(child.tail or "", quote=False) for child in element]
    return "".join(parts).strip()


def element_line(element: HtmlElement) -> int | None:
    """The line on which an element begins, where the parser still knows it."""
    line = element.sourceline
    return line if isinstance(line, int) and line < _LAST_LINE else None
