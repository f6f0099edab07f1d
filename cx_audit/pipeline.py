"""The pipeline in one screen: answers in, a report out. No file, no clock, no printing.

What must come from outside (vectors, progress) is handed in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cx_audit import __version__
from cx_audit.backing import Asked, Authority, Backed, Hear, back
from cx_audit.compare import AnswerView, Contexts, Weights, compare_question, contexts_to_embed, view_answer
from cx_audit.compare.judge import Judge
from cx_audit.compare.judged import Compared, consult
from cx_audit.compare.polarity_vectors import ClauseVectors, clauses_to_embed
from cx_audit.compare.polarity_verdict import read_answer
from cx_audit.compare.record import Record, Seen, Watch
from cx_audit.compare.remembered import stage_once
from cx_audit.compare.scope_pack import extend_scope
from cx_audit.defaults import MIN_CONFIDENCE
from cx_audit.errors import NothingToExamine
from cx_audit.group import (
    THRESHOLD,
    Grouping,
    Matrix,
    Stored,
    group_answers,
    group_given,
    group_texts,
    language_means,
    question_title,
)
from cx_audit.memo import Memo, NoMemo, reading_key
from cx_audit.model import Answer, Finding, FindingKind, Question, Report, Severity, Skipped, Summary
from cx_audit.policy import Policy
from cx_audit.segments import Segments, assigned, gaps, matrix
from cx_audit.text import (
    Clean,
    LanguageDetector,
    Parts,
    base_language,
    clean,
    clean_question,
    has_words,
    split_boilerplate,
)

__all__ = ["Embed", "Prepared", "Settings", "Standards", "nothing", "prepare", "run"]

Embed = Callable[[Sequence[str]], Stored]
"""Texts to unit vectors [n, d]; caching and progress are the caller's."""

_SEVERITIES = list(Severity)
_KINDS = list(FindingKind)
_NO_LANGUAGE = frozenset({"", "xx", "und", "mul", "zxx"})
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the outcome beside the answers themselves."""

    languages: tuple[str, ...] = ("en",)
    report_language: str | None = None
    region: str | None = None
    by_intent: bool = False
    threshold: float = THRESHOLD
    min_confidence: float = MIN_CONFIDENCE
    model: str = ""
    judge_threshold: float = 0.8
    segments: Segments | None = None


@dataclass(frozen=True, slots=True)
class Standards:
    """Who is right: the policy, and the authorities where it says nothing.

    ``hear`` is told all questions with their answers, and what was found.
    """

    policy: Policy | None = None
    authority: Authority | None = None
    hear: Hear | None = None

    @property
    def of_all(self) -> bool:
        """Whether an answer counts that has none beside it."""
        return self.policy is not None or self.hear is not None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer, cleaned, with its language and where its body begins and ends."""

    answer: Answer
    clean: Clean
    language: str
    parts: Parts


def _language(text: str, detector: LanguageDetector, memo: Memo) -> str:
    key = reading_key("language", *detector.languages, text)
    known = memo.get(key)
    if known is None:
        known = detector.detect(text)
        memo.put(key, known)
    return known


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
        text = clean(record.text, record.markup)
        if not has_words(text.text):
            reason = "placeholders only" if "…" in text.text else "no words"
            skipped.append(Skipped(record.place.path or record.id, reason, detail=record.id, answer_id=record.id))
            continue
        given = base_language(record.locale or "")
        language = (
            _language(f"{record.question} {text.text}", detector, memo or NoMemo()) if given in _NO_LANGUAGE else given
        )
        known = replace(record, locale=language) if given in _NO_LANGUAGE else record
        known = assigned(known, language, settings.segments) if settings.segments else known
        prepared.append(Prepared(known, text, language, split_boilerplate(text.text, language)))
    prepared.sort(key=lambda p: p.answer.id)
    skipped.sort(key=lambda s: (s.source, s.reason, s.detail or ""))
    return prepared, skipped


def _embedded(prepared: Sequence[Prepared], embed: Embed) -> tuple[Stored, Stored]:
    texts = [group_texts(p.answer, p.clean, p.language, p.parts) for p in prepared]
    return embed([t.joint for t in texts]), embed([t.body for t in texts])


def _group(prepared: Sequence[Prepared], settings: Settings, embed: Embed) -> Grouping:
    joint, body = _embedded(prepared, embed)
    languages = [p.language for p in prepared]
    speakers = [p.answer.speaker for p in prepared]
    known = language_means(settings.model)
    if settings.by_intent:
        return group_given(joint, body, languages, speakers, [p.answer.intent for p in prepared], known=known)
    asked = [p.answer.asked for p in prepared]
    return group_answers(joint, body, languages, speakers, threshold=settings.threshold, known=known, asked=asked)


def _stage(answers: Sequence[Answer], languages: Sequence[str], memo: Memo) -> str | None:
    """By what is asked; by what is answered, where the questions don't tell."""
    told = list(zip(answers, languages, strict=True))
    asked = [(clean_question(text), language) for a, language in told for text in (a.question, *a.variants)]
    return stage_once(asked, [(a.text, language) for a, language in told], memo)


def _question(
    rows: Sequence[int], sureness: float, prepared: Sequence[Prepared], vectors: Matrix, settings: Settings, memo: Memo
) -> Question:
    answers = [prepared[i].answer for i in rows]
    languages = [prepared[i].language for i in rows]
    key = repr(sorted((a.channel, clean_question(a.question), a.id) for a in answers))
    return Question(
        id="q-" + hashlib.sha256(key.encode()).hexdigest()[:12],
        title=question_title(
            answers, languages, vectors[list(rows)], settings.report_language or settings.languages[0]
        ),
        answer_ids=tuple(a.id for a in answers),
        channels=tuple(sorted({a.channel for a in answers})),
        locales=tuple(sorted({a.locale or language for a, language in zip(answers, languages, strict=True)})),
        stage=_stage(answers, languages, memo),
        confidence=sureness,
    )


def _speakers(rows: Sequence[int], prepared: Sequence[Prepared]) -> int:
    return len({(prepared[i].answer.telling, prepared[i].language) for i in rows})


def _compare(
    grouping: Grouping,
    questions: Sequence[Question],
    prepared: Sequence[Prepared],
    settings: Settings,
    embed: Embed,
    memo: Memo | None,
    judge: Judge | None,
    watch: Watch | None,
    standards: Standards,
) -> tuple[Backed, dict[str, Any]]:
    weights = Weights.packaged()
    jobs: list[tuple[Question, tuple[int, ...], list[AnswerView]]] = []
    alone: list[Asked] = []
    for question, rows in zip(questions, grouping.groups, strict=True):
        if len(rows) > 1 or standards.of_all or settings.segments:
            inside = [prepared[i] for i in rows]
            views = [view_answer(p.answer, p.clean, p.language, settings.region, memo, p.parts) for p in inside]
            if len(rows) > 1:
                jobs.append((question, rows, views))
            else:
                alone.append(Asked(question, views))
    wanted = contexts_to_embed([views for _, _, views in jobs])
    vectors = embed([text for _, text in wanted]) if wanted else None
    contexts = Contexts.of(wanted, vectors, language_means(settings.model))
    read = [[read_answer(view) for view in views] if _speakers(rows, prepared) > 1 else [] for _, rows, views in jobs]
    said = clauses_to_embed(read)
    clauses = ClauseVectors.of(
        said, embed([text for _, text in said]) if said else None, language_means(settings.model)
    )
    compared: list[Compared] = []
    seen: list[Seen] = []
    for (question, members, views), readings in zip(jobs, read, strict=True):
        odds = grouping.odds(members)
        record = Record() if watch else None
        told = compare_question(
            question, views, contexts, odds, weights, settings.min_confidence, readings, clauses, record, memo
        )
        compared.append(Compared(question, views, told))
        if record is not None:
            seen.append(
                Seen(question, views, contexts, odds, record, told, settings.min_confidence, settings.by_intent)
            )
    if judge:
        findings = consult(judge, compared, contexts, max(settings.judge_threshold, settings.min_confidence))
    else:
        findings = [finding for item in compared for finding in item.findings]
    asked = [*(Asked(question, views) for question, _, views in jobs), *alone]
    if standards.hear:
        standards.hear(asked, findings)
    backed = back(asked, findings, standards.policy, standards.authority, memo)
    heard = {}
    if settings.segments and settings.segments.dimensions:
        told_of = [(one.question, one.views) for one in sorted(asked, key=lambda one: one.question.id)]
        backed.findings.extend(gaps(told_of, settings.segments, memo or NoMemo()))
        heard = matrix(told_of, settings.segments, memo or NoMemo())
    if watch:
        seen += [_unseen(one, contexts, settings) for one in alone]
        _show(seen, backed.findings, watch)
    backed.findings.sort(key=lambda f: (_KINDS.index(f.kind), _SEVERITIES.index(f.severity), -f.confidence, f.id))
    return backed, heard


def _unseen(one: Asked, contexts: Contexts, settings: Settings) -> Seen:
    """A question with one answer: nothing was compared, but the policy may have something to say of it."""
    return Seen(
        one.question, one.views, contexts, np.zeros((1, 1)), Record(), (), settings.min_confidence, settings.by_intent
    )


def _show(seen: Sequence[Seen], findings: Sequence[Finding], watch: Watch) -> None:
    """Each question with its findings, such as they are once a judge has spoken."""
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        told.setdefault(finding.question_id, []).append(finding)
    for one in seen:
        watch(replace(one, findings=told.get(one.question.id, [])))


def _summary(
    prepared: Sequence[Prepared], grouping: Grouping, questions: Sequence[Question], findings: Sequence[Finding]
) -> Summary:
    compared = sum(_speakers(rows, prepared) > 1 for rows in grouping.groups)
    kinds = Counter(f.kind.value for f in findings)
    return Summary(
        answers=len(prepared),
        questions=len(questions),
        compared=compared,
        not_compared=len(questions) - compared,
        findings={kind.value: kinds[kind.value] for kind in FindingKind if kinds[kind.value]},
        coverage=dict(sorted(Counter(c for q in questions for c in q.channels).items())),
    )


def _told_settings(settings: Settings, judge: Judge | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "languages": list(settings.languages),
        "region": settings.region,
        "group_by": "intent" if settings.by_intent else "meaning",
        "threshold": settings.threshold,
        "min_confidence": settings.min_confidence,
        "model": settings.model,
    }
    if judge:
        told["judge"] = f"{judge.name}@{judge.fingerprint[:12]}"
        told["judge_threshold"] = settings.judge_threshold
    return told


def nothing(skipped: Sequence[Skipped]) -> NothingToExamine:
    """Names the first things that were passed over: with those mended there may be something to examine."""
    first = "; ".join(f"{one.reason}: {one.detail or one.source}" for one in skipped[:_NAMED])
    more = f" and {len(skipped) - _NAMED} more" if len(skipped) > _NAMED else ""
    what = f"no answers to examine ({first}{more})" if skipped else "no answers to examine"
    return NothingToExamine(what, remedy="`cx-audit sources FOLDER` shows what was recognised")


def run(
    records: Iterable[Answer | Skipped],
    settings: Settings,
    embed: Embed,
    memo: Memo | None = None,
    *,
    judge: Judge | None = None,
    watch: Watch | None = None,
    standards: Standards | None = None,
) -> Report:
    """Audit the answers.

    ``memo`` spares reading again what was read before; ``judge`` rules on the statements that the rules leave open;
    ``watch`` is shown each question after its comparison; ``standards`` say who is right.

    Raises:
        NothingToExamine: not one answer with words.
        ModelError: the judge can't be loaded or used.
    """
    with extend_scope(settings.segments.scope if settings.segments else None):
        return _run(records, settings, embed, memo, judge, watch, standards or Standards())


def _run(
    records: Iterable[Answer | Skipped],
    settings: Settings,
    embed: Embed,
    memo: Memo | None,
    judge: Judge | None,
    watch: Watch | None,
    standards: Standards,
) -> Report:
    prepared, skipped = prepare(records, settings, memo)
    if not prepared:
        raise nothing(skipped)
    grouping = _group(prepared, settings, embed)
    questions = [
        _question(rows, sure, prepared, grouping.vectors, settings, memo or NoMemo())
        for rows, sure in zip(grouping.groups, grouping.sureness, strict=True)
    ]
    backed, heard = _compare(grouping, questions, prepared, settings, embed, memo, judge, watch, standards)
    return Report(
        tool_version=__version__,
        settings={**_told_settings(settings, judge), **backed.settings},
        summary=_summary(prepared, grouping, questions, backed.findings),
        answers=tuple(p.answer for p in prepared),
        questions=tuple(questions),
        findings=tuple(backed.findings),
        skipped=tuple(skipped),
        segments=heard,
    )
