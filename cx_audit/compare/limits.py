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

__all__ = ["Limits", "limits_once", "namings_once"]


@dataclass(frozen=True, slots=True)
class Limits:
    """``asked``: the scope of the question; ``scopes``: one of each fact, in order."""

    asked: frozenset[str]
    scopes: tuple[frozenset[str], ...]


def _places(segments: Sequence[Segment]) -> str:
    return repr([(segment.start, segment.end) for segment in segments])


def limits_once(
    text: str,
    language: str,
    asked: str,
    facts: tuple[Fact, ...],
    pieces: Sequence[Segment],
    memo: Memo,
) -> Limits:
    """What an answer's facts are limited to, remembered by what it is read from.

    Args:
        text: the clean text.
        language: its language.
        asked: the question as the channel has it.
        facts: the facts of the body.
        pieces: the body's sentences.
        memo: what was read before.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """

    def read() -> Limits:
        return Limits(scope_of_text(asked, language), tuple(scopes(text, language, facts, pieces)))

    def key() -> bytes:
        return reading_key("limits", own_scope().stamp, language, asked, dump_facts(facts), _places(pieces), text)

    return remembered(memo, key, read, _dump, _load)


def _dump(found: Limits) -> str:
    row = [sorted(found.asked), [sorted(s) for s in found.scopes]]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _load(stored: str) -> Limits:
    whole, each = json.loads(stored)
    return Limits(frozenset(whole), tuple(map(frozenset, each)))


def namings_once(
    text: str, language: str, question: str, facts: tuple[Fact, ...], homes: Sequence[Segment], memo: Memo
) -> tuple[Naming | None, ...]:
    """What each of an answer's facts is about, remembered likewise.

    Args:
        text: the clean text.
        language: its language.
        question: the question, cleaned.
        facts: the facts of the body.
        homes: the sentence of each fact.
        memo: what was read before.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    return remembered(
        memo,
        lambda: reading_key("roles", language, question, dump_facts(facts), _places(homes), text),
        lambda: tuple(name_roles(text, homes, facts, question, language)),
        lambda found: json.dumps([n and astuple(n) for n in found], ensure_ascii=False, separators=(",", ":")),
        lambda stored: tuple(Naming(*row) if row else None for row in json.loads(stored)),
    )
