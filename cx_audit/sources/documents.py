"""A document's parts as answers: what the readers of Word and PDF files do once they have its lines."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.model import Answer, Place, Skipped
from cx_audit.sources.ids import content_id, squeeze, tidy
from cx_audit.sources.interface import Item, Reason, skip
from cx_audit.sources.outline import Line, OutlinePart, outline

__all__ = ["Document", "told"]


class Document:
    """What a document says of itself, and the rows of its tables of questions and answers."""

    def __init__(self, title: str = "", updated: str | None = None) -> None:
        self.title, self.updated = squeeze(title), updated
        self.lines: list[Line] = []
        self.pairs: list[tuple[str, str, int]] = []


def told(item: Item, document: Document, unit: str) -> Iterator[Answer | Skipped]:
    """The answers of a document; ``unit`` is what ``Line.at`` counts, "paragraph" or "page"."""
    parts = outline(document.lines, document.title or squeeze(item.file.stem.replace("_", " ").replace("-", " ")))
    for number, part in enumerate(parts):
        yield from _part(item, document, part, parts[number + 1 : number + 2], unit)
    for question, text, at in document.pairs:
        where = f"{item.path}: {unit} {at}: {squeeze(question)}"
        if not text.strip():
            yield skip(item.path, Reason.EMPTY, where)
        elif not question.strip():
            yield skip(item.path, Reason.NO_QUESTION, where)
        else:
            yield _answer(item, document, squeeze(question), text.strip(), at, unit, {})


def _part(
    item: Item, document: Document, part: OutlinePart, following: list[OutlinePart], unit: str
) -> Iterator[Answer | Skipped]:
    where = f"{item.path}: {unit} {part.at}: {part.question}"
    deeper = bool(following) and following[0].level > part.level
    titled = part.level == 0 or part.question == document.title
    if not part.text:
        if part.level and not deeper and not (titled and following):
            yield skip(item.path, Reason.BARE_HEADING, where)
    elif titled and (following or document.pairs):
        yield skip(item.path, Reason.INTRODUCTION, where)
    elif not part.question:
        yield skip(item.path, Reason.NO_QUESTION, where)
    else:
        context = {"section": part.above, "page_title": document.title if document.title != part.question else ""}
        yield _answer(item, document, part.question, part.text, part.at, unit, context)


def _answer(
    item: Item, document: Document, question: str, text: str, at: int, unit: str, context: dict[str, str]
) -> Answer:
    channel = item.given_channel or item.folder_channel or "knowledge"
    kept = context | {unit: str(at)}
    return Answer(
        id=content_id(channel, question, tidy(text)),
        channel=channel,
        question=question,
        text=tidy(text),
        updated=document.updated,
        place=Place(item.path),
        metadata={name: value for name, value in kept.items() if value},
    )
