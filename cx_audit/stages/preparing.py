"""Answers cleaned, their languages told, and the texts of each that are embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from cx_audit.engine import Code, Engine, Stage
from cx_audit.group import group_texts
from cx_audit.memo import Memo, NoMemo, reading_key
from cx_audit.model import Answer, Skipped
from cx_audit.segments import assigned
from cx_audit.stages.blocks import in_blocks, learning
from cx_audit.stages.desk import Entry, Prepared, WorkDesk
from cx_audit.stages.settings import Settings
from cx_audit.text import LanguageDetector, base_language, clean, has_words, split_boilerplate

__all__ = ["PREPARE", "Ready", "prepare", "prepare_all"]

_NO_LANGUAGE = frozenset({"", "xx", "und", "mul", "zxx"})


@dataclass(frozen=True, slots=True)
class _Told:
    """What one record gave: a ``reason`` to set it aside, or the rest. ``joint`` and ``body`` are embedded."""

    reason: str = ""
    language: str = ""
    segments: tuple[str, ...] = ()
    joint: str = ""
    body: str = ""


@dataclass(slots=True)
class Ready:
    """The answers in order of id, each with its two texts; and what was set aside."""

    entries: list[Entry] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def _language(text: str, detector: LanguageDetector, memo: Memo) -> str:
    key = reading_key("language", *detector.languages, text)
    known = memo.get(key)
    if known is None:
        known = detector.detect(text)
        memo.put(key, known)
    return known


def _one(record: Answer, settings: Settings, detector: LanguageDetector, memo: Memo) -> Prepared | str:
    """The answer prepared; or why it is set aside."""
    text = clean(record.text, record.markup)
    if not has_words(text.text):
        return "placeholders only" if "…" in text.text else "no words"
    given = base_language(record.locale or "")
    unknown = given in _NO_LANGUAGE
    language = _language(f"{record.question} {text.text}", detector, memo) if unknown else given
    known = replace(record, locale=language) if unknown else record
    known = assigned(known, language, settings.segments) if settings.segments else known
    return Prepared(known, text, language, split_boilerplate(text.text, language))


def _aside(record: Answer, reason: str) -> Skipped:
    return Skipped(record.place.path or record.id, reason, detail=record.id, answer_id=record.id)


def _by_source(skipped: Skipped) -> tuple[str, str, str]:
    return skipped.source, skipped.reason, skipped.detail or ""


def prepare(
    records: Iterable[Answer | Skipped], settings: Settings, memo: Memo | None = None
) -> tuple[list[Prepared], list[Skipped]]:
    """Clean the answers, in order of id; those without words are set aside."""
    detector = LanguageDetector(settings.languages)
    prepared: list[Prepared] = []
    skipped: list[Skipped] = []
    for record in records:
        if isinstance(record, Skipped):
            skipped.append(record)
            continue
        found = _one(record, settings, detector, memo or NoMemo())
        if isinstance(found, str):
            skipped.append(_aside(record, found))
        else:
            prepared.append(found)
    prepared.sort(key=lambda p: p.answer.id)
    skipped.sort(key=_by_source)
    return prepared, skipped


def _block(desk: WorkDesk, records: Sequence[Answer]) -> list[_Told]:
    out: list[_Told] = []
    for record in records:
        found = _one(record, desk.settings, desk.detector, desk.memo)
        if isinstance(found, str):
            out.append(_Told(reason=found))
            continue
        texts = group_texts(found.answer, found.clean, found.language, found.parts)
        out.append(_Told("", found.language, found.answer.segments, texts.joint, texts.body))
        desk.keep(found)
    return out


def _dump(told: list[_Told]) -> list[Any]:
    return [astuple(one) for one in told]


def _load(rows: list[Any]) -> list[_Told]:
    return [_Told(reason, language, tuple(segments), joint, body) for reason, language, segments, joint, body in rows]


PREPARE: Stage[WorkDesk, Sequence[Answer], list[_Told]] = Stage("prepare", _block, Code(_dump, _load))


def _entry(record: Answer, told: _Told) -> Entry:
    if base_language(record.locale or "") in _NO_LANGUAGE:
        record = replace(record, locale=told.language)
    return Entry(replace(record, segments=told.segments) if told.segments else record, told.language)


def prepare_all(records: Iterable[Answer | Skipped], engine: Engine, memo: Memo) -> Ready:
    """``prepare`` by an engine: what other stages need of each answer."""
    out = Ready()
    answers: list[Answer] = []
    for record in records:
        if isinstance(record, Skipped):
            out.skipped.append(record)
        else:
            answers.append(record)
    answers.sort(key=lambda answer: answer.id)
    blocks = in_blocks(answers, [1] * len(answers), engine.block)
    told = [one for block in learning(engine, PREPARE, blocks, memo) for one in block]
    for record, one in zip(answers, told, strict=True):
        if one.reason:
            out.skipped.append(_aside(record, one.reason))
            continue
        out.entries.append(_entry(record, one))
        out.joint.append(one.joint)
        out.body.append(one.body)
    out.skipped.sort(key=_by_source)
    return out
