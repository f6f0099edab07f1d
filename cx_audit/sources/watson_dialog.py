"""The nodes of a Watson Assistant dialog: what each says, to which intent, and on which condition."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cx_audit.sources.bubbles import Bubble, dicts, wordings
from cx_audit.sources.ids import squeeze
from cx_audit.sources.interface import Reason
from cx_audit.sources.jsontext import text_of

__all__ = ["Node", "Said", "Unit", "generic", "nodes_of", "units_of"]

_INTENT = re.compile(r"(?<![!\w])#([\w.-]+)")
_TOKENS = re.compile(r"\(|\)|&&|\|\||\band\b|\bor\b", re.I)
_EVENTS = {
    "welcome": Reason.GREETING,
    "conversation_start": Reason.GREETING,
    "anything_else": Reason.FALLBACK,
    "irrelevant": Reason.FALLBACK,
}
_SLOT_TYPES = frozenset({"slot", "event_handler"})
_MAX_DEPTH = 50

Said = tuple[tuple[str, ...], str]
"""The wordings of a message, and the platform it is for ("" for all)."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its intents, what else must hold, and its messages. ``event`` where it answers no question at all."""

    own: str
    parent: str
    kind: str
    title: str
    intents: tuple[str, ...]
    condition: str
    event: Reason | None
    said: tuple[Said, ...]
    shows: bool
    disabled: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A node and the answers below it that are given in the same turn; ``prompts`` are questions of its slots."""

    node: Node
    below: tuple[Node, ...]
    prompts: int

    @property
    def counts(self) -> bool:
        """Whether the node is more than a folder or a step on the way."""
        return self.node.event is not None or bool(self.node.intents) or self.node.shows or bool(self.node.said)

    def bubbles(self, locale: str) -> Iterator[Bubble]:
        """All that is said: the node's own words, and those below on their conditions."""
        for node in (self.node, *self.below):
            condition = node.condition if node is self.node else _both(self.node.condition, node.condition)
            for said, platform in node.said:
                yield Bubble(locale, said, platform, condition)


def nodes_of(value: object) -> list[Node]:
    """The nodes, in the order of the file."""
    return [_node(data) for data in dicts(value)]


def units_of(nodes: Sequence[Node]) -> Iterator[Unit]:
    """Each node that stands for itself, with the conditional responses and slots that hang on it."""
    children: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent].append(node)
    conditional = {node.parent for node in nodes if node.kind == "response_condition"}
    open_ended = {node.own for node in nodes if node.goes_on or node.kind == "frame" or node.own in conditional}
    part_of = {node.own for node in nodes if node.parent in open_ended and not node.intents}
    for node in nodes:
        if node.own not in part_of and node.kind not in _SLOT_TYPES:
            turn = list(_same_turn(node, children, part_of, 0))
            answers = tuple(one for one in turn if one.kind not in _SLOT_TYPES and one.event is None)
            prompts = sum(bool(one.said) for one in turn if one.kind in _SLOT_TYPES)
            yield Unit(node, answers, prompts)


def _same_turn(node: Node, children: dict[str, list[Node]], part_of: set[str], depth: int) -> Iterator[Node]:
    """What is said below a node in the same turn. Children are taken out, so that no circle goes on for ever."""
    for child in children.pop(node.own, []) if depth < _MAX_DEPTH else []:
        if child.own in part_of or child.kind in _SLOT_TYPES:
            yield child
            yield from _same_turn(child, children, part_of, depth + 1)


def _node(data: Mapping[str, object]) -> Node:
    conditions = squeeze(text_of(data.get("conditions")))
    intents = tuple(dict.fromkeys(_INTENT.findall(conditions)))
    # A condition of nothing but intents is none; else all of it is kept but the intents.
    rest = squeeze(re.sub(r"^(?:and|&&)\s+|\s+(?:and|&&)$", "", squeeze(_INTENT.sub("", conditions)), flags=re.I))
    condition = rest if _TOKENS.sub("", rest).strip() not in ("", "true") else ""
    said, shows = generic(data.get("output"))
    step = data.get("next_step")
    return Node(
        own=text_of(data.get("dialog_node")),
        parent=text_of(data.get("parent")),
        kind=text_of(data.get("type")),
        title=squeeze(text_of(data.get("title"))),
        intents=intents,
        condition=condition,
        event=_EVENTS.get(conditions.lower()),
        said=tuple(said),
        shows=shows,
        disabled=data.get("disabled") is True,
        goes_on=isinstance(step, dict) and step.get("behavior") == "skip_user_input",
    )


def generic(output: object) -> tuple[list[Said], bool]:
    """The texts of an output, and whether it shows anything at all (options, pictures)."""
    held = output if isinstance(output, dict) else {}
    found = [_old_text(held.get("text"))]
    shows = False
    for part in dicts(held.get("generic")):
        shows = True
        if part.get("response_type") == "text":
            channels = ", ".join(sorted(text_of(one.get("channel")) for one in dicts(part.get("channels"))))
            found += [(said, channels) for said in _chosen([_text(one) for one in dicts(part.get("values"))], part)]
            if not part.get("values"):
                found.append((wordings(part.get("text")), channels))
    return [said for said in found if said[0]], shows


def _old_text(text: object) -> Said:
    """The older form: a text, or values of which the bot picks one."""
    if isinstance(text, dict):
        values = text.get("values")
        chosen = _chosen([text_of(one) for one in values] if isinstance(values, list) else [], text)
        return (chosen[0] if chosen else ()), ""
    return wordings(text), ""


def _chosen(texts: list[str], part: Mapping[str, object]) -> list[tuple[str, ...]]:
    """Wordings of which one is picked; with the policy "multiline" all lines of one text."""
    said = wordings(texts)
    if part.get("selection_policy") == "multiline" and said:
        return [("\n".join(said),)]
    return [said]


def _text(value: Mapping[str, object]) -> str:
    """A text, or the parts of an expression with variables as placeholders."""
    if "text_expression" not in value:
        return text_of(value.get("text"))
    expression = value["text_expression"]
    parts = dicts(expression.get("concat")) if isinstance(expression, dict) else []
    return "".join(text_of(part["scalar"]) if "scalar" in part else _variable(part) for part in parts)


def _variable(part: Mapping[str, object]) -> str:
    """A placeholder with the name of the variable."""
    named = (part.get("skill_variable"), part.get("system_variable"), part.get("variable"))
    name = next((text_of(name) for name in named if text_of(name)), "value")
    return "{" + re.sub(r"\W+", "_", name) + "}"


def _both(first: str, second: str) -> str:
    return " && ".join(filter(None, (first, second)))
