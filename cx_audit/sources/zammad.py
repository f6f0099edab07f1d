"""Zammad text modules and knowledge base, as its REST API gives them (docs.zammad.org; app/models in its source)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cx_audit.sources.encoding import peek
from cx_audit.sources.interface import CERTAIN, Item, Reason
from cx_audit.sources.record_tables import TableRecordSource
from cx_audit.sources.records import Entry, Fields, RecordSource

__all__ = ["ZammadArticles", "ZammadModules"]

_ANSWER, _TRANSLATION = "KnowledgeBaseAnswer", "KnowledgeBaseAnswerTranslation"
_CONTENT, _CATEGORY = "KnowledgeBaseAnswerTranslationContent", "KnowledgeBaseCategoryTranslation"
_LOCALE, _SYSTEM = "KnowledgeBaseLocale", "Locale"


_MAPS = re.compile(r"""[{,]\s*"KnowledgeBase(?:Answer|Category|Locale|Translation)\w*"\s*:\s*[\[{]""")


class ZammadModules(TableRecordSource):
    """Text modules. Inactive ones are skipped."""

    name = "zammad-text-modules"
    word = "text module"
    prefix = "zammad"
    containers = ("TextModule", "text_modules")
    columns: Mapping[str, tuple[str, ...]] = dict.fromkeys(
        ("id", "name", "keywords", "content", "active", "updated_at"), ()
    )
    needed = (("name", "keywords", "content"),)

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with a name, keywords and a content that can be switched off."""
        return record.has("name", "content", "active") and bool(
            {"keywords", "group_ids", "foreign_id"} & record.values.keys()
        )

    def record(self, cells: Mapping[str, str]) -> Fields:
        """The row, whose columns are called as the fields."""
        return Fields(cells)

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """The content of the module."""
        limited = bool(record.values.get("group_ids"))
        yield Entry(
            own=record.text("id"),
            title=record.line("name"),
            text=record.text("content"),
            updated=record.text("updated_at"),
            metadata={"keywords": record.line("keywords"), "restricted_to": "groups" if limited else ""},
            why=Reason.INACTIVE if record.says("active", False) else None,
        )


class ZammadArticles(RecordSource):
    """Answers of the knowledge base, from the maps of ``/knowledge_bases/init`` or of one answer with its content.

    Published answers are for customers; internal ones are of the channel ``knowledge``.
    """

    name = "zammad-articles"
    default_channel: str | None = "faq"
    word = "answer"
    prefix = "zammad-article"
    containers = ("assets",)
    folders_name_channel = True

    def detect(self, item: Item) -> float:
        """By the names of the maps: all answers make one record, which is longer than what is looked at."""
        sure = super().detect(item)
        return sure or (CERTAIN if _MAPS.search(peek(item.file)) else 0.0)

    def owns(self, record: Fields, container: str | None) -> bool:
        """A record with maps of answers and of their translations."""
        return record.has(_ANSWER, _TRANSLATION)

    def entries(self, record: Fields, item: Item) -> Iterator[Entry]:
        """Each translation of each answer, by the numbers of both."""
        answers, contents = _table(record, _ANSWER), _table(record, _CONTENT)
        locales, systems = _table(record, _LOCALE), _table(record, _SYSTEM)
        categories: dict[str, str] = {}
        for named in _table(record, _CATEGORY).values():
            categories.setdefault(named.text("category_id"), named.line("title"))
        for own, translation in sorted(_table(record, _TRANSLATION).items(), key=lambda one: (len(one[0]), one[0])):
            answer = answers.get(translation.text("answer_id", "kb_answer_id"), Fields({}))
            content = contents.get(translation.text("content_id") or own)
            number = locales.get(translation.text("kb_locale_id"), Fields({})).text("system_locale_id")
            locale = systems.get(number, Fields({})).line("locale")
            why = _why(answer)
            yield Entry(
                own=answer.text("id") or own,
                title=translation.line("title"),
                text="" if content is None else content.text("body"),
                part=locale or translation.text("kb_locale_id"),
                locale=locale,
                channel=None if answer.text("published_at") else "knowledge",
                updated=translation.text("edited_at", "updated_at") or answer.text("updated_at"),
                metadata={
                    "category": categories.get(answer.text("category_id"), ""),
                    "tags": answer.joined("tags"),
                    "seen_by": "" if answer.text("published_at") else "agents",
                },
                article=True,
                why=why or (Reason.PREVIEW if content is None else None),
                empty=Reason.ATTACHMENTS if answer.many("attachments") else Reason.EMPTY,
            )


def _table(record: Fields, name: str) -> dict[str, Fields]:
    """A map of objects by their number; some versions give a list."""
    held = record.values.get(name)
    if isinstance(held, dict):
        return {str(number): Fields(one) for number, one in held.items() if isinstance(one, dict)}
    return {one.text("id"): one for one in record.many(name)}


def _why(answer: Fields) -> Reason | None:
    if answer.text("archived_at"):
        return Reason.ARCHIVED
    return None if answer.text("published_at", "internal_at") else Reason.DRAFT
