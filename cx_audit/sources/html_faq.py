"""FAQ pages and help articles in HTML: one answer per question or heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.html_page import Page, parse_fragment, parse_page, words
from cx_audit.sources.html_sections import QUESTION_MARKS, Section, question_key, read_sections
from cx_audit.sources.html_structured import Declared, json_ld, microdata
from cx_audit.sources.ids import content_id
from cx_audit.sources.interface import CERTAIN, LIKELY, Item, Reason, skip

__all__ = ["HtmlFaq"]

_DOCUMENT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_ITEM = re.compile(r"<li\b", re.I)
_CONTENT = re.compile(r"\s*<[a-z!].*?<(?:h[1-6]|details|dl|p|article|main)\b", re.I | re.S)


class HtmlFaq:
    """schema.org FAQPage, accordions, definition lists, and headings with the text below them."""

    name = "html-faq"
    default_channel: str | None = "faq"

    def detect(self, item: Item) -> float:
        """By the beginning of a document, or by markup that holds content."""
        text = peek(item.file)
        if _DOCUMENT.match(text):
            return CERTAIN
        return LIKELY if _CONTENT.match(text) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The questions in the order of the page. What is declared for machines and shown too counts once."""
        path = item.file.path
        charset = _CHARSET.search(item.file.head)
        declared_charset = charset.group(1).decode("ascii") if charset else None
        page = parse_page(decode(item.file, item.limits.max_whole, declared_charset), path)
        declared: list[Declared] = list(microdata(page.tree))
        for found in json_ld(page.tree, path):
            if isinstance(found, Skipped):
                yield found
            else:
                declared.append(found)
        sections = read_sections(page.main, page.title, {question_key(one.question) for one in declared})
        yield from _merge(item, page, declared, sections)


def _merge(item: Item, page: Page, declared: list[Declared], sections: list[Section]) -> Iterator[Answer | Skipped]:
    path = item.file.path
    shown: dict[str, list[Section]] = {}
    for section in sections:
        if section.begun:
            shown.setdefault(question_key(section.question), []).append(section)
    used: set[str] = set()
    for one in declared:
        key = question_key(one.question)
        where = f"{path}:{one.line}: {one.question}"
        if not one.question or not one.text:
            yield skip(path, Reason.EMPTY if one.question else Reason.NO_QUESTION, where)
        elif one.visible or key not in shown or any(_contains(section, one) for section in shown[key]):
            used.add(key)
            locale, updated = one.locale or page.locale, one.updated or page.updated
            yield _answer(item, page, Section(one.question, 0, one.line, locale), one.text, one.markup, updated)
        elif key not in used:
            yield skip(path, Reason.STRUCTURED_DATA, f"{where}; the text that customers see was read")
    title_at = next((number for number, section in enumerate(sections) if section.level == 1), 0)
    for number, section in enumerate(sections):
        if question_key(section.question) in used:
            continue
        # what stands under the title of a page that declares its questions is no answer to any of them
        introduces = number < title_at or (bool(used) and section.level == 1)
        reason = _why_not(section, sections[number + 1 : number + 2], introduces=introduces)
        if reason is not None:
            yield skip(path, reason, f"{path}:{section.line or 1}: {section.question}")
        elif section.begun:
            yield _answer(item, page, section, section.html, Markup.HTML, page.updated)


def _contains(section: Section, one: Declared) -> bool:
    text = words(parse_fragment(one.text, "")) if one.markup is Markup.HTML else one.text
    return question_key(text) in question_key(section.plain)


def _why_not(section: Section, following: list[Section], *, introduces: bool) -> Reason | None:
    """Why a section is no answer. A heading above others isn't missed, nor is a page that begins with one."""
    if section.begun:
        if introduces:
            return Reason.INTRODUCTION
        if not section.question:
            return Reason.NO_QUESTION
        return Reason.INDEX if _lists_pages(section) else None
    category = any(after.level > section.level for after in following)
    return Reason.BARE_HEADING if section.level and not category else None


def _lists_pages(section: Section) -> bool:
    """Whether "Related articles" stands here: a list of nothing but links, below a heading that asks nothing."""
    if section.question.endswith(tuple(QUESTION_MARKS)) or not _ITEM.search(section.html):
        return False
    linked = "".join(words(link) for link in parse_fragment(section.html, "").iter("a"))
    return question_key(linked).replace(" ", "") == question_key(section.plain).replace(" ", "")


def _answer(item: Item, page: Page, section: Section, text: str, markup: Markup, updated: str | None) -> Answer:
    channel = item.given_channel or item.folder_channel or "faq"
    locale, question = section.locale or page.locale, section.question
    above = [heading for heading in section.above if heading not in (page.title, question)]
    context = {"page_title": page.title if page.title != question else "", "section": above[-1] if above else ""}
    return Answer(
        id=content_id(channel, question, text, locale),
        channel=channel,
        question=question,
        text=text,
        markup=markup,
        variants=section.variants,
        locale=locale,
        updated=updated,
        place=Place(path=item.file.path, line=section.line, url=page.url),
        metadata={name: value for name, value in context.items() if value},
    )
