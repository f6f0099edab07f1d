"""A record of a vendor as rows of the interchange form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cx_audit.connect.expressions import evaluate
from cx_audit.connect.schema import ANSWER_FIELDS, PullSpec
from cx_audit.connect.walk import Envelope
from cx_audit.model import Markup
from cx_audit.sources import Reason
from cx_audit.sources.article_parts import Unanswered, cut
from cx_audit.sources.ids import slug, squeeze, tidy
from cx_audit.sources.interface import Snippet
from cx_audit.sources.zendesk_snippets import fill

__all__ = ["Harvest", "Row", "harvest", "lines", "snippets"]

Row = dict[str, Any]
"""The fields of an answer; ``metadata`` holds what the interchange form has no field for."""


@dataclass(slots=True)
class Harvest:
    """The rows of one pull, and what was left out, by reason."""

    rows: list[Row] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many lines the rows make."""
        return lines(self.rows).count(b"\n")


def harvest(
    records: Iterable[Envelope | None], pull: PullSpec, prefix: str, texts: Mapping[str, Snippet] | None = None
) -> Harvest:
    """The rows of all records; their ids begin with ``prefix``. ``texts`` fill the placeholders of answers.

    Raises:
        ConnectError: a record has another shape than the connector says.
    """
    found = Harvest()
    for record in records:
        for one in _rows(record, pull, prefix, texts or {}):
            if isinstance(one, Reason):
                found.skipped[one.value] += 1
            else:
                found.rows.append(one)
    return found


def snippets(rows: Iterable[Row]) -> dict[str, Snippet]:
    """The rows of a pull that ``fill`` names, by question: one wording per locale, and the default's."""
    wordings: dict[str, dict[str, str]] = {}
    defaults: dict[str, str] = {}
    for row in rows:
        name, text = str(row["question"]), str(row["answer"])
        wordings.setdefault(name, {})[str(row.get("locale") or f"#{len(wordings.get(name, {}))}")] = text
        if row.get("metadata", {}).get("default") == "true" or name not in defaults:
            defaults[name] = text
    return {name: Snippet(defaults[name], by_locale) for name, by_locale in wordings.items()}


def lines(rows: Iterable[Row]) -> bytes:
    """The rows as JSON Lines, sorted by id: the same rows in any order give the same bytes.

    A record that stands on two pages, as when one was added while they were read, is there once.
    """
    texts = {(str(row["id"]), json.dumps(row, ensure_ascii=False)) for row in rows}
    return "".join(f"{text}\n" for _, text in sorted(texts)).encode("utf-8")


def _rows(record: Envelope | None, pull: PullSpec, prefix: str, texts: Mapping[str, Snippet]) -> Iterator[Row | Reason]:
    if record is None:
        yield Reason.NO_REPLY
        return
    for rule in pull.skip:
        if evaluate(rule.when, record):
            yield rule.reason
            return
    row = _mapped(record, pull, prefix)
    if not row["answer"].strip():
        yield Reason.EMPTY
    elif not row["question"]:
        yield Reason.NO_QUESTION
    elif pull.cut is not None:
        yield from _parts(row, Markup(pull.cut))
    elif texts:
        yield from _filled(row, texts)
    else:
        yield row


def _mapped(record: Envelope, pull: PullSpec, prefix: str) -> Row:
    said = {name: evaluate(expression, record) for name, expression in pull.answer.items()}
    row: Row = {"channel": _text(said.get("channel")) or pull.channel}
    for name in ANSWER_FIELDS[1:]:
        value = said.get(name)
        if name == "variants" and isinstance(value, list):
            variants = [text for text in map(_text, value) if text]
            row |= {name: variants} if variants else {}
        elif name == "uses":
            row |= {name: value} if isinstance(value, int) and not isinstance(value, bool) else {}
        elif name in ("question", "answer", "id"):
            row[name] = tidy(_raw(value)) if name == "answer" else _text(value)
        elif _text(value):
            row[name] = _text(value)
    row["id"] = f"{prefix}-{row['id'] or slug(row['question'])}"
    more = {name: _text(evaluate(expression, record)) for name, expression in sorted(pull.more.items())}
    kept = {name: value for name, value in more.items() if value}
    return {**row, "metadata": kept} if kept else row


def _parts(row: Row, markup: Markup) -> Iterator[Row | Reason]:
    """An article cut at its headings: the same cut that exports get."""
    found = False
    for part in cut(row["answer"], markup, row["question"], row["id"]):
        found = True
        if isinstance(part, Unanswered):
            yield part.reason
            continue
        title = row["question"] if part.question != row["question"] else ""
        more = {"page_title": title, "section": part.above, **row.get("metadata", {})}
        kept = {name: value for name, value in sorted(more.items()) if value}
        made = {**row, "question": part.question, "answer": part.text}
        made["id"] = "-".join(filter(None, (row["id"], part.key)))
        made |= {"variants": list(part.variants)} if part.variants else {}
        yield _ordered({**made, "metadata": kept} if kept else made)
    if not found:
        yield Reason.EMPTY


def _filled(row: Row, texts: Mapping[str, Snippet]) -> Iterator[Row]:
    for locale, text in fill(row["answer"], texts):
        named = {"locale": locale} if locale and not locale.startswith("#") else {}
        own = "-".join(filter(None, (row["id"], locale)))
        yield _ordered({**row, **named, "answer": text, "id": own})


def _ordered(row: Row) -> Row:
    return {name: row[name] for name in (*ANSWER_FIELDS, "metadata") if name in row}


def _text(value: object) -> str:
    return squeeze(_raw(value))


def _raw(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, list):
        return ", ".join(filter(None, map(_raw, value)))
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)
