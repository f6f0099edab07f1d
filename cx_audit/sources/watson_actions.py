"""The actions of a Watson Assistant actions skill: what their steps say, and on which condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cx_audit.sources.bubbles import dicts
from cx_audit.sources.ids import squeeze
from cx_audit.sources.interface import Reason
from cx_audit.sources.jsontext import text_of
from cx_audit.sources.watson_dialog import generic

__all__ = ["Action", "actions_of"]

_BUILT_IN = {"welcome": Reason.GREETING, "anything_else": Reason.FALLBACK, "fallback": Reason.FALLBACK}
_STEERING = ("run_always", "system_", "danger_word")
_COMPARED = {"eq": "=", "neq": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Action:
    """An action: its intents, and each text of its steps with its condition; ``prompts`` counts steps that ask."""

    own: str
    title: str
    intents: tuple[str, ...]
    said: tuple[tuple[tuple[str, ...], str], ...]
    prompts: int
    shows: bool
    built_in: Reason | None


def actions_of(value: object) -> Iterator[Action]:
    """The actions in the order of the file."""
    return (_action(data) for data in dicts(value))


def _action(data: Mapping[str, object]) -> Action:
    own = text_of(data.get("action"))
    names = {text_of(one.get("variable")): text_of(one.get("title")) for one in dicts(data.get("variables"))}
    said: list[tuple[tuple[str, ...], str]] = []
    prompts = 0
    shows = False
    for step in _in_order(dicts(data.get("steps"))):
        texts, shown = generic(step.get("output"))
        shows = shows or shown
        if "question" in step:
            prompts += bool(texts)
        else:
            condition = squeeze(_condition(step.get("condition"), names, 0))
            said += [(text, condition) for text, _ in texts]
    built_in = _BUILT_IN.get(own)
    if built_in is None and own.startswith(_STEERING):
        built_in = Reason.FALLBACK
    return Action(
        own=own,
        title=squeeze(text_of(data.get("title"))),
        intents=tuple(dict.fromkeys(_intents(data.get("condition"), 0))),
        said=tuple(said),
        prompts=prompts,
        shows=shows,
        built_in=built_in,
    )


def _in_order(steps: list[dict[str, object]]) -> list[dict[str, object]]:
    """The steps as they follow each other: the file has them in any order, each names the next."""
    by_name = {text_of(step.get("step")): step for step in steps}
    followed = {text_of(step.get("next_step")) for step in steps if step.get("next_step")}
    ordered: dict[str, dict[str, object]] = {}
    for start in [name for name in by_name if name not in followed]:
        name = start
        while name in by_name and name not in ordered:
            ordered[name] = by_name[name]
            name = text_of(by_name[name].get("next_step"))
    return [*ordered.values(), *(step for name, step in by_name.items() if name not in ordered)]


def _intents(condition: object, depth: int) -> Iterator[str]:
    """All intents that a condition names."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(condition, dict):
        if isinstance(condition.get("intent"), str):
            yield text_of(condition["intent"])
        for value in condition.values():
            yield from _intents(value, depth + 1)
    elif isinstance(condition, list):
        for value in condition:
            yield from _intents(value, depth + 1)


def _condition(condition: object, names: Mapping[str, str], depth: int) -> str:
    """A condition in words: variables by their titles; what only says that a step was answered is left out."""
    if not isinstance(condition, dict) or depth > _MAX_DEPTH:
        return ""
    for word, joined in (("and", " AND "), ("or", " OR ")):
        if word in condition:
            parts = [_condition(part, names, depth + 1) for part in dicts(condition[word])]
            return joined.join(filter(None, parts))
    for word, sign in _COMPARED.items():
        sides = dicts(condition.get(word))
        if len(sides) == 2:
            left, right = (_side(side, names) for side in sides)
            return f'{left} {sign} "{right}"'
    return text_of(condition.get("expression"))


def _side(side: Mapping[str, object], names: Mapping[str, str]) -> str:
    variable = text_of(side.get("skill_variable") or side.get("system_variable") or side.get("variable"))
    if variable:
        return names.get(variable) or variable
    return text_of(side.get("scalar") if "scalar" in side else side.get("value"))
