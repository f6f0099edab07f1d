"""All answers grouped by the question they answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cx_audit.engine import Engine
from cx_audit.group import Grouping, Stored, group_answers, group_given, language_means
from cx_audit.stages.naming import Group, Grouped
from cx_audit.stages.neighbours import finder
from cx_audit.stages.preparing import Ready
from cx_audit.stages.settings import Settings

__all__ = ["group_all"]


def _grouping(ready: Ready, settings: Settings, embed: Callable[[Sequence[str]], Stored], engine: Engine) -> Grouping:
    joint, body = embed(ready.joint), embed(ready.body)
    languages = [entry.language for entry in ready.entries]
    speakers = [entry.answer.speaker for entry in ready.entries]
    channels = [entry.answer.channel for entry in ready.entries]
    known = language_means(settings.model)
    if settings.by_intent:
        intents = [entry.answer.intent for entry in ready.entries]
        return group_given(joint, body, languages, speakers, intents, known=known, channels=channels)
    asked = [entry.answer.asked for entry in ready.entries]
    return group_answers(
        joint,
        body,
        languages,
        speakers,
        threshold=settings.threshold,
        known=known,
        asked=asked,
        find=finder(engine),
        channels=channels,
    )


def group_all(ready: Ready, settings: Settings, embed: Callable[[Sequence[str]], Stored], engine: Engine) -> Grouped:
    """Embed the answers and group them."""
    found = _grouping(ready, settings, embed, engine)
    groups = tuple(
        Group(rows, tuple(ready.entries[row] for row in rows), sureness)
        for rows, sureness in zip(found.groups, found.sureness, strict=True)
    )
    return Grouped(groups, engine.share(found.vectors), engine.share(found.score.standing))
