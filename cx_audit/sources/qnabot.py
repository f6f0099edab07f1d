"""QnABot on AWS: the JSON that its designer exports, and the Excel sheet that it imports.

Source: the QnABot documentation (import and export, Handlebars for several languages) and its example questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.bubbles import Reply
from cx_audit.sources.columns import Row
from cx_audit.sources.encoding import peek
from cx_audit.sources.ids import squeeze, tidy
from cx_audit.sources.intents import Intent, intent_answers, locale_of, unique_phrases
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import first_record, is_json, json_objects, text_of
from cx_audit.sources.vendor_rows import cell, has_columns, vendor_rows
from cx_audit.sources.workbook import is_workbook

__all__ = ["QnaBot"]

_CONTAINERS = ("qna",)
_COLUMNS = frozenset({"qid", "question1", "answer"})
_NO_MATCH = frozenset({"no_hits", "no_verified_identity"})
_IF_LANGUAGE = re.compile(
    r"\{\{#ifLang\s+(?P<quote>[\"'])(?P<locale>[\w-]{2,20})(?P=quote)\s*\}\}(?P<said>.*?)\{\{/ifLang\}\}", re.S
)
_DEFAULT_LANGUAGE = re.compile(r"\{\{#defaultLang\}\}(?P<said>.*?)\{\{/defaultLang\}\}", re.S)
_MAX_QUESTIONS = 500


@dataclass(frozen=True, slots=True)
class _Entry:
    """One item of the designer; ``line_of`` gives the line of a text."""

    own: str
    kind: str
    questions: tuple[str, ...]
    text: str
    markdown: str
    asks: bool
    card: bool
    topic: str
    filter: str
    line: int | None


class QnaBot:
    """The items of a QnABot, per language; what passes on to another bot asks, and is skipped."""

    name = "qnabot"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By an item with a qid and questions, or by the columns of its sheet."""
        if is_workbook(item.file) or not is_json(item.file):
            return CERTAIN if has_columns(item, _COLUMNS) else 0.0
        record = first_record(item.file, _CONTAINERS)
        held = record.value if record is not None and isinstance(record.value, dict) else {}
        if "qid" in held and {"q", "a", "type"} & held.keys():
            return CERTAIN
        head = peek(item.file)  # an item larger than what is looked at
        return CERTAIN if '"qna"' in head and '"qid"' in head and '"q"' in head else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The items in the order of the file; SourceError where it is broken."""
        if is_workbook(item.file) or not is_json(item.file):
            for row in vendor_rows(item, _COLUMNS):
                yield from [row] if isinstance(row, Skipped) else _entry(item, _from_row(row))
            return
        for found in json_objects(item.file, item.limits, _CONTAINERS):
            if isinstance(found, Skipped):
                yield found
                continue
            record, value = found
            said = value.get("a")
            line = record.line_of(said) if isinstance(said, str) else record.line
            yield from _entry(item, _from_object(value, line))


def _from_object(data: Mapping[str, object], line: int) -> _Entry:
    asked, alternatives, next_bot, card = (data.get(key) for key in ("q", "alt", "elicitResponse", "r"))
    hook = next_bot.get("responsebot_hook") if isinstance(next_bot, dict) else None
    return _Entry(
        own=squeeze(text_of(data.get("qid"))),
        kind=text_of(data.get("type")) or "qna",
        questions=tuple(map(text_of, asked)) if isinstance(asked, list) else (),
        text=text_of(data.get("a")) or text_of(data.get("passage")),
        markdown=text_of(alternatives.get("markdown")) if isinstance(alternatives, dict) else "",
        asks=bool(text_of(hook).strip()),
        card=isinstance(card, dict) and any(text_of(value).strip() for value in card.values()),
        topic=squeeze(text_of(data.get("t"))),
        filter=squeeze(text_of(data.get("clientFilterValues"))),
        line=line,
    )


def _from_row(row: Row) -> _Entry:
    asked: list[str] = []
    while len(asked) < _MAX_QUESTIONS and f"question{len(asked) + 1}" in row.values:
        asked.append(cell(row, f"question{len(asked) + 1}"))
    return _Entry(
        own=squeeze(cell(row, "qid")),
        kind="qna",
        questions=tuple(asked),
        text=cell(row, "answer"),
        markdown=cell(row, "markdown"),
        asks=bool(cell(row, "responsebot").strip()),
        card=bool(cell(row, "imageurl").strip()),
        topic=squeeze(cell(row, "topic")),
        filter=squeeze(cell(row, "clientfiltervalues")),
        line=row.line,
    )


def _entry(item: Item, entry: _Entry) -> Iterator[Answer | Skipped]:
    path = item.file.path
    asked = unique_phrases(entry.questions)
    where = f"{path}:{entry.line or 1}: {entry.own or (asked[0] if asked else '')}"
    text = tidy(entry.markdown).strip() or tidy(entry.text).strip()
    reason: Reason | None = None
    if set(asked) and set(asked) <= _NO_MATCH:
        reason = Reason.FALLBACK
    elif entry.kind in ("quiz", "slottype"):
        reason = Reason.ASKS
    elif entry.asks:
        reason = Reason.FORM_PROMPT
    elif not text:
        reason = Reason.MEDIA_ONLY if entry.card else Reason.EMPTY
    elif not asked and not entry.own:
        reason = Reason.NO_QUESTION
    if reason is not None:
        yield skip(path, reason, where)
        return
    intent = Intent(
        entry.own or asked[0], {"": asked}, markup=Markup.MARKDOWN if entry.markdown.strip() else Markup.PLAIN
    )
    place = Place(path, entry.line, record=entry.own or None)
    condition = f"clientFilterValues: {entry.filter}" if entry.filter else ""
    replies = [Reply(locale, said, said, "", condition) for locale, said in _by_language(text)]
    yield from intent_answers(item, intent, replies, lambda _: place)


def _by_language(text: str) -> list[tuple[str, str]]:
    """A text by language, where Handlebars blocks name languages; all of it without one otherwise."""
    named = {locale_of(found["locale"]): found["said"].strip() for found in _IF_LANGUAGE.finditer(text)}
    if not named:
        return [("", text)]
    rest = _DEFAULT_LANGUAGE.sub(lambda found: found["said"], _IF_LANGUAGE.sub("", text)).strip()
    return [("", rest)] * bool(rest) + [(locale, said) for locale, said in sorted(named.items()) if said]
