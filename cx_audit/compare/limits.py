"""What each value of an answer is limited to and is about, kept by content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from cx_audit.compare.scope_pack import own_scope
from cx_audit.compare.scope_reading import scope_of_text, scopes
from cx_audit.facts import dump_facts
from cx_audit.memo import Memo, reading_key, remembered
from cx_audit.model import Fact
from cx_audit.roles import Naming, name_roles
from cx_audit.text import Segment

__all__ = ["Limits", "limits_once"]


@dataclass(frozen=True, slots=True)
class Limits:
    """``asked``: the scope of the question; ``scopes`` and ``namings``: one of each fact, in order."""

    asked: frozenset[str]
    scopes: tuple[frozenset[str], ...]
    namings: tuple[Naming | None, ...]


def limits_once(
    text: str,
    language: str,
    asked: str,
    question: str,
    facts: tuple[Fact, ...],
    pieces: Sequence[Segment],
    homes: Sequence[Segment],
    memo: Memo,
) -> Limits:
    """The limits and roles of an answer's facts, remembered by what they are read from.

    Args:
        text: the clean text.
        language: its language.
        asked: the question as the channel has it.
        question: the question, cleaned.
        facts: the facts of the body.
        pieces: the body's sentences.
        homes: the sentence of each fact.
        memo: what was read before.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    if not facts:
        return Limits(frozenset(), (), ())

    def read() -> Limits:
        named = name_roles(text, homes, facts, question, language)
        return Limits(scope_of_text(asked, language), tuple(scopes(text, language, facts, pieces)), tuple(named))

    def key() -> bytes:
        places = repr([(s.start, s.end) for s in (*pieces, *homes)])
        return reading_key("limits", own_scope().stamp, language, asked, dump_facts(facts), places, text)

    return remembered(memo, key, read, _dump, _load)


def _dump(found: Limits) -> str:
    row = [sorted(found.asked), [sorted(s) for s in found.scopes], [n and astuple(n) for n in found.namings]]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _load(stored: str) -> Limits:
    whole, each, rows = json.loads(stored)
    return Limits(frozenset(whole), tuple(map(frozenset, each)), tuple(Naming(*row) if row else None for row in rows))
