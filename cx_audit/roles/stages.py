"""Where in the customer's journey a question belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cx_audit.roles.rulebook import Rulebook, rulebook

__all__ = ["question_stage"]

_STAGE_CUE = 2.0
_ROLE_CUE = 1.0
_PER_GROUP = 0.5


def _stages(rules: Rulebook, text: str) -> dict[str, float]:
    """The best cue of each stage in a text."""
    found = rules.lexicon.read(text).symbols
    out: dict[str, float] = defaultdict(float)
    for cue in rules.candidates(found):
        if all(not found.isdisjoint(group) for group in cue.cue.groups) and found.isdisjoint(cue.cue.never):
            weight = (_ROLE_CUE if cue.owner else _STAGE_CUE) + _PER_GROUP * (len(cue.cue.groups) - 1)
            out[cue.stage] = max(out[cue.stage], weight)
    return out


def question_stage(asked: Iterable[tuple[str, str]]) -> str | None:
    """The stage that most of the wordings (text, language) of one question speak of; None where none does.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    votes: dict[str, float] = defaultdict(float)
    for text, language in asked:
        rules = rulebook(language)
        if rules is not None and text:
            for stage, weight in _stages(rules, text).items():
                votes[stage] += weight
    return min(votes, key=lambda stage: (-votes[stage], stage)) if votes else None
