"""What the files of a Rasa project say: responses, training examples, and which intent leads to which response."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cx_audit.sources.ids import squeeze, tidy
from cx_audit.sources.yamltext import is_mapping, line_of, listed, said

__all__ = ["Link", "Project", "Response", "take_file"]

_ENTITY = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\})")
_BULLET = re.compile(r"^[ \t]*-[ \t]+(\S.*)$", re.M)
_MAX_EXAMPLES = 50
_NO_LANGUAGE = {"xx", "mul", "und"}  # spaCy and ISO 639 for "several" and "not known"


@dataclass(frozen=True, slots=True)
class Response:
    """One variant of a response; ``text`` is empty where it only shows buttons or a picture."""

    text: str
    path: str
    line: int | None
    channel: str
    condition: str


@dataclass(frozen=True, slots=True)
class Link:
    """An intent that is directly answered by a response; ``condition`` names the slots that must be set."""

    intent: str
    condition: str = ""


@dataclass(slots=True)
class Project:
    """All that the files of one project say, in the order of their paths."""

    responses: dict[str, list[Response]] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    prompts: set[str] = field(default_factory=set)
    language: str | None = None

    def linked(self, response: str) -> list[Link]:
        """What leads to a response: stories and rules, or its own name if it answers a retrieval intent."""
        if "/" in response:
            return [Link(response.removeprefix("utter_"))]
        return [
            Link(intent, " or ".join(sorted(conditions)) if "" not in conditions else "")
            for intent, conditions in self.links.get(response, {}).items()
        ]


def take_file(project: Project, data: object, path: str) -> None:
    """Add what one parsed file says. Parts that aren't as Rasa writes them are passed over."""
    if not is_mapping(data):
        return
    for name, variants in _items(data.get("responses")):
        project.responses.setdefault(str(name), []).extend(_responses(variants, path, line_of(name)))
    for entry in listed(data.get("nlu")):
        if is_mapping(entry) and said(entry.get("intent")):
            examples = project.examples.setdefault(said(entry["intent"]), [])
            fresh = (example for example in _examples(entry.get("examples")) if example not in examples)
            examples.extend(list(dict.fromkeys(fresh))[: max(0, _MAX_EXAMPLES - len(examples))])
    for story in (*listed(data.get("rules")), *listed(data.get("stories"))):
        if is_mapping(story):
            _take_steps(project, list(listed(story.get("steps"))))
    if {"pipeline", "policies", "recipe"} & data.keys() and said(data.get("language")) not in _NO_LANGUAGE:
        project.language = said(data.get("language")) or None
    for form, slots in _items(data.get("forms")):
        required = slots.get("required_slots", slots) if is_mapping(slots) else slots
        for slot in required if is_mapping(required) else map(said, listed(required)):
            project.prompts |= {f"utter_ask_{slot}", f"utter_ask_{form}_{slot}"}


def _items(value: object) -> Iterator[tuple[str, object]]:
    return iter(value.items()) if is_mapping(value) else iter(())


def _responses(variants: object, path: str, line: int | None) -> Iterator[Response]:
    for variant in listed(variants):
        entry: dict[str, object] = variant if is_mapping(variant) else {"text": variant}
        text = entry.get("text")
        conditions = (
            f"{said(one.get('name'))}={said(one.get('value'))}"
            for one in listed(entry.get("condition"))
            if is_mapping(one)
        )
        yield Response(
            text=tidy(said(text)),
            path=path,
            line=line_of(text) or line,
            channel=said(entry.get("channel")),
            condition=", ".join(sorted(conditions)),
        )


def _examples(value: object) -> Iterator[str]:
    """The examples of an intent without the markup of entities: a block of "- text" lines, or a list."""
    lines = (said(one.get("text") if is_mapping(one) else one) for one in listed(value))
    for line in _BULLET.findall(said(value)) if isinstance(value, str) else lines:
        if example := squeeze(_ENTITY.sub(r"\1", line.removeprefix("- "))):
            yield example


def _take_steps(project: Project, steps: Sequence[object]) -> None:
    """Link each intent with the utterance that directly follows; slots set between them are a condition."""
    intents: list[str] = []
    slots: list[str] = []
    for step in steps:
        if not is_mapping(step):
            continue
        if "slot_was_set" in step:
            slots += _slots(step["slot_was_set"])
            continue
        action = said(step.get("action"))
        for intent in intents if action.startswith("utter_") else ():
            project.links.setdefault(action, {}).setdefault(intent, set()).add(", ".join(sorted(slots)))
        intents, slots = _intents(step), []


def _intents(step: dict[str, object]) -> list[str]:
    options = listed(step["or"]) if "or" in step else iter((step,))
    return [intent for option in options if is_mapping(option) and (intent := said(option.get("intent")))]


def _slots(value: object) -> list[str]:
    pairs = [pair for one in listed(value) if is_mapping(one) for pair in one.items()]
    return [f"{said(name)}={said(held)}" if said(held) else said(name) for name, held in pairs]
