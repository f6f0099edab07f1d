"""Zendesk help-center articles and their translations, as the API gives them: one answer per heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.html_page import parse_fragment
from cx_audit.sources.html_sections import Section, read_sections
from cx_audit.sources.ids import short_hash, slug, squeeze
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import Record, first_record, json_records, text_of

__all__ = ["ZendeskArticles"]

_CONTAINERS = ("articles", "article", "translations", "translation")
_MARKS = frozenset({"source_locale", "section_id", "user_segment_id", "draft", "source_id", "permission_group_id"})


class ZendeskArticles:
    """Help-center articles. Drafts and translations that their author marked outdated are skipped."""

    name = "zendesk-articles"
    default_channel: str | None = "faq"

    def detect(self, item: Item) -> float:
        """By a record with a title, a body, a locale, and fields of the vendor's own."""
        record = first_record(item.file, _CONTAINERS)
        if record is None or not isinstance(record.value, dict):
            return 0.0
        held = record.value.keys()
        # Surer than a table of answers, whose columns may be called title and body too.
        return CERTAIN + 0.05 if {"body", "locale"} <= held and len(_MARKS & held) > 1 else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The articles in the order of the file."""
        for record in json_records(item.file, item.limits, _CONTAINERS):
            if isinstance(record, Skipped):
                yield record
            elif isinstance(record.value, dict):
                yield from _article(item, record, record.value)


def _article(item: Item, record: Record, article: dict[str, object]) -> Iterator[Answer | Skipped]:
    path, body = item.file.path, text_of(article.get("body"))
    title = squeeze(text_of(article.get("title")) or text_of(article.get("name")))
    where = f"{path}:{record.line}: article {text_of(article.get('id'))} {title!r}"
    if article.get("draft") is True:
        yield skip(path, Reason.DRAFT, where)
    elif article.get("outdated") is True:
        yield skip(path, Reason.OUTDATED, where)
    elif not body.strip():
        yield skip(path, Reason.EMPTY, where)
    elif not title:
        yield skip(path, Reason.NO_QUESTION, where)
    else:
        yield from _sections(item, record, article, title, where)


def _sections(
    item: Item, record: Record, article: dict[str, object], title: str, where: str
) -> Iterator[Answer | Skipped]:
    body = text_of(article.get("body"))
    sections = read_sections(parse_fragment(body, item.file.path), title)
    if not any(section.begun for section in sections):
        yield skip(item.file.path, Reason.EMPTY, where)
        return
    line = record.line_of(body)
    questions = Counter(section.question for section in sections if section.begun)
    for number, section in enumerate(sections):
        deeper = any(after.level > section.level for after in sections[number + 1 : number + 2])
        if section.begun and section.question:
            yield _answer(item, article, section, line, title, repeated=questions[section.question] > 1)
        elif section.begun:
            yield skip(item.file.path, Reason.NO_QUESTION, where)
        elif section.level and not deeper:
            yield skip(item.file.path, Reason.BARE_HEADING, f"{where}: {section.question}")


def _answer(item: Item, article: dict[str, object], section: Section, line: int, title: str, repeated: bool) -> Answer:
    own = text_of(article.get("source_id")) or text_of(article.get("id")) or slug(title)
    locale, source = text_of(article.get("locale")), text_of(article.get("source_locale"))
    part = [slug(section.question)] if section.level else []
    parts = ["article", own, locale if locale != source else "", *part, short_hash([section.html]) if repeated else ""]
    kept = {
        "page_title": title if title != section.question else "",
        "section": section.above[-1] if section.above else "",
        "user_segment_id": text_of(article.get("user_segment_id")),
        "labels": ", ".join(text_of(label) for label in _list(article.get("label_names"))),
    }
    return Answer(
        id="-".join(filter(None, parts)),
        channel=item.given_channel or item.folder_channel or "faq",
        question=section.question,
        text=section.html,
        markup=Markup.HTML,
        variants=section.variants,
        locale=locale or None,
        updated=text_of(article.get("edited_at")) or text_of(article.get("updated_at")) or None,
        place=Place(item.file.path, line, text_of(article.get("html_url")) or None, own),
        metadata={name: value for name, value in kept.items() if value},
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
