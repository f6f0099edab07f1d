"""What is read of an answer beside its facts, kept by content: named methods, the stage of a question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_mentions import mentions, shared_mentions
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo, NoMemo, reading_key
from cx_audit.roles import question_stage
from cx_audit.text import Segment

__all__ = ["mentions_once", "stage_once"]


def _row(mention: Mention) -> list[Any]:
    sets = (mention.company, mention.places, mention.regions)
    place = (mention.sentence.start, mention.sentence.end)
    known = (mention.family, mention.concept, mention.stance.value, mention.start, mention.end)
    return [*known, place, *map(sorted, sets), mention.partial]


def _mention(row: list[Any]) -> Mention:
    family, concept, stance, start, end, place, company, places, regions, partial = row
    sets = (frozenset(company), frozenset(places), frozenset(regions))
    return Mention(family, concept, Stance(stance), start, end, Segment(*place), *sets, partial)


def _once(view: AnswerView, memo: Memo) -> tuple[Mention, ...]:
    """Remembered by its text, its question and where its facts stand."""
    facts = ",".join(f"{f.fact.start}-{f.fact.end}:{'+'.join(sorted(f.regions))}" for f in view.facts)
    body = f"{view.body.start}-{view.body.end}"
    parts = (view.language, view.answer.audience or "", body, facts, view.answer.question, view.clean.text)
    key = reading_key("methods", *parts)
    stored = memo.get(key)
    if stored is not None:
        return tuple(map(_mention, json.loads(stored)))
    found = mentions(view)
    memo.put(key, json.dumps([_row(mention) for mention in found], ensure_ascii=False, separators=(",", ":")))
    return found


def mentions_once(views: Sequence[AnswerView], memo: Memo | None) -> list[tuple[Mention, ...]]:
    """The methods that each answer to a question names, remembered; without a memo those that another may name, too.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    if memo is None or isinstance(memo, NoMemo):
        return shared_mentions(views)
    return [_once(view, memo) for view in views]


def stage_once(asked: Sequence[tuple[str, str]], told: Sequence[tuple[str, str]], memo: Memo) -> str | None:
    """The stage that the wordings of a question (text, language) speak of, or else its answers; remembered."""
    if isinstance(memo, NoMemo):
        return question_stage(asked) or question_stage(told)
    key = reading_key("stage", *(part for pair in (*asked, ("", ""), *told) for part in pair))
    stored = memo.get(key)
    if stored is None:
        stored = question_stage(asked) or question_stage(told) or ""
        memo.put(key, stored)
    return stored or None
