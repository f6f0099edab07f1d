"""Questions and answers that a page declares for machines: schema.org FAQPage in JSON-LD and in microdata.

extruct would read both, but keeps no lines and brings rdflib and four parsers that aren't needed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lxml.html import HtmlElement

from cx_audit.model import Markup, Skipped
from cx_audit.sources.html_page import element_line, inner_html, parse_fragment, words
from cx_audit.sources.ids import squeeze, tidy
from cx_audit.sources.interface import Reason, skip
from cx_audit.sources.jsontext import find_string

__all__ = ["Declared", "json_ld", "microdata"]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z]")
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|\w+);", re.I)
_OPENINGS, _CLOSINGS = ("<!--", "//", "<![CDATA["), ("-->", "//", "]]>")


@dataclass(frozen=True, slots=True)
class Declared:
    """One question with one of its answers, as structured data gives it; ``visible`` where customers see it too."""

    question: str
    text: str
    markup: Markup
    line: int | None
    locale: str | None = None
    updated: str | None = None
    visible: bool = False


def json_ld(tree: HtmlElement, path: str) -> Iterator[Declared | Skipped]:
    """The questions of all FAQPage objects in all scripts of a page."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        raw, line = script.text or "", element_line(script)
        try:
            data = json.loads(_unwrapped(raw) or "null", strict=False)
        except (ValueError, RecursionError) as error:
            if "FAQPage" in raw:
                yield skip(path, Reason.BROKEN_JSON, f"{path}:{line}: FAQPage JSON-LD: {error}")
            continue
        for page in _pages(data):
            yield from _questions(page, data, raw, line)


def _unwrapped(script: str) -> str:
    """A script without the comment marks that hide it from old browsers."""
    for _ in _OPENINGS:
        for opening, closing in zip(_OPENINGS, _CLOSINGS, strict=True):
            script = script.strip().removeprefix(opening).removesuffix(closing)
    return script


def _objects(data: object) -> Iterator[dict[str, object]]:
    """Every object in a JSON value, in order."""
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(reversed(value.values()))
        elif isinstance(value, list):
            stack.extend(reversed(value))


def _is(value: dict[str, object], kind: str) -> bool:
    types = value.get("@type")
    return any(isinstance(t, str) and re.split(r"[/:#]", t)[-1] == kind for t in _many(types))


def _pages(data: object) -> Iterator[dict[str, object]]:
    return (value for value in _objects(data) if _is(value, "FAQPage"))


def _many(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _questions(page: dict[str, object], data: object, raw: str, line: int | None) -> Iterator[Declared]:
    by_id = {value["@id"]: value for value in _objects(data) if isinstance(value.get("@id"), str) and len(value) > 1}
    locale, updated = _said(page.get("inLanguage")) or None, _said(page.get("dateModified")) or None
    for entity in _many(page.get("mainEntity")):
        if isinstance(entity, dict) and isinstance(entity.get("@id"), str):
            entity = by_id.get(entity["@id"], entity)
        if not isinstance(entity, dict):
            continue
        question = _question_text(_said(entity.get("name")) or _said(entity.get("text")))
        answers = [*_many(entity.get("acceptedAnswer")), *_many(entity.get("suggestedAnswer"))]
        texts = [text for answer in answers for text in _answer_texts(answer)]
        for text in dict.fromkeys(texts or [""]):
            at = find_string(raw, text) if text else None
            where = None if line is None else line + raw.count("\n", 0, at or 0)
            shown, markup = _markup(text)
            yield Declared(question, shown, markup, where, locale, updated)


def _answer_texts(answer: object) -> list[str]:
    texts = _many(answer.get("text") or answer.get("name")) if isinstance(answer, dict) else [answer]
    return [text for text in texts if isinstance(text, str)]


def _said(value: object) -> str:
    """A text of structured data, which may be a list of them or {"@value": ...}."""
    first = next(iter(_many(value)), None)
    if isinstance(first, dict):
        first = first.get("@value") or first.get("alternateName") or first.get("name")
    return first.strip() if isinstance(first, str) else ""


def _question_text(text: str) -> str:
    text = unescape(text)
    return words(parse_fragment(text, "")) if _TAG.search(text) else squeeze(unescape(text))


def _markup(text: str) -> tuple[str, Markup]:
    """The text with tags that were escaped once too often made tags again, and how it is written."""
    text = tidy(text).strip()
    if _ESCAPED_TAG.search(text) and not _TAG.search(text):
        text = unescape(text)
    return text, Markup.HTML if _TAG.search(text) or _ENTITY.search(text) else Markup.PLAIN


def microdata(tree: HtmlElement) -> Iterator[Declared]:
    """The questions of FAQPage items in microdata."""
    for page in tree.iter():
        if not _is_item(page, "FAQPage"):
            continue
        for entity in page.iterdescendants():
            if not _is_item(entity, "Question"):
                continue
            named = next((words(part) or part.get("content") or "" for part in _props(entity, "name")), "")
            for answer in (*_props(entity, "acceptedAnswer"), *_props(entity, "suggestedAnswer")):
                for text in list(_props(answer, "text")) or [answer]:
                    said, line = inner_html(text), element_line(text)
                    yield Declared(squeeze(named), said, Markup.HTML, line, visible=True)


def _is_item(element: HtmlElement, kind: str) -> bool:
    types = (element.get("itemtype") or "").split()
    return any("schema.org" in name and name.rstrip("/").rsplit("/", 1)[-1] == kind for name in types)


def _props(item: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """The elements that hold a property of this item, not of one inside it."""
    for element in item.iterdescendants():
        if name in (element.get("itemprop") or "").split():
            owner = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
            if owner is item:
                yield element
