"""What is read of an answer beside its facts, kept by content: named methods, the stage of a question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cx_audit.compare.method_hearing import hear, topics
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_mentions import mentions, shared_mentions
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.scope_pack import own_scope
from cx_audit.compare.scope_reading import scope_of_text
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo, NoMemo, reading_key, remembered
from cx_audit.roles import question_stage
from cx_audit.text import Segment

__all__ = ["asked_once", "mentions_once", "named_once", "scope_once", "stage_once"]


def _row(mention: Mention) -> list[Any]:
    sets = (mention.company, mention.places, mention.regions)
    place = (mention.sentence.start, mention.sentence.end)
    known = (mention.family, mention.concept, mention.stance.value, mention.start, mention.end)
    return [*known, place, *map(sorted, sets), mention.partial, mention.denying]


def _mention(row: list[Any]) -> Mention:
    family, concept, stance, start, end, place, company, places, regions, *flags = row
    sets = (frozenset(company), frozenset(places), frozenset(regions))
    return Mention(family, concept, Stance(stance), start, end, Segment(*place), *sets, *flags)


def named_once(view: AnswerView, memo: Memo, about: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
    """The methods that an answer names, remembered by its text, its question and where its facts stand.

    ``about``: the families that the questions of its group speak of.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """

    def key() -> bytes:
        facts = ",".join(f"{f.fact.start}-{f.fact.end}" for f in view.facts)
        body = f"{view.body.start}-{view.body.end}"
        topics = ",".join(sorted(about))
        parts = (view.language, view.answer.audience or "", body, facts, view.answer.question, view.clean.text, topics)
        return reading_key("methods", *parts)

    return remembered(
        memo,
        key,
        lambda: mentions(view, about),
        lambda found: json.dumps([_row(one) for one in found], ensure_ascii=False, separators=(",", ":")),
        lambda stored: tuple(map(_mention, json.loads(stored))),
    )


def mentions_once(views: Sequence[AnswerView], memo: Memo | None) -> list[tuple[Mention, ...]]:
    """The methods that each answer to a question names, remembered; without a memo those that another may name, too.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    if memo is None or isinstance(memo, NoMemo):
        return shared_mentions(views)
    about = topics(views)
    return [named_once(view, memo, about) for view in views]


def asked_once(view: AnswerView, memo: Memo) -> frozenset[str]:
    """The families of methods that an answer's question asks for, remembered; none in a language without words.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """

    def read() -> frozenset[str]:
        heard = hear(view)
        return frozenset(heard.asked) if heard else frozenset()

    body = f"{view.body.start}-{view.body.end}"
    return remembered(
        memo,
        lambda: reading_key("asked", view.language, body, view.answer.question, view.clean.text),
        read,
        lambda found: json.dumps(sorted(found)),
        lambda stored: frozenset(json.loads(stored)),
    )


def scope_once(text: str, language: str, memo: Memo) -> frozenset[str]:
    """All that a text is limited to, remembered."""
    return remembered(
        memo,
        lambda: reading_key("scope", own_scope().stamp, language, text),
        lambda: scope_of_text(text, language),
        lambda found: json.dumps(sorted(found), ensure_ascii=False, separators=(",", ":")),
        lambda stored: frozenset(json.loads(stored)),
    )


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
