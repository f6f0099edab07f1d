"""Sentences that tell a customer nothing: thanks, regret, wishes, offers of help, questions back."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cx_audit.conversations.small_talk import Kind, says
from cx_audit.resources import load_yaml, packaged
from cx_audit.text.phrases import NO_LETTER, any_of

__all__ = ["tells_nothing"]

_CLAUSE = re.compile(r"[,،:;–—]\s+|\s-\s")
_LEAD = r"\W*(?:[\w'’]{1,4}[\s,،!]+){0,2}?"
_QUESTION = frozenset("?？؟")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a sentence of courtesy may begin, and how its further clauses may."""
    entries = load_yaml(packaged("rules") / "compare" / "courtesy.yml")
    known = [entries[language]] if language in entries else list(entries.values())
    begins = any_of([phrase for entry in known for phrase in entry["begins"]])
    joins = any_of([phrase for entry in known for phrase in (*entry["begins"], *entry["joins"])])
    return re.compile(f"{_LEAD}{begins}{NO_LETTER}", re.I), re.compile(rf"\W*{joins}{NO_LETTER}", re.I)


@lru_cache(maxsize=16_384)
def tells_nothing(sentence: str, language: str) -> bool:
    """Whether a sentence without values is courtesy, small talk or a question, by rules/compare/courtesy.yml.

    Each of its clauses must be: "Thanks for asking, we can't cancel what is packed" tells something.
    """
    bare = sentence.strip()
    if not bare or bare[-1] in _QUESTION:
        return True
    begins, joins = _patterns(language)
    first, *rest = [clause for clause in _CLAUSE.split(bare) if clause.strip()] or [bare]
    if begins.match(first) and all(joins.match(clause) for clause in rest):
        return True
    return says(bare, language).kind is not Kind.SAYS
