"""Answers held against the policy one by one: no other answer, no model. No file, no clock, no printing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from cx_audit import __version__
from cx_audit.backing import Asked, back
from cx_audit.compare import view_answer
from cx_audit.compare.scope_pack import extend_scope
from cx_audit.memo import NoMemo
from cx_audit.model import Answer, FindingKind, Question, Report, Severity, Skipped, Summary
from cx_audit.pipeline import Prepared, Settings, nothing, prepare
from cx_audit.policy import Policy
from cx_audit.roles import question_stage
from cx_audit.text import clean_question

__all__ = ["check_answers"]

_SEVERITIES = list(Severity)


def _question(prepared: Prepared) -> Question:
    answer, language = prepared.answer, prepared.language
    key = repr((answer.channel, clean_question(answer.question), answer.id))
    return Question(
        id="q-" + hashlib.sha256(key.encode()).hexdigest()[:12],
        title=clean_question(answer.question) or "(no question given)",
        answer_ids=(answer.id,),
        channels=(answer.channel,),
        locales=(answer.locale or language,),
        stage=question_stage([(clean_question(answer.question), language)]),
    )


def check_answers(records: Iterable[Answer | Skipped], settings: Settings, policy: Policy) -> Report:
    """Hold each answer against the policy; a question counts as compared where the policy speaks of its answer.

    Raises:
        NothingToExamine: not one answer with words.
    """
    with extend_scope(settings.segments.scope if settings.segments else None):
        return _check(records, settings, policy)


def _check(records: Iterable[Answer | Skipped], settings: Settings, policy: Policy) -> Report:
    prepared, skipped = prepare(records, settings, NoMemo())
    if not prepared:
        raise nothing(skipped)
    asked = [Asked(_question(p), [view_answer(p.answer, p.clean, p.language, settings.region)]) for p in prepared]
    backed = back(asked, [], policy, None)
    findings = sorted(backed.findings, key=lambda f: (_SEVERITIES.index(f.severity), -f.confidence, f.id))
    settings_told = dict(backed.settings)
    if len(asked) == 1:  # of one answer nobody expects that it speaks of everything
        settings_told["policy"] = {**settings_told["policy"], "not_found": []}
    return Report(
        tool_version=__version__,
        settings={"languages": list(settings.languages), "region": settings.region, **settings_told},
        summary=Summary(
            answers=len(prepared),
            questions=len(asked),
            compared=backed.spoken_of,
            not_compared=len(asked) - backed.spoken_of,
            findings={FindingKind.POLICY.value: len(findings)} if findings else {},
            coverage=dict(sorted(Counter(p.answer.channel for p in prepared).items())),
        ),
        answers=tuple(p.answer for p in prepared),
        questions=tuple(one.question for one in asked),
        findings=tuple(findings),
        skipped=tuple(skipped),
    )
