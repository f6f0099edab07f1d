"""The pipeline in one screen: answers in, a report out. No file, no clock, no printing.

What must come from outside (vectors, progress) is handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cx_audit import __version__
from cx_audit.backing import Asked, Authority, Backed, Hear, back
from cx_audit.compare import Contexts
from cx_audit.compare.judge import Judge
from cx_audit.compare.judged import Compared, consult
from cx_audit.compare.record import Record, Seen, Watch
from cx_audit.compare.scope_pack import extend_scope
from cx_audit.engine import Engine
from cx_audit.errors import NothingToExamine
from cx_audit.memo import Memo, RunMemo
from cx_audit.model import Answer, Finding, FindingKind, Question, Report, Severity, Skipped, Summary
from cx_audit.policy import Policy
from cx_audit.segments import gaps, matrix
from cx_audit.stages import (
    NAME,
    AllQuestions,
    Embed,
    Grouped,
    Prepared,
    Ready,
    Recall,
    Settings,
    ToName,
    Work,
    compare_all,
    compare_block,
    group_all,
    learning,
    odds_of,
    prepare,
    prepare_all,
    read_all,
    speakers,
    to_compare,
    views,
)

__all__ = ["Embed", "Prepared", "Settings", "Standards", "nothing", "prepare", "run"]

_SEVERITIES = list(Severity)
_KINDS = list(FindingKind)
_NAMED = 3


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


def _questions(work: Work, grouped: Grouped) -> list[Question]:
    items = [ToName(groups, grouped.vectors, grouped.standing) for groups in work.blocks(grouped.groups)]
    return [question for block in learning(work.engine, NAME, items, work.memo) for question in block]


def _watched(work: Work, grouped: Grouped, all_: AllQuestions) -> tuple[list[tuple[Finding, ...]], list[Seen]]:
    """Compared in this process, whatever the engine: what was seen on the way is wanted."""
    findings: list[tuple[Finding, ...]] = []
    seen: list[Seen] = []
    for item in to_compare(work, grouped, all_, done=False):
        records = [Record() for _ in item.groups]
        told, near = compare_block(work.desk, item, records)
        for group, question, found, record in zip(item.groups, item.questions, told, records, strict=True):
            odds = odds_of(work.desk, item, group)
            least, given = work.settings.min_confidence, work.settings.by_intent
            seen.append(Seen(question, views(work.desk, group), near, odds, record, found, least, given))
        findings += told
    return findings, seen


def _compare(
    work: Work,
    grouped: Grouped,
    questions: Sequence[Question],
    judge: Judge | None,
    watch: Watch | None,
    standards: Standards,
) -> tuple[Backed, dict[str, Any]]:
    segments = work.settings.segments
    lone = standards.of_all or bool(segments)
    needed = lone or judge is not None or watch is not None
    done = not needed or bool(work.engine.workers and watch is None)  # what is needed here, workers don't keep
    all_ = read_all(work, grouped, questions, lone)
    contexts = Contexts(all_.contexts.rows, all_.contexts.vectors)
    seen: list[Seen] = []
    if watch:
        found, seen = _watched(work, grouped, all_)
    else:
        found = compare_all(work, grouped, all_, done=done)
    asked: list[Asked] = []
    findings = [finding for told in found for finding in told]
    if needed:
        several = zip(all_.groups, all_.questions, strict=True)
        asked = [Asked(question, views(work.desk, group)) for group, question in several]
        if judge:
            compared = [Compared(one.question, one.views, told) for one, told in zip(asked, found, strict=True)]
            sure = max(work.settings.judge_threshold, work.settings.min_confidence)
            findings = consult(judge, compared, contexts, sure)
    alone = []
    if lone:
        pairs = zip(grouped.groups, questions, strict=True)
        alone = [Asked(question, views(work.desk, group)) for group, question in pairs if len(group.rows) == 1]
        asked += alone
    if standards.hear:
        standards.hear(asked, findings)
    if needed:
        backed = back(asked, findings, standards.policy, standards.authority, work.memo)
    else:
        backed = Backed(_sided(all_, findings, standards.authority), {})
    heard = {}
    if segments and segments.dimensions:
        told_of = [(one.question, one.views) for one in sorted(asked, key=lambda one: one.question.id)]
        backed.findings.extend(gaps(told_of, segments, work.memo))
        heard = matrix(told_of, segments, work.memo)
    if watch:
        _show([*seen, *(_unseen(one, contexts, work.settings) for one in alone)], backed.findings, watch)
    backed.findings.sort(key=lambda f: (_KINDS.index(f.kind), _SEVERITIES.index(f.severity), -f.confidence, f.id))
    return backed, heard


def _sided(all_: AllQuestions, findings: Sequence[Finding], authority: Authority | None) -> list[Finding]:
    """What the authorities say, who need not have the answers read."""
    if authority is None:
        return list(findings)
    questions = {question.id: question for question in all_.questions}
    answers = {entry.answer.id: entry.answer for group in all_.groups for entry in group.entries}
    return [authority.judge(finding, questions[finding.question_id], answers) for finding in findings]


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


def _summary(ready: Ready, grouped: Grouped, questions: Sequence[Question], findings: Sequence[Finding]) -> Summary:
    compared = sum(speakers(group.entries) > 1 for group in grouped.groups)
    kinds = Counter(f.kind.value for f in findings)
    return Summary(
        answers=len(ready.entries),
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
    if settings.outcomes:
        told["outcomes"] = settings.outcomes
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
    engine: Engine | None = None,
    recall: Recall | None = None,
    outcomes: Embed | None = None,
) -> Report:
    """Audit the answers.

    ``memo`` spares reading again what was read before, ``recall`` comparing again what was compared; ``judge`` rules on
    the statements that the rules leave open; ``watch`` is shown each question after its comparison; ``standards`` say
    who is right; ``engine`` is where the work runs: this process, unless given; ``outcomes`` reads what answers come
    to, with the model that ``settings`` name. Wherever it runs, and whatever is remembered, the report is the same.

    Raises:
        NothingToExamine: not one answer with words.
        ModelError: the judge can't be loaded or used.
        EngineError: the workers are lost.
    """
    standards = standards or Standards()
    if judge or watch:
        recall = None  # they want to see all that was compared
    if engine and memo is None and (judge or settings.segments or standards.of_all):
        memo = RunMemo()  # what the workers read is needed here as well
    with extend_scope(settings.segments.scope if settings.segments else None):
        return _run(records, Work.of(settings, embed, memo, engine, recall, outcomes), judge, watch, standards)


def _run(
    records: Iterable[Answer | Skipped],
    work: Work,
    judge: Judge | None,
    watch: Watch | None,
    standards: Standards,
) -> Report:
    ready = prepare_all(records, work.engine, work.memo)
    if not ready.entries:
        raise nothing(ready.skipped)
    grouped = group_all(ready, work.settings, work.embed, work.engine)
    questions = _questions(work, grouped)
    backed, heard = _compare(work, grouped, questions, judge, watch, standards)
    return Report(
        tool_version=__version__,
        settings={**_told_settings(work.settings, judge), **backed.settings},
        summary=_summary(ready, grouped, questions, backed.findings),
        answers=tuple(entry.answer for entry in ready.entries),
        questions=tuple(questions),
        findings=tuple(backed.findings),
        skipped=tuple(ready.skipped),
        segments=heard,
    )
