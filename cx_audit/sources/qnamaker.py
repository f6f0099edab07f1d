"""Microsoft QnA Maker and custom question answering: TSV or Excel, JSON of the API or the export, and ``.qna`` files.

Source: Microsoft's guidelines for import and export, the authoring API (QnADTO), and the .qna format of Bot Framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.bubbles import dicts
from cx_audit.sources.columns import Row
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.ids import content_id, squeeze, tidy
from cx_audit.sources.intents import audience_of, locale_of, unique_phrases
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import is_json, parse_json, string_lines, text_of
from cx_audit.sources.qnamaker_text import Pair, is_qna_text, read_qna_text
from cx_audit.sources.vendor_rows import cell, has_columns, vendor_rows
from cx_audit.sources.workbook import is_workbook

__all__ = ["QnaMaker"]

_COLUMNS = frozenset({"question", "answer"})
_OWN_COLUMNS = ("qnaid", "iscontextonly", "suggestedquestions")
_OLDEST = "Question\tAnswer\tSource\tMetadata"  # anybody's table may have such columns, but not in this form
_LISTS = ("qnaDocuments", "qnaList", "qnas")
_JSON = re.compile(r'"(?:qnaDocuments|qnaList|qnas|isContextOnly|activeLearningSuggestions|sourceDisplayName)"\s*:')
_PAIR = re.compile(r'"questions"\s*:\s*\[')
_ANSWER = re.compile(r'"answer"\s*:\s*"')
_CHITCHAT = re.compile(r"qna_chitchat_|\Achit-?chat\Z", re.I)
_MAX_DEPTH = 6


class QnaMaker:
    """The question and answer pairs of a knowledge base; a follow-up has its parent's question before its own."""

    name = "qnamaker"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By its columns, by the keys of its JSON, or by ``# ?`` headings with fenced answers."""
        file, head = item.file, peek(item.file)
        if not is_workbook(file) and is_json(file):
            return CERTAIN if _JSON.search(head) and _PAIR.search(head) and _ANSWER.search(head) else 0.0
        if head and is_qna_text(head):
            return CERTAIN + 0.05  # surer than Markdown, which it is too
        own = has_columns(item, *(_COLUMNS | {column} for column in _OWN_COLUMNS))
        oldest = head.lstrip("\ufeff").partition("\n")[0].strip() == _OLDEST
        return CERTAIN + 0.05 if own or oldest else 0.0  # surer than a table

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The pairs in the order of the file; SourceError where it is broken."""
        pairs: list[Pair] = []
        locale = ""
        head = peek(item.file)
        if not is_workbook(item.file) and is_json(item.file):
            locale, pairs = _from_json(item)
        elif head and is_qna_text(head):
            pairs = list(read_qna_text(decode(item.file, item.limits.max_whole)))
            locale = _locale_of_name(item.file.stem)
        else:
            for row in vendor_rows(item, _COLUMNS):
                if isinstance(row, Skipped):
                    yield row
                else:
                    pairs.append(_from_row(row))
            pairs = _one_per_id(pairs)
        parents = _parents(pairs)
        for pair in pairs:
            yield _answer(item, pair, locale, parents.get(pair.own, ""))


def _from_row(row: Row) -> Pair:
    metadata = dict(part.split(":", 1) for part in cell(row, "metadata").split("|") if ":" in part)
    try:
        prompts = parse_json(cell(row, "prompts") or "[]", row.path)
    except SourceError:
        prompts = []
    return Pair(
        own=squeeze(cell(row, "qnaid")),
        questions=(cell(row, "question"),),
        text=cell(row, "answer").replace("\\n", "\n").replace("\\t", "\t"),
        source=squeeze(cell(row, "sourcedisplayname") or cell(row, "source")),
        metadata={squeeze(key): squeeze(value) for key, value in metadata.items()},
        follows=cell(row, "iscontextonly").strip().casefold() == "true",
        prompts=tuple(_prompt_ids(prompts)),
        line=row.line,
    )


def _one_per_id(pairs: Sequence[Pair]) -> list[Pair]:
    """Rows with one id (or, without ids, with one answer from one source) are alternative questions to one answer."""
    found: dict[tuple[str, str, str], list[Pair]] = {}
    for number, pair in enumerate(pairs):
        place = pair.source if not pair.own else ""
        found.setdefault((pair.own, pair.text, place if pair.text.strip() else f"{number}"), []).append(pair)
    return [
        replace(group[0], questions=tuple(question for pair in group for question in pair.questions))
        for group in found.values()
    ]


def _from_json(item: Item) -> tuple[str, list[Pair]]:
    text = decode(item.file, item.limits.max_whole)
    data, lines = parse_json(text, item.file.path), string_lines(text)
    about = data.get("metadata") if isinstance(data, dict) else None
    locale = text_of(about.get("language")) if isinstance(about, dict) else ""
    return locale or (text_of(data.get("language")) if isinstance(data, dict) else ""), [
        _from_object(pair, lines) for pair in _objects(data, 0)
    ]


def _objects(data: object, depth: int) -> Iterator[dict[str, object]]:
    """The pairs wherever the API, the export or an update holds them."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        for one in dicts(data):
            value = one.get("value")
            yield value if "op" in one and isinstance(value, dict) else one
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in _LISTS or isinstance(value, dict):
                yield from _objects(value, depth + 1)


def _from_object(data: dict[str, object], lines: dict[str, int]) -> Pair:
    said, asked, held = text_of(data.get("answer")), data.get("questions"), data.get("metadata")
    dialog = data.get("dialog") or data.get("context")
    about = dialog if isinstance(dialog, dict) else {}
    if isinstance(held, dict):
        metadata = {squeeze(key): squeeze(text_of(value)) for key, value in held.items()}
    else:
        metadata = {squeeze(text_of(one.get("name"))): squeeze(text_of(one.get("value"))) for one in dicts(held)}
    return Pair(
        own=squeeze(text_of(data.get("id"))),
        questions=tuple(map(text_of, asked)) if isinstance(asked, list) else (),
        text=said,
        source=squeeze(text_of(data.get("sourceDisplayName")) or text_of(data.get("source"))),
        metadata=metadata,
        follows=about.get("isContextOnly") is True,
        prompts=tuple(_prompt_ids(about.get("prompts"))),
        line=lines.get(said),
        updated=text_of(data.get("lastUpdatedDateTime") or data.get("lastUpdatedTimestamp")),
    )


def _prompt_ids(prompts: object) -> Iterator[str]:
    for prompt in dicts(prompts):
        own = text_of(prompt.get("qnaId", prompt.get("QnaId")))
        if own:
            yield own


def _parents(pairs: Sequence[Pair]) -> dict[str, str]:
    """For each id that a prompt leads to, the question before it."""
    found: dict[str, str] = {}
    for pair in pairs:
        asked = unique_phrases(pair.questions)
        for own in pair.prompts if asked else ():
            found.setdefault(own, asked[0])
    return found


def _answer(item: Item, pair: Pair, locale: str, parent: str) -> Answer | Skipped:
    path = item.file.path
    asked = unique_phrases(pair.questions)
    where = f"{path}:{pair.line or 1}: {asked[0] if asked else pair.own}"
    if not tidy(pair.text).strip():
        return skip(path, Reason.EMPTY, where)
    if not asked:
        return skip(path, Reason.NO_QUESTION, where)
    if _CHITCHAT.search(pair.source) or _CHITCHAT.search(pair.metadata.get("editorial", "")):
        return skip(path, Reason.SMALL_TALK, where)
    if pair.follows and parent:
        asked = [f"{parent} {asked[0]}"]
    channel = item.given_channel or "chatbot"
    kept = {**pair.metadata, "source": pair.source, "follow_up": "true" if pair.follows else ""}
    return Answer(
        id=f"qna-{pair.own}" if pair.own else content_id(channel, asked[0], pair.text),
        channel=channel,
        question=asked[0],
        text=tidy(pair.text).strip(),
        markup=Markup.MARKDOWN,
        variants=tuple(asked[1:]),
        locale=locale or None,
        audience=audience_of("; ".join(f"{key}: {value}" for key, value in pair.metadata.items())),
        updated=pair.updated or None,
        place=Place(path, pair.line, record=pair.own or None),
        metadata={key: value for key, value in sorted(kept.items()) if key and value},
    )


def _locale_of_name(stem: str) -> str:
    """The language that the Composer puts into the names of its files: ``faq.nl-nl.qna``."""
    last = stem.rsplit(".", 1)[-1] if "." in stem else ""
    return locale_of(last)
