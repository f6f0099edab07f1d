"""The report as JSON, for programs and for telling it again later: schema version "1", see ``schema/``.

Fields that most answers lack (``markup``, ``variants``, ``updated``, ...) are written only where they say
something. ``Answer.metadata`` is left out: it may hold what a customer should not find in a shared report, and
no format shows it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Finding, Markup, Place, Position, Question, Quote, Report, Skipped, Summary
from cx_audit.report.safe import replace_surrogates

if TYPE_CHECKING:
    from pydantic import JsonValue

    from cx_audit.report.document import Document, FindingPart

__all__ = [
    "answer_document",
    "dump",
    "encoded",
    "finding_document",
    "load",
    "question_document",
    "render",
    "to_document",
]

SCHEMA_VERSION = "1"

# json.dumps leaves these bare: some terminals obey them, some parsers break lines at them.
_BARE = re.compile("[\x7f-\x9f\u2028\u2029]")


_PIECEWISE = 2
"""Levels of a document that are written piece by piece."""


def render(report: Report) -> str:
    """``report`` as JSON text: keys in the order of the schema, two spaces, a line end at the end."""
    return dump(_document(report))


def encoded(report: Report) -> bytes:
    """What ``render`` gives, as UTF-8; never a string of all, in which one emoji makes each character four bytes."""
    out = bytearray()
    for piece in _pieces(_document(report)):
        out += _safe(piece).encode("utf-8")
    out += b"\n"
    return bytes(out)


def dump(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """A document as text that any terminal and any parser takes: two spaces, a line end at the end."""
    return f"{''.join(map(_safe, _pieces(document)))}\n"


def _safe(text: str) -> str:
    return _BARE.sub(lambda bare: f"\\u{ord(bare[0]):04x}", replace_surrogates(text))


def _pieces(document: object, depth: int = 0) -> Iterator[str]:
    """The text in pieces, one for each item of a list near the top: json.dumps keeps a string for every brace."""
    inside, outside = f"\n{'  ' * (depth + 1)}", f"\n{'  ' * depth}"
    if depth < _PIECEWISE and isinstance(document, Mapping) and document:
        for i, (key, value) in enumerate(document.items()):
            yield f"{',' if i else '{'}{inside}{json.dumps(key, ensure_ascii=False)}: "
            yield from _pieces(value, depth + 1)
        yield f"{outside}}}"
    elif isinstance(document, Iterator) or (depth < _PIECEWISE and isinstance(document, list | tuple)):
        before = "["
        for item in document:
            yield f"{before}{inside}"
            yield from _pieces(item, depth + 1)
            before = ","
        yield "[]" if before == "[" else f"{outside}]"
    else:
        yield _whole(document, outside)


def _whole(value: object, outside: str) -> str:
    """What json.dumps gives with two spaces, whose way there is slow in Python; ``outside`` begins each line."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, dict) and value:
        inside = f"{outside}  "
        items = [f"{_key(key)}: {_whole(one, inside)}" for key, one in value.items()]
        return f"{{{inside}{f',{inside}'.join(items)}{outside}}}"
    if isinstance(value, list | tuple) and value:
        inside = f"{outside}  "
        items = [_whole(one, inside) for one in value]
        return f"[{inside}{f',{inside}'.join(items)}{outside}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


@lru_cache(maxsize=500)
def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def to_document(report: Report) -> dict[str, Any]:
    """``report`` as plain data in the shape of the JSON report."""
    return {key: list(value) if isinstance(value, Iterator) else value for key, value in _document(report).items()}


def _document(report: Report) -> dict[str, Any]:
    """As ``to_document``, but that the long lists are told one by one."""
    summary = report.summary
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "cx-audit", "version": report.tool_version},
        "settings": _plain(report.settings),
        "summary": {
            "answers": summary.answers,
            "questions": summary.questions,
            "compared": summary.compared,
            "not_compared": summary.not_compared,
            "findings": _plain(summary.findings),
            "coverage": _plain(summary.coverage),
        },
        "answers": map(answer_document, report.answers),
        "questions": map(question_document, report.questions),
        "findings": map(finding_document, report.findings),
        "skipped": map(_skipped, report.skipped),
        **({"metrics": _plain(report.metrics)} if report.metrics else {}),
        **({"segments": _plain(report.segments)} if report.segments else {}),
    }


def load(text: str, *, path: str | Path | None = None) -> Report:
    """The Report that ``render`` wrote as ``text``; ``path`` is named in errors.

    Raises:
        SourceError: it is not JSON, not a report of this schema version, or points at what it does not hold.
    """
    from pydantic import ValidationError

    from cx_audit.report.document import Document

    try:
        document = Document.model_validate_json(text.removeprefix("\ufeff"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        what = f"is not a report of cx-audit, schema version {SCHEMA_VERSION}: {place} {first['msg']}"
        raise SourceError(what[:500], path=path, remedy=_REMEDY) from None
    _check(document, path)
    return _to_report(document)


_REMEDY = "write it again with cx-audit audit --format json"


def answer_document(answer: Answer) -> dict[str, Any]:
    """``answer`` as it stands in the report, without its metadata."""
    place = answer.place
    optional = {
        "markup": None if answer.markup is Markup.PLAIN else answer.markup.value,
        "variants": list(answer.variants) or None,
        "intent": answer.intent,
        "authority": answer.authority,
        "updated": answer.updated,
        "uses": answer.uses,
        "segments": list(answer.segments) or None,
        "asked": answer.asked,
    }
    return {
        "id": answer.id,
        "channel": answer.channel,
        "question": answer.question,
        "text": answer.text,
        "locale": answer.locale,
        "audience": answer.audience,
        "agent": answer.agent,
        "source": {"path": place.path, "line": place.line, "url": place.url, "record": place.record},
        **{key: value for key, value in optional.items() if value is not None},
    }


def question_document(question: Question) -> dict[str, Any]:
    """``question`` as it stands in the report."""
    return {
        "id": question.id,
        "title": question.title,
        "stage": question.stage,
        "answers": list(question.answer_ids),
        "channels": list(question.channels),
        "locales": list(question.locales),
        "confidence": _number(question.confidence),
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """``finding`` as it stands in the report."""
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "role": finding.role,
        "fact_kind": finding.fact_kind,
        "question_id": finding.question_id,
        "message": finding.message,
        "confidence": _number(finding.confidence),
        "status": finding.status.value,
        "positions": [
            {
                "value": position.value,
                "display": position.display,
                "answers": [
                    {
                        "id": quote.answer_id,
                        "quote": quote.quote,
                        "start": quote.start,
                        "end": quote.end,
                        "marks": [list(mark) for mark in quote.marks],
                    }
                    for quote in position.quotes
                ],
            }
            for position in finding.positions
        ],
        "impact": _plain(finding.impact),
        "policy": _plain(finding.policy),
        "reasons": list(finding.reasons),
    }


def _skipped(skipped: Skipped) -> dict[str, Any]:
    optional = {"detail": skipped.detail, "answer_id": skipped.answer_id}
    return {
        "source": skipped.source,
        "reason": skipped.reason,
        "count": skipped.count,
        **{key: value for key, value in optional.items() if value is not None},
    }


def _plain(value: object) -> JsonValue:
    """``value`` in JSON's own types, keys and sets in order, so that equal values give equal text."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal | Path) else repr(value)


def _number(value: float) -> float | None:
    """Rounded, so that a last-bit difference between machines doesn't show; JSON has no infinity."""
    return round(value, 6) if math.isfinite(value) else None


def _check(document: Document, path: str | Path | None) -> None:
    """That ids are unique and point at something, and that spans lie within their text."""
    size = {answer.id: len(answer.text) for answer in document.answers}
    questions = {question.id for question in document.questions}
    wrong: str | None = None
    if len(size) < len(document.answers):
        wrong = "two answers have the same id"
    for question in document.questions:
        lost = next((i for i in question.answers if i not in size), None)
        if lost is not None:
            wrong = wrong or f"question {question.id!r} names the answer {lost!r}, which the report does not hold"
    for finding in document.findings:
        if finding.question_id not in questions:
            wrong = (
                wrong or f"finding {finding.id!r} is on the question {finding.question_id!r}, which it does not hold"
            )
        wrong = wrong or _wrong_quote(finding, size)
    if wrong:
        raise SourceError(f"is a broken report: {wrong[:400]}", path=path, remedy=_REMEDY)


def _wrong_quote(finding: FindingPart, size: Mapping[str, int]) -> str | None:
    for quote in (quote for position in finding.positions for quote in position.answers):
        if quote.id not in size:
            return f"finding {finding.id!r} quotes the answer {quote.id!r}, which the report does not hold"
        if not quote.start <= quote.end <= size[quote.id]:
            return f"finding {finding.id!r} quotes {quote.start} to {quote.end} of {quote.id!r}, which is not that long"
        if any(not start <= end <= len(quote.quote) for start, end in quote.marks):
            return f"finding {finding.id!r} marks words outside its quote of {quote.id!r}"
    return None


def _to_report(document: Document) -> Report:
    summary = document.summary
    return Report(
        tool_version=document.tool.version,
        settings=document.settings,
        summary=Summary(
            answers=summary.answers,
            questions=summary.questions,
            compared=summary.compared,
            not_compared=summary.not_compared,
            findings=summary.findings,
            coverage=summary.coverage,
        ),
        answers=tuple(
            Answer(
                **answer.model_dump(exclude={"source"}),
                place=Place(**answer.source.model_dump()),
            )
            for answer in document.answers
        ),
        questions=tuple(
            Question(answer_ids=question.answers, **question.model_dump(exclude={"answers"}))
            for question in document.questions
        ),
        findings=tuple(_to_finding(finding) for finding in document.findings),
        skipped=tuple(Skipped(**skipped.model_dump()) for skipped in document.skipped),
        metrics=document.metrics,
        segments=document.segments,
    )


def _to_finding(part: FindingPart) -> Finding:
    positions = tuple(
        Position(
            value=position.value,
            display=position.display,
            quotes=tuple(Quote(answer_id=quote.id, **quote.model_dump(exclude={"id"})) for quote in position.answers),
        )
        for position in part.positions
    )
    return Finding(positions=positions, **part.model_dump(exclude={"positions"}))
